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
            name='AddedNetwork',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=120)),
                ('asn', models.PositiveBigIntegerField(null=True)),
                ('prefix', models.CharField(blank=True, max_length=50)),
                ('kind', models.CharField(max_length=12)),
                ('sureness', models.CharField(max_length=6)),
                ('because', models.CharField(max_length=300)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('asn__isnull', False), ('valid_to', None)), fields=('agency', 'asn'), name='one_open_word_of_an_agency_on_a_number'), models.UniqueConstraint(condition=models.Q(('valid_to', None), models.Q(('prefix', ''), _negated=True)), fields=('agency', 'prefix'), name='one_open_word_of_an_agency_on_a_range'), models.CheckConstraint(condition=models.Q(models.Q(('asn', None), models.Q(('prefix', ''), _negated=True)), models.Q(('asn__isnull', False), ('prefix', '')), _connector='OR'), name='added_network_is_named_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['mobile', 'carrier_nat', 'hosting', 'vpn', 'satellite', 'military'])), name='added_network_kind_is_known'), models.CheckConstraint(condition=models.Q(('sureness__in', ['high', 'medium', 'low'])), name='added_network_sureness_is_known'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='added_network_says_why'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='added_network_does_not_end_before_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('ended_because', ''), ('ended_by', None), ('valid_to', None)), models.Q(('ended_by__isnull', False), ('valid_to__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='added_network_ends_by_somebody_for_a_reason_or_holds')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='TerritoryClaim',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(help_text="The author's", on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='agencies.territory')),
                ('replaced', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='agencies.territory')),
                ('at', models.DateTimeField()),
                ('because', models.CharField(max_length=300)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'territory'), name='one_claim_per_territory'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='territory_claim_says_why'), models.CheckConstraint(condition=models.Q(('replaced', None), models.Q(('replaced', models.F('territory')), _negated=True), _connector='OR'), name='territory_is_claimed_in_anothers_place'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_because', ''), ('undone_by', None)), models.Q(('undone_at__gte', models.F('at')), ('undone_by__isnull', False), models.Q(('undone_because', ''), _negated=True)), _connector='OR'), name='territory_claim_is_undone_by_somebody_for_a_reason_or_holds')],
                'indexes': [],
            },
        ),
    ]
