from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("keys", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Erased",
            fields=[
                ("owner_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("owner_kind", models.CharField(max_length=6)),
                ("erased_at", models.DateTimeField()),
            ],
            options={"db_table": '"keyring"."erased"'},
        ),
    ]
