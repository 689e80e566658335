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
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='intake.report')),
                ('tier', models.PositiveSmallIntegerField()),
                ('tier_words', models.CharField(max_length=30)),
                ('rule', models.CharField(max_length=20)),
                ('policy', models.CharField(max_length=60)),
                ('policy_date', models.DateField()),
                ('policy_digest', models.CharField(max_length=64)),
                ('policy_agency', models.ForeignKey(db_index=False, help_text="NULL: the house's own", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('axes_date', models.DateField()),
                ('axes_digest', models.CharField(max_length=64)),
                ('axes_agency', models.ForeignKey(db_index=False, help_text="NULL: the house's own", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('completeness', models.CharField(blank=True, help_text='H, L or N for each item of the checklist', max_length=20)),
                ('checklist_date', models.DateField(null=True)),
                ('checklist_digest', models.CharField(blank=True, max_length=64)),
                ('because', models.TextField()),
                ('short', models.CharField(max_length=44)),
                ('would_move_up', models.JSONField(default=list)),
                ('not_known', models.JSONField(default=list)),
                ('facts', models.JSONField(default=dict)),
                ('newest_address_at', models.DateTimeField(help_text='NULL too in rows from before December 2026', null=True)),
                ('events_on', models.DateField(help_text='The day of the events (UTC), as it was known then', null=True)),
                ('clock_on', models.DateField(help_text='The last day of the clock that ran out first, as of then', null=True)),
                ('turns_on', models.DateField(help_text='When another rule decides, if nothing but time passes', null=True)),
                ('true_facts', models.TextField(default=',', help_text='The true ones of `facts` as one line: ,fact,fact,')),
                ('victim', models.CharField(max_length=9)),
                ('offender', models.CharField(max_length=9)),
                ('solvable', models.CharField(max_length=9)),
                ('severity', models.CharField(max_length=9)),
                ('assessed_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('superseded_at', None)), fields=['tier', 'report'], name='assessment_by_tier')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('agency', 'report'), name='one_current_assessment_per_report'), models.CheckConstraint(condition=models.Q(('tier__gte', 1)), name='assessment_tier_starts_at_one'), models.CheckConstraint(condition=models.Q(('policy_digest__regex', '^[0-9a-f]{64}$'), ('axes_digest__regex', '^[0-9a-f]{64}$')), name='assessment_digests_are_sha256'), models.CheckConstraint(condition=models.Q(models.Q(('checklist_date', None), ('checklist_digest', ''), ('completeness', '')), models.Q(('checklist_date__isnull', False), ('checklist_digest__regex', '^[0-9a-f]{64}$'), ('completeness__regex', '^[HLN]+$')), _connector='OR'), name='assessment_names_the_checklist_that_it_was_checked_by'), models.CheckConstraint(condition=models.Q(models.Q(('because', ''), _negated=True), models.Q(('short', ''), _negated=True), models.Q(('rule', ''), _negated=True)), name='assessment_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('victim', 'Not known'), ('victim', 'None seen'), ('victim', 'Low'), ('victim', 'Medium'), ('victim', 'High'), ('victim', 'Very high'), _connector='OR'), models.Q(('offender', 'Not known'), ('offender', 'None seen'), ('offender', 'Low'), ('offender', 'Medium'), ('offender', 'High'), ('offender', 'Very high'), _connector='OR'), models.Q(('severity', 'Not known'), ('severity', 'None seen'), ('severity', 'Low'), ('severity', 'Medium'), ('severity', 'High'), ('severity', 'Very high'), _connector='OR'), models.Q(('solvable', 'Not known'), ('solvable', 'Open'), ('solvable', 'Fading'), ('solvable', 'Gone'), _connector='OR')), name='assessment_axes_have_known_words'), models.CheckConstraint(condition=models.Q(('true_facts__regex', '^,([a-z0-9_]+,)*$')), name='assessment_lists_its_true_facts_between_commas'), models.CheckConstraint(condition=models.Q(('turns_on', None), ('turns_on__gt', models.F('assessed_at')), _connector='OR'), name='assessment_turns_after_the_day_it_was_made'), models.CheckConstraint(condition=models.Q(('superseded_at', None), ('superseded_at__gte', models.F('assessed_at')), _connector='OR'), name='assessment_is_replaced_after_it_was_made')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='intake.report')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments_to', to='agencies.agency')),
                ('from_agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments_from', to='agencies.agency')),
                ('at', models.DateTimeField()),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('because', models.TextField()),
                ('receipt', models.CharField(max_length=20)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'receipt'), name='one_assignment_per_receipt'), models.CheckConstraint(condition=models.Q(('from_agency', None), models.Q(('from_agency', models.F('to')), _negated=True), _connector='OR'), name='assignment_leads_elsewhere'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='assignment_says_why'), models.CheckConstraint(condition=models.Q(('receipt__startswith', 'A-')), name='assignment_has_a_spoken_receipt')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Fold',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='folds', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='folds', to='intake.report')),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='folds_into', to='intake.report')),
                ('rule', models.CharField(blank=True, max_length=20)),
                ('policy_date', models.DateField(null=True)),
                ('policy_digest', models.CharField(blank=True, max_length=64)),
                ('because', models.TextField()),
                ('folded_at', models.DateTimeField()),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_because', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('agency', 'report'), name='one_fold_holds_per_report'), models.CheckConstraint(condition=models.Q(('report', models.F('into')), _negated=True), name='fold_is_into_another_report'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='fold_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('policy_date', None), ('policy_digest', ''), ('rule', '')), models.Q(models.Q(('rule', ''), _negated=True), ('policy_date__isnull', False), ('policy_digest__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='fold_by_rule_names_the_dated_rule'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_because', '')), models.Q(('undone_at__gte', models.F('folded_at')), ('undone_at__isnull', False), models.Q(('undone_because', ''), _negated=True)), _connector='OR'), name='fold_is_undone_with_a_reason_or_holds')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='NexusDecision',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nexus_decisions', to='intake.report')),
                ('was', models.CharField(max_length=7)),
                ('nexus', models.CharField(max_length=7)),
                ('because', models.CharField(max_length=300)),
                ('decided_at', models.DateTimeField()),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['decided_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('nexus__in', ['yes', 'no', 'unknown']), ('was__in', ['yes', 'no', 'unknown'])), name='nexus_decision_has_known_words'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='nexus_decision_says_why')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='RouteDecision',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='route_decisions', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='route_decisions', to='intake.report')),
                ('decided', models.CharField(max_length=9)),
                ('rule', models.CharField(blank=True, max_length=20)),
                ('policy_date', models.DateField(null=True)),
                ('policy_digest', models.CharField(blank=True, max_length=64)),
                ('because', models.TextField()),
                ('chosen', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='routed_to', to='agencies.agency')),
                ('evidence', models.TextField(blank=True)),
                ('certainty', models.CharField(blank=True, max_length=6)),
                ('childs_evidence', models.TextField(blank=True)),
                ('desk', models.CharField(blank=True, help_text='Of the policy, where it waits for a person', max_length=20)),
                ('county', models.CharField(blank=True, help_text='Of the evidence that decided', max_length=5)),
                ('asn', models.PositiveBigIntegerField(help_text='Of the evidence that decided', null=True)),
                ('sighting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='intake.sighting')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='intake.statedplace')),
                ('decided_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('superseded_at', None), models.Q(('desk', ''), _negated=True)), fields=['desk'], name='route_by_desk')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('agency', 'report'), name='one_current_route_per_report'), models.CheckConstraint(condition=models.Q(('decided__in', ['by_rule', 'by_person', 'suggested', 'held'])), name='route_is_decided_in_a_known_way'), models.CheckConstraint(condition=models.Q(models.Q(('chosen__isnull', False), ('decided__in', ['by_rule', 'by_person'])), models.Q(('chosen', None), ('decided__in', ['suggested', 'held'])), _connector='OR'), name='route_names_an_agency_exactly_when_it_is_decided'), models.CheckConstraint(condition=models.Q(('decided', 'by_person'), models.Q(models.Q(('rule', ''), _negated=True), ('policy_date__isnull', False), ('policy_digest__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='route_not_decided_by_a_person_names_its_dated_rule'), models.CheckConstraint(condition=models.Q(('desk', ''), ('chosen', None), _connector='OR'), name='route_waits_at_a_desk_only_while_nobody_is_chosen'), models.CheckConstraint(condition=models.Q(('county', ''), ('county__regex', '^[0-9]{5}$'), _connector='OR'), name='route_county_is_a_code'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='route_says_why'), models.CheckConstraint(condition=models.Q(('sighting', None), ('place', None), _connector='OR'), name='route_rests_on_one_row_at_most'), models.CheckConstraint(condition=models.Q(('certainty', ''), ('certainty', 'weak'), ('certainty', 'fair'), ('certainty', 'strong'), _connector='OR'), name='route_certainty_is_known'), models.CheckConstraint(condition=models.Q(('superseded_at', None), ('superseded_at__gte', models.F('decided_at')), _connector='OR'), name='route_is_replaced_after_it_was_decided')],
            },
        ),
        migrations.CreateModel(
            name='RouteClaim',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('route', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='triage.routedecision')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='route_claims', to='agencies.agency')),
                ('rank', models.PositiveSmallIntegerField()),
                ('certainty', models.CharField(help_text='Of the territory', max_length=6)),
                ('words', models.TextField()),
                ('of_a_child', models.BooleanField(default=False, help_text="Only a child's place points there")),
            ],
            options={
                'ordering': ['rank'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'route'), name='one_claim_per_agency_and_route'), models.UniqueConstraint(fields=('route', 'rank'), name='one_claim_per_rank'), models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='claim_rank_starts_at_one'), models.CheckConstraint(condition=models.Q(('certainty', 'high'), ('certainty', 'medium'), ('certainty', 'low'), _connector='OR'), name='claim_certainty_is_known')],
                'indexes': [],
            },
        ),
    ]
