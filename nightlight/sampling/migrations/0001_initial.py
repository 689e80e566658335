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
            name='SampledReport',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samples', to='intake.report')),
                ('policy_date', models.DateField()),
                ('policy_digest', models.CharField(max_length=64)),
                ('tier', models.PositiveSmallIntegerField()),
                ('tier_words', models.CharField(max_length=30)),
                ('rule', models.CharField(max_length=20)),
                ('drawn_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verdict', models.CharField(blank=True, choices=[('rightly_low', 'rightly low'), ('belongs_higher', 'belongs higher'), ('cannot_tell', 'cannot tell')], max_length=14)),
                ('belongs_in', models.PositiveSmallIntegerField(help_text='The tier in which the person would put it', null=True)),
                ('because', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('reviewed_at', None)), fields=['drawn_at'], name='sample_waiting'), models.Index(fields=['drawn_at', 'tier'], name='sample_by_time')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'report', 'policy_date'), name='one_sample_per_report_and_policy'), models.CheckConstraint(condition=models.Q(('policy_digest__regex', '^[0-9a-f]{64}$')), name='sample_digest_is_sha256'), models.CheckConstraint(condition=models.Q(('tier__gte', 2), models.Q(('rule', ''), _negated=True)), name='sample_is_of_a_ruled_tier_that_is_not_urgent'), models.CheckConstraint(condition=models.Q(models.Q(('because', ''), ('reviewed_at', None), ('reviewed_by', None), ('verdict', '')), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('verdict', ''), _negated=True), models.Q(('because', ''), _negated=True)), _connector='OR'), name='sample_is_reviewed_whole_or_not_at_all'), models.CheckConstraint(condition=models.Q(('verdict__in', ['', 'rightly_low', 'belongs_higher', 'cannot_tell'])), name='sample_verdict_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('belongs_in__gte', 1), ('belongs_in__isnull', False), ('belongs_in__lt', models.F('tier')), ('verdict', 'belongs_higher')), models.Q(models.Q(('verdict', 'belongs_higher'), _negated=True), ('belongs_in', None)), _connector='OR'), name='sample_names_a_higher_tier_exactly_when_it_belongs_there'), models.CheckConstraint(condition=models.Q(('reviewed_at', None), ('reviewed_at__gte', models.F('drawn_at')), _connector='OR'), name='sample_is_reviewed_after_it_was_drawn')],
            },
        ),
    ]
