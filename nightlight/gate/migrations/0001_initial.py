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
            name='ForumRule',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('forum', models.CharField(max_length=12)),
                ('version', models.PositiveSmallIntegerField()),
                ('in_force_from', models.DateField()),
                ('expires_on', models.DateField(help_text='The first day on which it holds no more', null=True)),
                ('citation', models.CharField(max_length=300)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('requires', models.TextField(help_text='What the court asks, in words')),
                ('opens_viewed', models.BooleanField(default=False)),
                ('takes_unstated_scope', models.BooleanField(default=False)),
                ('opens_public', models.BooleanField(default=False)),
                ('opens_hash_match', models.BooleanField(default=False)),
                ('counts_clearing_house', models.BooleanField(default=False)),
                ('is_confirmed', models.BooleanField(default=False, help_text='Counsel has confirmed it')),
                ('approved_by', models.CharField(blank=True, help_text='The counsel who approved it', max_length=120)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('because', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['forum', 'in_force_from'], name='forum_rule_by_forum')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'forum', 'version'), name='one_forum_rule_per_version'), models.CheckConstraint(condition=models.Q(('forum__regex', '^(federal:([1-9]|10|11|DC)|state:[A-Z]{2})$')), name='forum_rule_is_of_a_known_forum'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='forum_rule_version_starts_at_one'), models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gt', models.F('in_force_from')), _connector='OR'), name='forum_rule_expires_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('citation', ''), _negated=True), models.Q(('requires', ''), _negated=True), models.Q(('because', ''), _negated=True)), name='forum_rule_says_what_and_why'), models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', False), models.Q(('approved_by', ''), _negated=True)), models.Q(('approved_by', ''), ('author', None), ('is_confirmed', False)), _connector='OR'), name='forum_rule_has_author_and_approver_or_is_unconfirmed'), models.CheckConstraint(condition=models.Q(('opens_viewed', True), models.Q(('counts_clearing_house', False), ('takes_unstated_scope', False)), _connector='OR'), name='forum_rule_counts_more_only_where_viewing_opens')],
            },
        ),
        migrations.CreateModel(
            name='AgencyForum',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('forum', models.CharField(max_length=12)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('because', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('agency', 'forum'), name='one_open_row_per_agency_and_forum'), models.CheckConstraint(condition=models.Q(('forum__regex', '^(federal:([1-9]|10|11|DC)|state:[A-Z]{2})$')), name='agency_forum_is_known'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='agency_forum_ends_not_before_it_begins'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='agency_forum_says_why')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Warrant',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warrants', to='intake.report')),
                ('number', models.CharField(max_length=60)),
                ('court', models.CharField(max_length=200)),
                ('issued_by', models.CharField(help_text='The judge or magistrate', max_length=120)),
                ('issued_on', models.DateField()),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('agency', 'report', 'number'), name='one_standing_warrant_per_number_and_report'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('court', ''), _negated=True), models.Q(('issued_by', ''), _negated=True)), name='warrant_names_its_number_its_court_and_its_judge'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_because', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='warrant_is_withdrawn_with_a_reason_or_holds')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='WarrantFile',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('warrant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='gate.warrant')),
                ('key', models.CharField(max_length=120)),
                ('also', models.JSONField(default=list)),
                ('place', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'warrant', 'key'), name='a_warrant_covers_a_file_once'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='warrant_covers_a_file_that_has_a_key'), models.CheckConstraint(condition=models.Q(('place__gte', 1)), name='warrant_file_place_starts_at_one')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='intake.report')),
                ('key', models.CharField(blank=True, max_length=120)),
                ('also', models.JSONField(default=list)),
                ('place', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=120)),
                ('covered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='openings', to='gate.warrantfile')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='gate.forumrule')),
                ('ground', models.CharField(blank=True, max_length=14)),
                ('because', models.TextField()),
                ('under', models.JSONField(default=list)),
                ('facts', models.JSONField(default=dict)),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('covered_by__isnull', False), ('ground', ''), ('key', ''), ('rule', None)), models.Q(('covered_by', None), ('ground__in', ['viewed', 'public', 'hash_match', 'clearing_house']), ('rule__isnull', False), models.Q(('key', ''), _negated=True)), _connector='OR'), name='opening_rests_on_a_warrant_or_on_a_rule_that_opens'), models.CheckConstraint(condition=models.Q(models.Q(('opened_by', ''), _negated=True), models.Q(('because', ''), _negated=True)), name='opening_says_who_and_why'), models.CheckConstraint(condition=models.Q(('opened_at__lte', models.F('recorded_at'))), name='opening_is_recorded_after_it_happened'), models.CheckConstraint(condition=models.Q(('place__gte', 1)), name='opening_place_starts_at_one')],
                'indexes': [],
            },
        ),
    ]
