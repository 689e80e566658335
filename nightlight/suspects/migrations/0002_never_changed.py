"""What triggers hold, in both databases.

A run, its lines, recipients and receipts, reviews and disseminations are only ever added to; nothing is added to a
run once it is there. A nomination in force has an indicator; indicators are added while it waits for its review, never
changed, and gone only when it has ended.
"""

from django.db import migrations

APPEND_ONLY = ("review", "run", "runline", "runrecipient", "runreceipt", "dissemination")
PARTS_OF_A_RUN = ("runline", "runrecipient")

INDICATED = """NEW.status = 'in_force' AND NOT EXISTS
    (SELECT 1 FROM suspects_nominationindicator WHERE nomination_id = NEW.id)"""
NOT_WAITING = """NOT EXISTS (SELECT 1 FROM suspects_nomination WHERE id = NEW.nomination_id AND status = 'waiting')"""
NOT_ENDED = """NOT EXISTS (SELECT 1 FROM suspects_nomination
    WHERE id = OLD.nomination_id AND status IN ('withdrawn', 'expired'))"""
RUN_IS_THERE = "EXISTS (SELECT 1 FROM suspects_run WHERE id = NEW.run_id)"

GUARDS = [
    ("nomination", "INSERT", INDICATED, "a nomination in force has an indicator"),
    ("nomination", "UPDATE", INDICATED, "a nomination in force has an indicator"),
    ("nominationindicator", "INSERT", NOT_WAITING, "indicators are added while a nomination waits"),
    ("nominationindicator", "UPDATE", "", "an indicator is never changed"),
    ("nominationindicator", "DELETE", NOT_ENDED, "an indicator is gone only when its nomination has ended"),
    *((part, "INSERT", RUN_IS_THERE, "nothing is added to a run that is there") for part in PARTS_OF_A_RUN),
    *((table, event, "", f"rows of suspects_{table} are never changed or removed")
      for table in APPEND_ONLY for event in ("UPDATE", "DELETE")),
]


def name(table, event):
    return f"suspects_{table}_is_guarded_at_{event.lower()}"


def guard(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for table, event, when, words in GUARDS:
        if is_sqlite:
            condition = f"WHEN {when}" if when else ""
            schema_editor.execute(
                f"CREATE TRIGGER {name(table, event)} BEFORE {event} ON suspects_{table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
            continue
        row = "OLD" if event == "DELETE" else "NEW"
        refuse = f"RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'"
        body = f"IF {when} THEN {refuse}; END IF; RETURN {row};" if when else f"{refuse};"
        schema_editor.execute(
            f"CREATE FUNCTION {name(table, event)}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name(table, event)} BEFORE {event} ON suspects_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name(table, event)}()"
        )
    if not is_sqlite:
        for table in APPEND_ONLY:
            schema_editor.execute(
                f"CREATE TRIGGER suspects_{table}_is_never_emptied BEFORE TRUNCATE ON suspects_{table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name(table, 'DELETE')}()"
            )


def unguard(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    if not is_sqlite:
        for table in APPEND_ONLY:
            schema_editor.execute(f"DROP TRIGGER suspects_{table}_is_never_emptied ON suspects_{table}")
    for table, event, _, _ in GUARDS:
        where = "" if is_sqlite else f" ON suspects_{table}"
        schema_editor.execute(f"DROP TRIGGER {name(table, event)}{where}")
        if not is_sqlite:
            schema_editor.execute(f"DROP FUNCTION {name(table, event)}")


class Migration(migrations.Migration):
    dependencies = [("suspects", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
