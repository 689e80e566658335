"""Entries are only ever added: triggers refuse every change and removal, in both databases."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END""",
    """CREATE TRIGGER audit_entry_is_never_removed BEFORE DELETE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'audit entries are append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE OR DELETE ON audit_entry
       FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only()""",
    """CREATE TRIGGER audit_entry_is_never_emptied BEFORE TRUNCATE ON audit_entry
       FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER audit_entry_is_never_changed", "DROP TRIGGER audit_entry_is_never_removed"],
    "postgresql": [
        "DROP TRIGGER audit_entry_is_never_changed ON audit_entry",
        "DROP TRIGGER audit_entry_is_never_emptied ON audit_entry",
        "DROP FUNCTION audit_entry_is_append_only",
    ],
}


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
