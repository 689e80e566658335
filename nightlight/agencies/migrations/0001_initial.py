import django.db.models.deletion
import nightlight.foundation.clock
import nightlight.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('national', 'national coordinator'), ('task_force', 'task force'), ('affiliate', 'affiliate'), ('federal', 'federal agency'), ('provider', 'provider'), ('partner', 'partner')], max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('lead_agency', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(blank=True, help_text='Home state; the territory may reach further', max_length=2)),
                ('contact', models.CharField(blank=True, help_text='Who answers for a conflict', max_length=100)),
                ('telephone', models.CharField(blank=True, max_length=30)),
                ('source', models.TextField(blank=True)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['national', 'task_force', 'affiliate', 'federal', 'provider', 'partner'])), name='agency_kind_is_known'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_from', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='agency_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('kind', 'national')), fields=('kind',), name='only_one_national_coordinator')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='agencies.agency')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='agencies.agency')),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('source', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('agency',), name='one_open_membership_per_agency'), models.CheckConstraint(condition=models.Q(('agency', models.F('parent')), _negated=True), name='membership_is_not_under_itself'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_from', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='membership_ends_after_it_begins')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='territories', to='agencies.agency')),
                ('level', models.CharField(choices=[('state', 'State'), ('county', 'County'), ('city', 'City'), ('zip', 'ZIP code')], max_length=6)),
                ('fips', models.CharField(max_length=5)),
                ('place', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(max_length=2)),
                ('name', models.CharField(max_length=60)),
                ('basis', models.CharField(max_length=30)),
                ('certainty', models.CharField(choices=[('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], max_length=6)),
                ('attested_on', models.DateField(blank=True, null=True)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('source', models.TextField(blank=True)),
            ],
            options={
                'verbose_name_plural': 'territories',
                'indexes': [models.Index(fields=['fips'], name='territory_by_fips')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('agency', 'fips', 'place'), name='one_open_claim_per_agency_and_place'), models.CheckConstraint(condition=models.Q(('level__in', ['state', 'county', 'city', 'zip'])), name='territory_level_is_known'), models.CheckConstraint(condition=models.Q(('certainty__in', ['high', 'medium', 'low'])), name='territory_certainty_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('fips__regex', '^[0-9]{2}$'), ('level', 'state')), models.Q(('fips__regex', '^[0-9]{5}$'), ('level', 'county')), models.Q(('fips__regex', '^[0-9]{2}([0-9]{3})?$'), ('level__in', ['city', 'zip'])), _connector='OR'), name='territory_fips_fits_its_level'), models.CheckConstraint(condition=models.Q(models.Q(('level__in', ['state', 'county']), ('place', '')), models.Q(('level', 'city'), models.Q(('place', ''), _negated=True)), models.Q(('level', 'zip'), ('place__regex', '^[0-9]{5}$')), _connector='OR'), name='territory_names_a_place_exactly_below_a_county'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_from', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='territory_does_not_end_before_it_begins')],
            },
        ),
    ]
