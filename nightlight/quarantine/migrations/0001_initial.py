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
            name='Ending',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endings', to='intake.submission')),
                ('state', models.CharField(max_length=8)),
                ('receipt', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('by_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('because', models.CharField(blank=True, max_length=200)),
                ('was_wrong', models.TextField(help_text='What stood against the bytes until then, as the sender was told')),
                ('mended_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mends', to='intake.submission')),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('agency', 'submission'), name='one_ending_of_a_quarantine_holds'), models.UniqueConstraint(fields=('agency', 'receipt'), name='one_ending_per_receipt'), models.CheckConstraint(condition=models.Q(('state__in', ['mended', 'replayed', 'rejected'])), name='ending_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'replayed'), ('because', '')), models.Q(models.Q(('state', 'replayed'), _negated=True), models.Q(('because', ''), _negated=True)), _connector='OR'), name='ending_says_why_unless_it_was_only_read_again'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'mended'), ('mended_as__isnull', False)), models.Q(models.Q(('state', 'mended'), _negated=True), ('mended_as', None)), _connector='OR'), name='ending_points_to_the_mended_bytes_exactly_when_mended'), models.CheckConstraint(condition=models.Q(('mended_as', None), models.Q(('mended_as', models.F('submission')), _negated=True), _connector='OR'), name='mended_bytes_are_another_submission'), models.CheckConstraint(condition=models.Q(('superseded_at', None), ('state', 'rejected'), _connector='OR'), name='only_a_rejection_is_superseded'), models.CheckConstraint(condition=models.Q(('superseded_at', None), ('superseded_at__gte', models.F('at')), _connector='OR'), name='ending_is_superseded_after_it_was_made')],
                'indexes': [],
            },
        ),
    ]
