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
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_out', to='agencies.agency')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_in', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transfers', to='intake.report')),
                ('number', models.CharField(blank=True, help_text='Of the report, as both sides saw it', max_length=40)),
                ('state', models.CharField(default='standing', max_length=10)),
                ('ground', models.CharField(max_length=20)),
                ('because', models.CharField(max_length=300)),
                ('receipt', models.CharField(max_length=20)),
                ('offered_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('told_late_at', models.DateTimeField(help_text='When both sides were told that its time was over', null=True)),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy_date', models.DateField()),
                ('policy_digest', models.CharField(max_length=64)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answer_ground', models.CharField(blank=True, max_length=20)),
                ('answer_because', models.CharField(blank=True, max_length=300)),
                ('rule', models.CharField(blank=True, help_text='By which the report had come to the sender', max_length=20)),
                ('county', models.CharField(blank=True, help_text='Of the evidence by which it had come', max_length=5)),
                ('asn', models.PositiveBigIntegerField(help_text='Of the evidence by which it had come', null=True)),
            ],
            options={
                'ordering': ['offered_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'standing')), fields=['to', 'due_at'], name='transfer_standing_to'), models.Index(condition=models.Q(('state', 'standing'), ('told_late_at', None)), fields=['due_at'], name='transfer_to_be_told_of'), models.Index(fields=['agency', 'offered_at'], name='transfer_by_sender'), models.Index(fields=['county', 'agency'], name='transfer_by_county')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'standing')), fields=('agency', 'report'), name='one_standing_transfer_per_report'), models.UniqueConstraint(fields=('agency', 'receipt'), name='one_transfer_per_receipt'), models.CheckConstraint(condition=models.Q(('state__in', ['standing', 'accepted', 'refused', 'withdrawn', 'overtaken'])), name='transfer_state_is_known'), models.CheckConstraint(condition=models.Q(('agency', models.F('to')), _negated=True), name='transfer_leads_elsewhere'), models.CheckConstraint(condition=models.Q(('ground__in', ['not_our_territory', 'nearer_to_the_child', 'local_work', 'no_capacity', 'other']), models.Q(('because', ''), _negated=True)), name='transfer_says_why'), models.CheckConstraint(condition=models.Q(('receipt__startswith', 'T-')), name='transfer_has_a_spoken_receipt'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('offered_at'))), name='transfer_is_due_after_it_was_offered'), models.CheckConstraint(condition=models.Q(('told_late_at', None), ('told_late_at__gte', models.F('due_at')), _connector='OR'), name='transfer_is_told_to_be_late_when_it_is'), models.CheckConstraint(condition=models.Q(('policy_digest__regex', '^[0-9a-f]{64}$')), name='transfer_remembers_the_policy_of_its_clock'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'standing'), ('answered_at', None), ('answered_by', None)), models.Q(models.Q(('state', 'standing'), _negated=True), ('answered_at__gte', models.F('offered_at')), ('answered_by__isnull', False)), _connector='OR'), name='transfer_stands_or_ends_by_somebody_later'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), ('answer_ground__in', ['not_our_territory', 'nearer_to_the_child', 'local_work', 'no_capacity', 'other']), models.Q(('answer_because', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('answer_ground', '')), _connector='OR'), name='transfer_is_refused_for_a_reason')],
            },
        ),
    ]
