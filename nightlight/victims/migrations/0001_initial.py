import django.db.models.deletion
import nightlight.foundation.clock
import nightlight.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_initial'),
        ('investigations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Victim',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='victims', to='investigations.case')),
                ('pseudonym', models.CharField(max_length=8)),
                ('status', models.CharField(default='unidentified', max_length=12)),
                ('identified_on', models.DateField(null=True)),
                ('identification_recorded_at', models.DateTimeField(help_text='When Nightlight came to know of it', null=True)),
                ('recency', models.CharField(blank=True, choices=[('recent', 'recent'), ('ongoing', 'ongoing'), ('historical', 'historical'), ('production_only', 'production only')], max_length=15)),
                ('relation', models.CharField(blank=True, choices=[('family', 'family'), ('acquaintance', 'acquaintance'), ('position_of_trust', 'position of trust'), ('online_only', 'online only'), ('stranger', 'stranger'), ('unknown', 'unknown')], max_length=17)),
                ('age_band', models.CharField(blank=True, choices=[('infant', 'under 1'), ('1_5', '1 to 5'), ('6_11', '6 to 11'), ('12_14', '12 to 14'), ('15_17', '15 to 17'), ('unknown', 'unknown')], max_length=7)),
                ('counted_first_nationally', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'identified_on'], name='victim_by_agency_and_day')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'case', 'pseudonym'), name='one_child_per_pseudonym'), models.CheckConstraint(condition=models.Q(('pseudonym__regex', '^MV[1-9][0-9]*$')), name='a_child_is_called_by_pseudonym'), models.CheckConstraint(condition=models.Q(('status__in', ['unidentified', 'identified'])), name='victim_status_is_known'), models.CheckConstraint(condition=models.Q(('recency__in', ['', 'recent', 'ongoing', 'historical', 'production_only'])), name='victim_recency_is_known'), models.CheckConstraint(condition=models.Q(('relation__in', ['', 'family', 'acquaintance', 'position_of_trust', 'online_only', 'stranger', 'unknown'])), name='victim_relation_is_known'), models.CheckConstraint(condition=models.Q(('age_band__in', ['', 'infant', '1_5', '6_11', '12_14', '15_17', 'unknown'])), name='victim_age_band_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('age_band', ''), ('identification_recorded_at', None), ('identified_on', None), ('recency', ''), ('relation', ''), ('status', 'unidentified')), models.Q(models.Q(('status', 'unidentified'), _negated=True), ('identification_recorded_at__isnull', False), ('identified_on__isnull', False), models.Q(('recency', ''), _negated=True), models.Q(('relation', ''), _negated=True), models.Q(('age_band', ''), _negated=True)), _connector='OR'), name='a_child_is_identified_with_all_that_is_asked_or_with_none')],
            },
        ),
    ]
