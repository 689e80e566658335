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
        ('intake', '0001_initial'),
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OnCall',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='on_call', to='agencies.agency')),
                ('position', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='on_call', to=settings.AUTH_USER_MODEL)),
                ('way', models.CharField(blank=True, choices=[('mail', 'mail'), ('webhook', 'webhook')], help_text='Empty: by every outlet', max_length=7)),
                ('minutes', models.PositiveSmallIntegerField(help_text='Empty: what the policy in force says', null=True)),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(null=True)),
                ('set_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('because', models.CharField(max_length=200)),
            ],
            options={
                'verbose_name_plural': 'on call',
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('agency', 'position'), name='one_person_per_step_of_an_on_call_list'), models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='on_call_position_starts_at_one'), models.CheckConstraint(condition=models.Q(('way__in', ['', 'mail', 'webhook'])), name='on_call_way_is_known'), models.CheckConstraint(condition=models.Q(('minutes', None), models.Q(('minutes__gte', 1), ('minutes__lte', 1440)), _connector='OR'), name='on_call_minutes_are_within_a_day'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='on_call_says_why'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='on_call_ends_after_it_begins')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='intake.report')),
                ('tier', models.PositiveSmallIntegerField()),
                ('rule', models.CharField(max_length=20)),
                ('policy_date', models.DateField()),
                ('policy_digest', models.CharField(max_length=64)),
                ('raised_at', models.DateTimeField()),
                ('open_by', models.DateTimeField()),
                ('step', models.PositiveSmallIntegerField(default=0, help_text='0: the whole agency, which has no on-call list')),
                ('next_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, choices=[('opened', 'opened'), ('taken', 'taken by a person'), ('worked', 'worked or closed meanwhile'), ('handed_on', 'handed to another agency')], max_length=9)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answer', '')), fields=['agency', 'raised_at'], name='alarm_that_waits')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', 'handed_on'), _negated=True), fields=('agency', 'report', 'rule'), name='one_alarm_per_report_and_rule'), models.CheckConstraint(condition=models.Q(('answer__in', ['', 'opened', 'taken', 'worked', 'handed_on'])), name='alarm_answer_is_known'), models.CheckConstraint(condition=models.Q(('policy_digest__regex', '^[0-9a-f]{64}$')), name='alarm_policy_digest_is_sha256'), models.CheckConstraint(condition=models.Q(('open_by__gt', models.F('raised_at'))), name='alarm_is_due_after_it_was_raised'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__gte', models.F('raised_at')), ('answered_at__isnull', False), ('next_at', None)), _connector='OR'), name='alarm_is_answered_at_some_time_or_waits'), models.CheckConstraint(condition=models.Q(models.Q(('answer__in', ['opened', 'taken']), _negated=True), ('answered_by__isnull', False), _connector='OR'), name='alarm_is_opened_or_taken_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Ring',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rings', to='urgent.alarm')),
                ('step', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.notice')),
                ('rung_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('alarm', 'step'), name='one_ring_per_alarm_and_step')],
                'indexes': [],
            },
        ),
    ]
