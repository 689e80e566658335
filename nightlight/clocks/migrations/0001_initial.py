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
    ]

    operations = [
        migrations.CreateModel(
            name='ClockAlarm',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clock_alarms', to='intake.report')),
                ('clock', models.CharField(max_length=60)),
                ('what', models.CharField(max_length=120)),
                ('until', models.DateField()),
                ('days', models.PositiveSmallIntegerField(help_text='The number of days before the end at which it rings')),
                ('rang_on', models.DateField()),
                ('policy_date', models.DateField()),
                ('policy_digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'report', 'clock', 'until', 'days'), name='a_clock_rings_once_for_each_number_of_days'), models.CheckConstraint(condition=models.Q(models.Q(('clock', ''), _negated=True), models.Q(('what', ''), _negated=True)), name='alarm_names_its_clock'), models.CheckConstraint(condition=models.Q(('rang_on__lte', models.F('until'))), name='alarm_rings_before_the_clock_runs_out'), models.CheckConstraint(condition=models.Q(('policy_digest__regex', '^[0-9a-f]{64}$')), name='alarm_names_its_dated_rule')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='PreservationLetter',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preservation_letters', to='intake.report')),
                ('provider', models.CharField(max_length=200)),
                ('sent_on', models.DateField()),
                ('until', models.DateField()),
                ('policy_date', models.DateField()),
                ('policy_digest', models.CharField(max_length=64)),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'report', 'provider', 'sent_on'), name='one_letter_per_provider_and_day'), models.CheckConstraint(condition=models.Q(('provider', ''), _negated=True), name='letter_names_its_provider'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('sent_on'))), name='letter_holds_after_it_was_sent'), models.CheckConstraint(condition=models.Q(('policy_digest__regex', '^[0-9a-f]{64}$')), name='letter_names_its_dated_rule')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='LetterRenewal',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='clocks.preservationletter')),
                ('sent_on', models.DateField()),
                ('until', models.DateField()),
                ('policy_date', models.DateField()),
                ('policy_digest', models.CharField(max_length=64)),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('letter',), name='a_letter_is_renewed_once'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('sent_on'))), name='renewal_holds_after_it_was_sent'), models.CheckConstraint(condition=models.Q(('policy_digest__regex', '^[0-9a-f]{64}$')), name='renewal_names_its_dated_rule')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='LogRetention',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('of_whom', models.CharField(choices=[('provider', 'provider, by its name'), ('network', 'network, by its addresses')], max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('days', models.PositiveIntegerField()),
                ('source', models.CharField(max_length=300)),
                ('sureness', models.CharField(choices=[('in_writing', 'told in writing'), ('seen', 'seen in returns'), ('uncertain', 'uncertain')], max_length=10)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('because', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('agency', 'of_whom', 'name'), name='one_retention_holds_per_name'), models.CheckConstraint(condition=models.Q(('of_whom__in', ['provider', 'network'])), name='retention_is_of_a_known_kind'), models.CheckConstraint(condition=models.Q(('sureness__in', ['in_writing', 'seen', 'uncertain'])), name='retention_sureness_is_known'), models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='retention_lasts_a_day_at_least'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('source', ''), _negated=True), models.Q(('because', ''), _negated=True)), name='retention_names_whom_its_source_and_why'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='retention_ends_not_before_it_begins')],
                'indexes': [],
            },
        ),
    ]
