from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("cases", "0007_rescued_about"),)

    operations = (
        migrations.AddField(
            model_name="rescuedsheet", name="version", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="rescuedsheet",
            name="shown_at",
            field=models.DateTimeField(default=datetime(2026, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
    )
