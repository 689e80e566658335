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
    ]

    operations = [
        migrations.CreateModel(
            name='IndexEntry',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('token', models.CharField(max_length=64)),
                ('key_id', models.CharField(max_length=16)),
                ('standing', models.CharField(max_length=12)),
                ('record_kind', models.CharField(max_length=60)),
                ('record_id', models.UUIDField()),
            ],
            options={
                'verbose_name_plural': 'index entries',
                'indexes': [models.Index(fields=['token', 'agency'], name='entry_by_token'), models.Index(fields=['record_id'], name='entry_by_record')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'token', 'record_id'), name='one_entry_per_agency_token_and_record'), models.CheckConstraint(condition=models.Q(('token__regex', '^[0-9a-f]{64}$')), name='entry_token_is_a_keyed_digest'), models.CheckConstraint(condition=models.Q(('key_id__regex', '^[0-9a-f]{16}$')), name='entry_names_its_key'), models.CheckConstraint(condition=models.Q(('standing__in', ['tip', 'case'])), name='entry_standing_is_known'), models.CheckConstraint(condition=models.Q(('record_kind__regex', '^[a-z_]+\\.[a-z_]+$')), name='entry_record_kind_is_a_label')],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('number', models.CharField(help_text='For the telephone; made by chance, counts nothing', max_length=13, unique=True)),
                ('token', models.CharField(max_length=64)),
                ('key_id', models.CharField(max_length=16)),
                ('first', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('status', models.CharField(default='open', max_length=20)),
                ('raised_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.CharField(blank=True, max_length=16)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'settled'), _negated=True), fields=('first', 'second', 'token'), name='one_unsettled_conflict_per_pair_and_token'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='conflict_pair_stands_in_order'), models.CheckConstraint(condition=models.Q(('number__regex', '^D-[2-9A-Z]{5}-[2-9A-Z]{5}$')), name='conflict_number_can_be_spoken'), models.CheckConstraint(condition=models.Q(('token__regex', '^[0-9a-f]{64}$')), name='conflict_token_is_a_keyed_digest'), models.CheckConstraint(condition=models.Q(('key_id__regex', '^[0-9a-f]{16}$')), name='conflict_names_its_key'), models.CheckConstraint(condition=models.Q(('status__in', ['open', 'acknowledged_by_one', 'acknowledged_by_both', 'settled'])), name='conflict_status_is_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'joined', 'yielded', 'parallel', 'different_person', 'withdrawn'])), name='conflict_outcome_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), ('status', 'settled'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('status', 'settled'), _negated=True), ('outcome', ''), ('settled_at', None), ('settled_by', None)), _connector='OR'), name='conflict_is_settled_exactly_when_it_has_an_outcome'), models.CheckConstraint(condition=models.Q(('settled_at', None), ('settled_at__gte', models.F('raised_at')), _connector='OR'), name='conflict_is_settled_after_it_was_raised')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ConflictSide',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('conflict', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sides', to='deconfliction.conflict')),
                ('is_first', models.BooleanField(help_text="Whether this is the side of the conflict's first agency")),
                ('record_kind', models.CharField(max_length=60)),
                ('record_id', models.UUIDField()),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'conflict'), name='one_side_per_agency'), models.UniqueConstraint(fields=('conflict', 'is_first'), name='a_conflict_has_two_sides_at_most'), models.CheckConstraint(condition=models.Q(('record_kind__regex', '^[a-z_]+\\.[a-z_]+$')), name='side_record_kind_is_a_label'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), _connector='OR'), name='side_is_acknowledged_by_somebody_at_some_time_or_not_at_all')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('conflict', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='deconfliction.conflict')),
                ('told_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'conflict'), name='one_notice_per_side'), models.CheckConstraint(condition=models.Q(('read_at', None), ('read_at__gte', models.F('told_at')), _connector='OR'), name='notice_is_read_after_it_was_given')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='PointerQuery',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.CharField(max_length=12)),
                ('identifiers', models.PositiveIntegerField(help_text='How many were looked up')),
                ('entries', models.PositiveIntegerField(default=0, help_text='How many entries this wrote into the index')),
                ('matches', models.PositiveIntegerField(help_text='A check: identifiers that others hold; else conflicts raised')),
            ],
            options={
                'verbose_name_plural': 'pointer queries',
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['registration', 'check'])), name='query_way_is_known'), models.CheckConstraint(condition=models.Q(('way', 'registration'), ('entries', 0), _connector='OR'), name='a_check_writes_no_entries'), models.CheckConstraint(condition=models.Q(('way', 'registration'), ('matches__lte', models.F('identifiers')), _connector='OR'), name='a_check_matches_no_more_than_it_asked')],
                'indexes': [],
            },
        ),
    ]
