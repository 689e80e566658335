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
            name='Deconfirmation',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deconfirmations', to='agencies.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deconfirmations', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(choices=[('md5', 'MD5'), ('sha1', 'SHA-1'), ('sha256', 'SHA-256'), ('pdq', 'PDQ')], max_length=6)),
                ('digest', models.CharField(max_length=64)),
                ('because', models.CharField(max_length=300)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['digest'], name='deconfirmation_by_digest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('agency', 'kind', 'digest'), name='one_standing_deconfirmation_per_agency_and_digest'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='deconfirmation_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('digest__regex', '^[0-9a-f]{32}$'), ('kind', 'md5')), models.Q(('digest__regex', '^[0-9a-f]{40}$'), ('kind', 'sha1')), models.Q(('digest__regex', '^[0-9a-f]{64}$'), ('kind__in', ['sha256', 'pdq'])), _connector='OR'), name='deconfirmed_digest_fits_its_kind'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_because', '')), models.Q(('taken_back_at__isnull', False), models.Q(('taken_back_because', ''), _negated=True)), _connector='OR'), name='deconfirmation_is_taken_back_exactly_when_it_says_why')],
            },
        ),
        migrations.CreateModel(
            name='HashList',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hash_lists', to='agencies.agency')),
                ('name', models.CharField(max_length=120)),
                ('owner', models.CharField(blank=True, help_text='Who made it; empty: not stated', max_length=200)),
                ('purpose', models.CharField(blank=True, help_text='What for; empty: not stated', max_length=300)),
                ('trust', models.CharField(choices=[('high', 'high: several trained people looked at each file'), ('medium', 'medium: one trained person looked at each file'), ('low', 'low: nobody says that each file was looked at'), ('not_stated', 'not stated')], default='not_stated', max_length=10)),
                ('licence', models.CharField(choices=[('own_agency', 'the agency that holds it, and whoever stands above it'), ('this_installation', 'every agency of this installation'), ('anybody', 'every agency here, and it may be handed on')], default='own_agency', max_length=17)),
                ('scheme', models.CharField(max_length=40)),
                ('version', models.CharField(blank=True, help_text="The owner's word for the newest version here", max_length=60)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'name'), name='one_hash_list_per_name'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='hash_list_has_a_name'), models.CheckConstraint(condition=models.Q(('scheme', ''), _negated=True), name='hash_list_names_its_scheme'), models.CheckConstraint(condition=models.Q(('trust__in', ['high', 'medium', 'low', 'not_stated'])), name='hash_list_trust_is_known'), models.CheckConstraint(condition=models.Q(('licence__in', ['own_agency', 'this_installation', 'anybody'])), name='hash_list_licence_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_because', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='hash_list_is_withdrawn_exactly_when_it_says_why')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='HashImport',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='hashes.hashlist')),
                ('number', models.PositiveIntegerField(help_text='1, 2, 3 within its list: how people name it')),
                ('source', models.CharField(help_text='The name of the file', max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('format', models.CharField(max_length=20)),
                ('scheme', models.CharField(help_text='What the codes in the file mean', max_length=40)),
                ('version', models.CharField(blank=True, max_length=60)),
                ('status', models.CharField(choices=[('running', 'not complete'), ('complete', 'complete')], default='running', max_length=8)),
                ('records', models.PositiveBigIntegerField(help_text='Records in the file, as the first reading counted them')),
                ('position', models.PositiveBigIntegerField(default=0)),
                ('added', models.PositiveBigIntegerField(default=0)),
                ('changed', models.PositiveBigIntegerField(default=0)),
                ('unchanged', models.PositiveBigIntegerField(default=0)),
                ('taken_back', models.PositiveBigIntegerField(default=0)),
                ('left_out', models.PositiveBigIntegerField(default=0)),
                ('findings', models.JSONField(default=dict, help_text='What was found wanting: words, how often, where first')),
                ('finished_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('list', 'number'), name='one_hash_import_per_number'), models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('list', 'sha256'), name='one_standing_hash_import_per_file'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='hash_import_digest_is_sha256'), models.CheckConstraint(condition=models.Q(('scheme', ''), _negated=True), name='hash_import_names_its_scheme'), models.CheckConstraint(condition=models.Q(('status__in', ['running', 'complete'])), name='hash_import_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('status', 'running')), models.Q(('finished_at__isnull', False), ('status', 'complete')), _connector='OR'), name='hash_import_is_complete_exactly_when_it_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_because', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='hash_import_is_withdrawn_exactly_when_it_says_why'), models.CheckConstraint(condition=models.Q(('position__lte', models.F('records'))), name='hash_import_position_is_within_its_records')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ListChange',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('kind', models.CharField(choices=[('list_added', 'first list added'), ('import_completed', 'import complete'), ('import_withdrawn', 'import withdrawn'), ('list_withdrawn', 'list withdrawn'), ('entries_withdrawn', 'entries withdrawn'), ('digest_deconfirmed', 'digest deconfirmed'), ('deconfirmation_taken_back', 'deconfirmation taken back')], max_length=25)),
                ('list', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='hashes.hashlist')),
                ('hash_import', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hashes.hashimport')),
                ('deconfirmation', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hashes.deconfirmation')),
                ('touches_everything', models.BooleanField(default=False)),
                ('happened_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['list_added', 'import_completed', 'import_withdrawn', 'list_withdrawn', 'entries_withdrawn', 'digest_deconfirmed', 'deconfirmation_taken_back'])), name='list_change_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('deconfirmation', None), ('hash_import', None), ('kind__in', ['list_added', 'list_withdrawn', 'entries_withdrawn']), ('list__isnull', False)), models.Q(('deconfirmation', None), ('hash_import__isnull', False), ('kind__in', ['import_completed', 'import_withdrawn']), ('list__isnull', False)), models.Q(('deconfirmation__isnull', False), ('hash_import', None), ('kind__in', ['digest_deconfirmed', 'deconfirmation_taken_back']), ('list', None)), _connector='OR'), name='list_change_names_what_changed_and_nothing_else'), models.CheckConstraint(condition=models.Q(('touches_everything', False), ('kind__in', ['list_added', 'list_withdrawn']), _connector='OR'), name='only_a_first_or_last_list_touches_everything')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ListedHash',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('list', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='hashes.hashlist')),
                ('first_import', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='brought', to='hashes.hashimport')),
                ('last_import', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='restated', to='hashes.hashimport')),
                ('number', models.PositiveBigIntegerField()),
                ('canonical', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='hashes.listedhash')),
                ('source_id', models.CharField(max_length=120)),
                ('media', models.CharField(choices=[('image', 'image'), ('video', 'video'), ('unknown', 'unknown')], max_length=7)),
                ('md5', models.CharField(max_length=32, null=True)),
                ('sha1', models.CharField(max_length=40, null=True)),
                ('sha256', models.CharField(max_length=64, null=True)),
                ('pdq', models.CharField(max_length=64, null=True)),
                ('scheme', models.CharField(max_length=40)),
                ('code', models.CharField(blank=True, help_text='Empty: the source gives no classification', max_length=40)),
                ('series', models.CharField(blank=True, max_length=200)),
                ('victim', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], max_length=7)),
                ('added_at', models.DateTimeField(help_text='When the source listed it; empty: not stated', null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='took_back', to='hashes.hashimport')),
            ],
            options={
                'verbose_name_plural': 'listed hashes',
                'indexes': [models.Index(fields=['list', 'source_id'], name='listed_hash_by_source_id'), models.Index(condition=models.Q(('withdrawn_at__isnull', False)), fields=['list'], name='listed_hash_withdrawn')],
                'constraints': [models.UniqueConstraint(fields=('number',), name='one_listed_hash_per_number'), models.UniqueConstraint(fields=('first_import', 'source_id'), name='one_listed_hash_per_import_and_source_id'), models.CheckConstraint(condition=models.Q(('md5__isnull', False), ('sha1__isnull', False), ('sha256__isnull', False), ('pdq__isnull', False), _connector='OR'), name='listed_hash_has_a_digest'), models.CheckConstraint(condition=models.Q(('md5', None), ('md5__regex', '^[0-9a-f]{32}$'), _connector='OR'), name='listed_hash_md5_is_hexadecimal'), models.CheckConstraint(condition=models.Q(('sha1', None), ('sha1__regex', '^[0-9a-f]{40}$'), _connector='OR'), name='listed_hash_sha1_is_hexadecimal'), models.CheckConstraint(condition=models.Q(('sha256', None), ('sha256__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='listed_hash_sha256_is_hexadecimal'), models.CheckConstraint(condition=models.Q(('pdq', None), ('pdq__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='listed_hash_pdq_is_hexadecimal'), models.CheckConstraint(condition=models.Q(models.Q(('md5', 'd41d8cd98f00b204e9800998ecf8427e'), ('md5__isnull', False), _negated=True), models.Q(('sha1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'), ('sha1__isnull', False), _negated=True), models.Q(('sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'), ('sha256__isnull', False), _negated=True)), name='listed_hash_is_not_that_of_an_empty_file'), models.CheckConstraint(condition=models.Q(('source_id', ''), _negated=True), name='listed_hash_has_a_source_id'), models.CheckConstraint(condition=models.Q(('scheme', ''), _negated=True), name='listed_hash_names_its_scheme'), models.CheckConstraint(condition=models.Q(('media__in', ['image', 'video', 'unknown'])), name='listed_hash_media_is_known'), models.CheckConstraint(condition=models.Q(('victim__in', ['yes', 'no', 'unknown'])), name='listed_hash_victim_is_known'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='listed_hash_number_starts_at_one'), models.CheckConstraint(condition=models.Q(('withdrawn_by', None), ('withdrawn_at__isnull', False), _connector='OR'), name='listed_hash_names_who_took_it_back_only_when_it_was'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('recorded_at')), _connector='OR'), name='listed_hash_is_withdrawn_after_it_came')],
            },
        ),
        migrations.CreateModel(
            name='Numbering',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('is_the_one', models.BooleanField(default=True)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('newest', models.UUIDField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('is_the_one',), name='one_numbering'), models.CheckConstraint(condition=models.Q(('is_the_one', True)), name='numbering_is_the_one'), models.CheckConstraint(condition=models.Q(models.Q(('newest', None), ('number', 0)), models.Q(('newest__isnull', False), ('number__gt', 0)), _connector='OR'), name='numbering_names_the_newest_exactly_when_there_is_one')],
                'indexes': [],
            },
        ),
    ]
