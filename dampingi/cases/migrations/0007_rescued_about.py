from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_listing'),
    ]

    operations = [
        migrations.AddField(
            model_name='rescuedsheet',
            name='about',
            field=models.CharField(blank=True, default='', max_length=11),
            preserve_default=False,
        ),
    ]
