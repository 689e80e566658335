"""Before a command works: the database is there, migrated, and holds the agencies and the standing accounts."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nightlight.accounts import standing
from nightlight.agencies import loading
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.commands.printing import remark
from nightlight.foundation.migrating import migrate
from nightlight.gate import loading as gate_loading
from nightlight.gate.models import ForumRule


def prepare() -> None:
    """Migrate what needs migrating and load the reference data where it is missing."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        remark("Preparing the database")
        migrate()
    if not Agency.objects.exists():
        remark("Loading agencies and territories")
        loading.load()
    elif not Agency.objects.filter(kind=AgencyKind.FEDERAL).exists():
        loading.load_recipients()
    if not ForumRule.objects.exists():
        gate_loading.load()
    standing.ensure()
