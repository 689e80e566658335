import json

from django.db import migrations
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When

WORDS = ("Not known", "None seen", "Low", "Medium", "High", "Very high")
SOLVABLE = ("Not known", "Gone", "Fading", "Open")
MARKS = (
    "escalated",
    "known_file",
    "known_child_identified",
    "known_child_not_identified",
    "new_file",
    "viral_file",
    "only_recirculated",
    "priority_one",
    "prior_reports_here",
)
BATCH = 1_000


def steps(axis, words):
    return Case(*(When(**{axis: word}, then=Value(step)) for step, word in enumerate(words)), default=Value(0))


def know(apps, schema_editor):
    """Write to each open report what its assessment says, in batches; begun again, it does the same once more."""
    report_model = apps.get_model("intake", "Report")
    current = apps.get_model("triage", "Assessment").objects.filter(report=OuterRef("pk"), superseded_at=None)
    reports = report_model.objects.filter(closed_at=None)
    reports.filter(Exists(current)).update(
        tier=Subquery(current.values("tier")[:1]),
        **{
            axis: Subquery(current.annotate(step=steps(axis, words)).values("step")[:1])
            for axis, words in (
                ("victim", WORDS),
                ("offender", WORDS),
                ("severity", WORDS),
                ("solvable", SOLVABLE),
            )
        },
    )
    assessed = apps.get_model("triage", "Assessment").objects.filter(superseded_at=None, report__closed_at=None)
    batch = []
    for pk, facts in assessed.values_list("report_id", "facts").iterator(chunk_size=BATCH):
        facts = json.loads(facts) if isinstance(facts, str) else facts
        marks = sum(1 << bit for bit, name in enumerate(MARKS) if name in facts and facts[name]["value"])
        if marks:
            batch.append(report_model(pk=pk, marks=marks))
        if len(batch) == BATCH:
            report_model.objects.bulk_update(batch, ["marks"])
            batch = []
    report_model.objects.bulk_update(batch, ["marks"])


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_what_the_queue_asks"),
        ("triage", "0002_folds"),
    ]

    operations = [
        migrations.RunPython(know, migrations.RunPython.noop),
    ]
