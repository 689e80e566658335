from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery


def fill(apps, schema_editor):
    """Let open reports say at which desk they wait and whether they list files: the columns came after them."""
    report, file = apps.get_model("intake", "Report"), apps.get_model("intake", "ReportedFile")
    route = apps.get_model("triage", "RouteDecision")
    still_open = report.objects.filter(lane__isnull=False)
    still_open.filter(Exists(file.objects.filter(report=OuterRef("pk")))).update(has_files=True)
    waits = route.objects.filter(report=OuterRef("pk"), superseded_at=None).exclude(desk="")
    at_desk = still_open.filter(assigned_to=None).filter(Exists(waits))
    at_desk.update(desk=Subquery(waits.values("desk")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_more_that_the_queue_is_filtered_by"),
        ("triage", "0002_days_of_an_assessment"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
