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
        ('investigations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='agencies.agency')),
                ('number', models.CharField(max_length=20)),
                ('status', models.CharField(default='waiting', max_length=9)),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='investigations.subject')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='intake.report')),
                ('name_as_given', models.CharField(blank=True, help_text='Only for a person of a report', max_length=200)),
                ('activity', models.CharField(blank=True, max_length=120)),
                ('basis', models.TextField(blank=True, max_length=2000)),
                ('is_lawfully_obtained', models.BooleanField(help_text='Attested by the author (28 CFR 23.20(d))')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('share', models.CharField(choices=[('name', 'the entry, and the name to whoever states a need for it'), ('pointer', 'the entry, and whom to contact; never the name'), ('none', 'nothing: for the agency alone')], max_length=7)),
                ('sensitivity', models.CharField(choices=[('sensitive', 'law enforcement sensitive'), ('restricted', 'restricted: ask before acting on it')], max_length=10)),
                ('confidence', models.CharField(choices=[('confirmed', 'confirmed by another source'), ('probable', 'probable: a reliable source, not confirmed'), ('doubtful', 'doubtful: cannot be judged yet')], max_length=9)),
                ('policy_date', models.DateField(help_text='Of the indicators it was made by')),
                ('policy_digest', models.CharField(max_length=64)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approved_at', models.DateTimeField(null=True)),
                ('ends_on', models.DateField(help_text='Unless it is validated before', null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'status'], name='nomination_by_agency')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'number'), name='one_nomination_per_number'), models.UniqueConstraint(condition=models.Q(('status__in', ['waiting', 'in_force'])), fields=('agency', 'subject'), name='one_open_nomination_per_subject'), models.UniqueConstraint(condition=models.Q(('report__isnull', False), ('status__in', ['waiting', 'in_force'])), fields=('agency', 'report', 'name_as_given'), name='one_open_nomination_per_person_of_a_report'), models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'returned', 'in_force', 'withdrawn', 'expired'])), name='nomination_status_is_known'), models.CheckConstraint(condition=models.Q(('confidence__in', ['confirmed', 'probable', 'doubtful']), ('sensitivity__in', ['sensitive', 'restricted']), ('share__in', ['name', 'pointer', 'none'])), name='nomination_labels_are_known'), models.CheckConstraint(condition=models.Q(('is_lawfully_obtained', True)), name='nomination_attests_lawful_information'), models.CheckConstraint(condition=models.Q(('policy_digest__regex', '^[0-9a-f]{64}$')), name='nomination_names_its_policy'), models.CheckConstraint(condition=models.Q(('status__in', ['withdrawn', 'expired']), models.Q(('name_as_given', ''), ('report', None), ('subject__isnull', False)), models.Q(('report__isnull', False), ('subject', None), models.Q(('name_as_given', ''), _negated=True)), _connector='OR'), name='nomination_is_of_a_subject_or_of_a_named_person_of_a_report'), models.CheckConstraint(condition=models.Q(('status__in', ['withdrawn', 'expired']), models.Q(models.Q(('activity', ''), _negated=True), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='nomination_documents_its_suspicion'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'in_force'), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('ends_on__isnull', False)), _connector='OR'), name='nomination_in_force_was_approved_until_a_day'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('author')), _negated=True), _connector='OR'), name='nomination_is_approved_by_another_than_its_author'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('status__in', ['withdrawn', 'expired']), models.Q(('ended_because', ''), _negated=True)), models.Q(models.Q(('status__in', ['withdrawn', 'expired']), _negated=True), ('ended_at', None), ('ended_because', '')), _connector='OR'), name='nomination_has_ended_exactly_when_it_says_when_and_why'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['withdrawn', 'expired']), _negated=True), models.Q(('activity', ''), ('basis', ''), ('name_as_given', ''), ('report', None), ('subject', None)), _connector='OR'), name='nomination_that_has_ended_names_nobody')],
            },
        ),
        migrations.CreateModel(
            name='NominationIndicator',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='suspects.nomination')),
                ('code', models.CharField(max_length=30)),
                ('words', models.CharField(max_length=80)),
                ('stated_by', models.CharField(max_length=160)),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.report')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='investigations.case')),
                ('pointer', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'nomination', 'code'), name='an_indicator_stands_once'), models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('words', ''), _negated=True), models.Q(('stated_by', ''), _negated=True)), name='indicator_is_named_and_stated'), models.CheckConstraint(condition=models.Q(models.Q(('case', None), ('report__isnull', False)), models.Q(('case__isnull', False), ('report', None)), _connector='OR'), name='indicator_rests_on_one_record')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='suspects.nomination')),
                ('verdict', models.CharField(choices=[('approved', 'approved'), ('returned', 'returned'), ('validated', 'validated again')], max_length=9)),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('because', models.CharField(max_length=200)),
                ('ends_on', models.DateField(null=True)),
                ('retention_date', models.DateField(null=True)),
                ('retention_digest', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ['approved', 'returned', 'validated'])), name='review_verdict_is_known'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='review_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('ends_on', None), ('retention_date', None), ('retention_digest', ''), ('verdict', 'returned')), models.Q(models.Q(('verdict', 'returned'), _negated=True), ('ends_on__isnull', False), ('retention_date__isnull', False), ('retention_digest__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='review_gives_a_period_by_a_dated_rule_unless_it_returns')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspect_runs', to='agencies.agency')),
                ('number', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('previous', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='suspects.run')),
                ('indicators_date', models.DateField()),
                ('indicators_digest', models.CharField(max_length=64)),
                ('rhythm_date', models.DateField()),
                ('rhythm_digest', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'indexes': [models.Index(fields=['agency', 'made_at'], name='run_by_agency_and_time')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'number'), name='one_run_per_number'), models.UniqueConstraint(fields=('agency', 'previous'), name='one_run_follows_another'), models.CheckConstraint(condition=models.Q(('previous', None), models.Q(('previous', models.F('id')), _negated=True), _connector='OR'), name='run_follows_another_than_itself'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$'), ('indicators_digest__regex', '^[0-9a-f]{64}$'), ('rhythm_digest__regex', '^[0-9a-f]{64}$')), name='run_digests_are_sha256')],
            },
        ),
        migrations.CreateModel(
            name='RunLine',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='suspects.run')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suspects.nomination')),
                ('nominated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('number', models.CharField(max_length=20)),
                ('status', models.CharField(help_text='Of the nomination, when the run was made', max_length=9)),
                ('share', models.CharField(max_length=7)),
                ('held', models.CharField(choices=[('listed', 'listed'), ('not_reviewed', 'its suspicion is not approved yet'), ('returned', 'returned to its author'), ('not_shared', 'its agency has not agreed to share it'), ('lapsed', 'its validation is overdue'), ('cleared', 'the subject was cleared'), ('no_indicator', 'none of its indicators is in the policy in force'), ('ended', 'withdrawn or expired')], max_length=12)),
                ('place', models.PositiveIntegerField(null=True)),
                ('indicators', models.JSONField(default=list, help_text='Code, words, of, law; the gravest first')),
                ('because', models.CharField(max_length=300)),
                ('approved_on', models.DateField(null=True)),
            ],
            options={
                'ordering': ['place', 'number'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'run', 'nomination'), name='one_line_per_nomination_and_run'), models.UniqueConstraint(fields=('agency', 'run', 'place'), name='one_line_per_place_of_a_run'), models.CheckConstraint(condition=models.Q(('held__in', ['listed', 'not_reviewed', 'returned', 'not_shared', 'lapsed', 'cleared', 'no_indicator', 'ended']), ('share__in', ['name', 'pointer', 'none']), ('status__in', ['waiting', 'returned', 'in_force', 'withdrawn', 'expired'])), name='line_stands_as_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('held', 'listed'), ('place__gte', 1), ('place__isnull', False)), models.Q(models.Q(('held', 'listed'), _negated=True), ('place', None)), _connector='OR'), name='line_has_a_place_exactly_when_listed'), models.CheckConstraint(condition=models.Q(models.Q(('held', 'listed'), _negated=True), models.Q(('approved_on__isnull', False), ('status', 'in_force'), models.Q(('share', 'none'), _negated=True), models.Q(('indicators', []), _negated=True)), _connector='OR'), name='a_listed_line_is_in_force_shared_and_has_an_indicator'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='line_says_why')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='RunRecipient',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='suspects.run')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'run'), name='one_recipient_per_agency_and_run')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ListAlarm',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='suspects.run')),
                ('due', models.CharField(choices=[('in_time', 'in time'), ('soon', 'due soon'), ('overdue', 'overdue')], max_length=7)),
                ('rang_at', models.DateTimeField()),
                ('policy_date', models.DateField()),
                ('policy_digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'run', 'due'), name='a_run_is_called_for_once_for_each_stage'), models.CheckConstraint(condition=models.Q(('due__in', ['soon', 'overdue'])), name='list_alarm_rings_when_due_soon_or_overdue'), models.CheckConstraint(condition=models.Q(('policy_digest__regex', '^[0-9a-f]{64}$')), name='list_alarm_names_its_dated_rule')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='RunReceipt',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='suspects.runrecipient')),
                ('kind', models.CharField(choices=[('delivered', 'delivered'), ('opened', 'opened')], max_length=9)),
                ('at', models.DateTimeField()),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'delivered')), fields=('agency', 'recipient'), name='a_run_is_delivered_once'), models.UniqueConstraint(condition=models.Q(('kind', 'opened')), fields=('agency', 'recipient', 'by_user'), name='one_receipt_per_reader'), models.CheckConstraint(condition=models.Q(('kind__in', ['delivered', 'opened'])), name='receipt_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('by_user__isnull', False), ('kind', 'opened')), models.Q(models.Q(('kind', 'opened'), _negated=True), ('by_user', None)), _connector='OR'), name='receipt_names_a_reader_exactly_when_opened')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Dissemination',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(help_text='That nominated', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disseminations', to='suspects.nomination')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suspects.run')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('because', models.CharField(max_length=200)),
                ('for_case', models.CharField(max_length=60)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['nomination', 'at'], name='dissemination_by_nomination')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('because', ''), _negated=True), models.Q(('for_case', ''), _negated=True)), name='dissemination_says_for_what_and_for_which_case')],
            },
        ),
    ]
