import django.db.models.deletion
import nightlight.foundation.clock
import nightlight.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_initial'),
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='agencies.agency')),
                ('number', models.CharField(max_length=60)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('origin', models.CharField(choices=[('reactive', 'Reactive'), ('proactive', 'Proactive')], max_length=9)),
                ('status', models.CharField(default='open', max_length=6)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('disposition', models.CharField(blank=True, choices=[('arrest_made', 'arrest made'), ('referred', 'referred'), ('unfounded', 'unfounded'), ('insufficient', 'insufficient information'), ('declined', 'prosecution declined'), ('exhausted', 'leads exhausted')], max_length=12)),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'opened_at'], name='case_by_agency_and_opening'), models.Index(fields=['opened_at'], name='case_by_opening')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'number'), name='one_case_per_number'), models.CheckConstraint(condition=models.Q(('origin__in', ['reactive', 'proactive'])), name='case_origin_is_known'), models.CheckConstraint(condition=models.Q(('status__in', ['open', 'closed'])), name='case_status_is_known'), models.CheckConstraint(condition=models.Q(('disposition__in', ['', 'arrest_made', 'referred', 'unfounded', 'insufficient', 'declined', 'exhausted'])), name='case_disposition_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status', 'closed'), models.Q(('disposition', ''), _negated=True)), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at', None), ('disposition', '')), _connector='OR'), name='case_is_closed_exactly_when_it_has_a_time_and_disposition'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='case_closes_after_it_was_opened')],
            },
        ),
        migrations.CreateModel(
            name='CaseReport',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_reports', to='investigations.case')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_reports', to='intake.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'report'), name='one_case_per_report')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='investigations.case')),
                ('name_as_given', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(max_length=7)),
                ('finding', models.CharField(choices=[('none', 'none'), ('produced', 'produced material'), ('abused', 'abused a child'), ('produced_and_abused', 'produced material and abused a child')], default='none', max_length=19)),
                ('found_on', models.DateField(null=True)),
                ('finding_recorded_at', models.DateTimeField(help_text='When Nightlight came to know the finding', null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'found_on'], name='subject_by_agency_and_finding')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['unknown', 'known', 'cleared'])), name='subject_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'known'), models.Q(('name_as_given', ''), _negated=True)), models.Q(('name_as_given', ''), ('status', 'unknown')), models.Q(('status__in', ['known', 'unknown']), _negated=True), _connector='OR'), name='subject_is_unknown_exactly_when_unnamed'), models.CheckConstraint(condition=models.Q(('finding__in', ['none', 'produced', 'abused', 'produced_and_abused'])), name='subject_finding_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('finding', 'none'), ('finding_recorded_at', None), ('found_on', None)), models.Q(models.Q(('finding', 'none'), _negated=True), ('finding_recorded_at__isnull', False), ('found_on__isnull', False)), _connector='OR'), name='subject_has_a_finding_exactly_when_it_has_its_dates'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cleared'), _negated=True), ('finding', 'none'), _connector='OR'), name='a_cleared_subject_has_no_finding')],
            },
        ),
        migrations.CreateModel(
            name='Arrest',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrests', to='agencies.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrests', to='investigations.case')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrests', to='investigations.subject')),
                ('arrested_on', models.DateField()),
                ('category', models.CharField(max_length=1)),
                ('category_set', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'arrested_on'], name='arrest_by_agency_and_day')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'subject', 'arrested_on'), name='one_arrest_per_person_and_day'), models.CheckConstraint(condition=models.Q(('category__in', ['a', 'b', 'c', 'd'])), name='arrest_category_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ArrestCategory',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('arrest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='further_categories', to='investigations.arrest')),
                ('category', models.CharField(max_length=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'arrest', 'category'), name='one_row_per_further_category'), models.CheckConstraint(condition=models.Q(('category__in', ['a', 'b', 'c', 'd'])), name='further_category_is_known')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('arrest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='investigations.arrest')),
                ('statute', models.CharField(max_length=120)),
                ('jurisdiction', models.CharField(choices=[('state', 'State'), ('federal', 'Federal')], max_length=7)),
                ('counts', models.PositiveIntegerField()),
                ('category', models.CharField(blank=True, max_length=1)),
                ('disposition', models.CharField(blank=True, choices=[('pleaded_guilty', 'pleaded guilty'), ('convicted', 'convicted'), ('acquitted', 'acquitted'), ('dismissed', 'dismissed'), ('declined', 'declined')], max_length=14)),
                ('disposition_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('statute', ''), _negated=True), name='charge_names_a_statute'), models.CheckConstraint(condition=models.Q(('jurisdiction__in', ['state', 'federal'])), name='charge_jurisdiction_is_known'), models.CheckConstraint(condition=models.Q(('counts__gte', 1)), name='charge_has_one_count_or_more'), models.CheckConstraint(condition=models.Q(('category__in', ['', 'a', 'b', 'c', 'd'])), name='charge_category_is_known'), models.CheckConstraint(condition=models.Q(('disposition__in', ['', 'pleaded_guilty', 'convicted', 'acquitted', 'dismissed', 'declined'])), name='charge_disposition_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('disposition', ''), ('disposition_on', None)), models.Q(models.Q(('disposition', ''), _negated=True), ('disposition_on__isnull', False)), _connector='OR'), name='charge_is_disposed_of_exactly_when_it_has_a_date')],
                'indexes': [],
            },
        ),
    ]
