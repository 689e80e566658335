import django.db.models.deletion
import nightlight.foundation.clock
import nightlight.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('agencies', '0001_initial'),
        ('directives', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='priority_drafts', to='agencies.agency')),
                ('content', models.JSONField()),
                ('digest', models.CharField(help_text='SHA-256 of the content', max_length=64)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(default=nightlight.foundation.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency',), name='one_draft_of_priorities_per_agency'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='draft_digest_is_sha256')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Preview',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('cursor', models.UUIDField(help_text='The last report that was done')),
                ('total', models.PositiveIntegerField(help_text='As counted when it began; more may come meanwhile')),
                ('done', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('content', models.JSONField(help_text='The draft as it was when somebody asked')),
                ('digest', models.CharField(max_length=64)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('since', models.DateTimeField()),
                ('matrix', models.JSONField(default=dict, help_text='"1>5": how many reports go from tier 1 to tier 5')),
                ('axes', models.JSONField(default=dict, help_text='How many reports have another word on each axis')),
                ('movers', models.JSONField(default=list, help_text='The reports that move most: [id, tier now, tier then, rule]')),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'digest'], name='preview_of_draft')],
                'constraints': [models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='preview_digest_is_sha256'), models.CheckConstraint(condition=models.Q(('since__lt', models.F('recorded_at'))), name='preview_looks_back')],
            },
        ),
        migrations.CreateModel(
            name='Reassessment',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('cursor', models.UUIDField(help_text='The last report that was done')),
                ('total', models.PositiveIntegerField(help_text='As counted when it began; more may come meanwhile')),
                ('done', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('preview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='priorities.preview')),
                ('tiers', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directives.directive')),
                ('axes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directives.directive')),
                ('due_on', models.DateField()),
                ('moved', models.PositiveIntegerField(default=0, help_text='How many reports have another tier by now')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('agency', 'due_on'), name='one_reassessment_waits_per_agency_and_day'), models.CheckConstraint(condition=models.Q(('tiers__isnull', False), ('axes__isnull', False), _connector='OR'), name='reassessment_follows_a_directive'), models.CheckConstraint(condition=models.Q(('moved__lte', models.F('done'))), name='reassessment_moves_no_more_than_it_did')],
                'indexes': [],
            },
        ),
    ]
