from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_doors_versions_and_folds"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="soonest_clock_on",
            field=models.DateField(null=True),
        ),
    ]
