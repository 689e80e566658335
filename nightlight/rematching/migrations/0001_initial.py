import django.db.models.deletion
import nightlight.foundation.clock
import nightlight.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_initial'),
        ('hashes', '0001_initial'),
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rematching',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('change', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rematching', to='hashes.listchange')),
                ('step', models.CharField(choices=[('equal', 'equal digests'), ('near', 'near-copies'), ('everything', 'every report with a digest'), ('done', 'done')], max_length=10)),
                ('cursor', models.CharField(blank=True, max_length=200)),
                ('held_until', models.DateTimeField(null=True)),
                ('entries', models.PositiveBigIntegerField(default=0, help_text='Entries that the change touches')),
                ('entries_done', models.PositiveBigIntegerField(default=0)),
                ('judged', models.PositiveBigIntegerField(default=0, help_text='Reports that were judged anew')),
                ('changed', models.PositiveBigIntegerField(default=0, help_text='Open reports whose assessment was replaced')),
                ('began_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('step__in', ['equal', 'near', 'everything', 'done'])), name='rematching_step_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('held_until', None), ('step', 'done')), models.Q(models.Q(('step', 'done'), _negated=True), ('finished_at', None), ('held_until__isnull', False)), _connector='OR'), name='rematching_is_done_exactly_when_it_has_finished'), models.CheckConstraint(condition=models.Q(('finished_at', None), ('finished_at__gte', models.F('began_at')), _connector='OR'), name='rematching_finishes_after_it_began'), models.CheckConstraint(condition=models.Q(('changed__lte', models.F('judged'))), name='rematching_changes_no_more_than_it_judged')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Rematched',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('rematching', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='rematching.rematching')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rematched', to='intake.report')),
                ('was_tier', models.PositiveSmallIntegerField()),
                ('was_rule', models.CharField(max_length=20)),
                ('tier', models.PositiveSmallIntegerField()),
                ('rule', models.CharField(max_length=20)),
                ('is_closed', models.BooleanField(default=False)),
                ('is_urgent', models.BooleanField(default=False, help_text='It came into the top tier; its agency was told at once')),
            ],
            options={
                'indexes': [models.Index(fields=['rematching', 'tier'], name='rematched_by_change')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'rematching', 'report'), name='a_report_is_rematched_once_per_change'), models.CheckConstraint(condition=models.Q(('tier__gte', 1), ('was_tier__gte', 1)), name='rematched_tiers_start_at_one'), models.CheckConstraint(condition=models.Q(('is_urgent', False), models.Q(('is_closed', False), ('tier', 1), ('was_tier__gt', 1)), _connector='OR'), name='a_rematched_report_is_urgent_only_in_the_top_tier_and_open')],
            },
        ),
    ]
