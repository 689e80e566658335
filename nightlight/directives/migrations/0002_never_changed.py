"""Directives are only ever followed: triggers refuse every change and removal, in both databases."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER directive_is_never_changed BEFORE UPDATE ON directives_directive
       BEGIN SELECT RAISE(ABORT, 'directives are never changed, only followed'); END""",
    """CREATE TRIGGER directive_is_never_removed BEFORE DELETE ON directives_directive
       BEGIN SELECT RAISE(ABORT, 'directives are never removed, only followed'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION directive_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'directives are never changed, only followed'
       USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER directive_is_never_changed BEFORE UPDATE OR DELETE ON directives_directive
       FOR EACH ROW EXECUTE FUNCTION directive_is_never_changed()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER directive_is_never_changed", "DROP TRIGGER directive_is_never_removed"],
    "postgresql": [
        "DROP TRIGGER directive_is_never_changed ON directives_directive",
        "DROP FUNCTION directive_is_never_changed",
    ],
}


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
