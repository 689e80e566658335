import django.db.models.deletion
import nightlight.foundation.clock
import nightlight.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='operations', to='agencies.agency')),
                ('code', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=120)),
                ('scope', models.CharField(choices=[('national', 'National'), ('regional', 'Regional'), ('local', 'Local')], max_length=8)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(help_text='The last day that counts')),
                ('category_set', models.DateField(help_text='Which dated set of offense categories it counts by')),
                ('status', models.CharField(default='planned', max_length=8)),
                ('started_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'code'), name='one_operation_per_code'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('code', ''), _negated=True)), name='operation_is_named'), models.CheckConstraint(condition=models.Q(('scope__in', ['national', 'regional', 'local'])), name='operation_scope_is_known'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='operation_ends_on_or_after_its_first_day'), models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'running', 'closed'])), name='operation_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('started_at', None), ('status', 'planned')), models.Q(models.Q(('status', 'planned'), _negated=True), ('started_at__isnull', False)), _connector='OR'), name='operation_is_planned_exactly_until_it_started'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='operation_is_closed_exactly_when_it_has_a_closing_time'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('closed_at__gte', models.F('started_at')), _connector='OR'), name='operation_closes_after_it_started')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='agencies.agency')),
                ('operation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='operations.operation')),
                ('joined_at', models.DateTimeField(default=nightlight.foundation.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'operation'), name='one_participation_per_agency')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Presentation',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presentations', to='agencies.agency')),
                ('held_on', models.DateField()),
                ('audience', models.CharField(choices=[('youth', 'youth'), ('parents', 'parents'), ('educators', 'educators'), ('law_enforcement', 'law enforcement'), ('judiciary', 'judiciary'), ('other', 'other')], max_length=15)),
                ('people_reached', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'held_on'], name='presentation_by_agency_and_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('audience__in', ['youth', 'parents', 'educators', 'law_enforcement', 'judiciary', 'other'])), name='presentation_audience_is_known'), models.CheckConstraint(condition=models.Q(('people_reached__gte', 0)), name='presentation_reaches_nobody_or_more')],
            },
        ),
    ]
