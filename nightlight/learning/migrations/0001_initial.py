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
            name='Feedback',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='intake.report')),
                ('usability', models.CharField(choices=[('usable', 'usable'), ('lacks_address', 'lacks an address'), ('lacks_file', 'lacks the file'), ('lacks_time', 'lacks the time'), ('meme', 'a meme'), ('no_offence', 'no offense')], max_length=13)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'report'), name='one_feedback_per_report'), models.CheckConstraint(condition=models.Q(('usability__in', ['usable', 'lacks_address', 'lacks_file', 'lacks_time', 'meme', 'no_offence'])), name='feedback_usability_is_known')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='KeptCensus',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agencies.agency')),
                ('reads_cases', models.BooleanField()),
                ('reads_children', models.BooleanField()),
                ('of', models.ForeignKey(help_text='Its reports; or all', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agencies.agency')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('looked_at', models.DateTimeField(help_text='When somebody last asked for it and it was not fresh')),
                ('is_wanted', models.BooleanField(default=True, help_text='Whether it is to be taken, or taken anew')),
                ('taken_at', models.DateTimeField(null=True)),
                ('content', models.TextField(blank=True, help_text='Ids and numbers, as `learning.census` writes them')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_wanted', True)), fields=['looked_at'], name='census_wanted')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'of', 'first_day', 'last_day', 'reads_cases', 'reads_children'), name='one_census_per_period_and_kind_of_reader'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='census_period_does_not_end_before_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('content', ''), ('taken_at', None)), models.Q(('taken_at__isnull', False), models.Q(('content', ''), _negated=True)), _connector='OR'), name='census_has_its_moment_exactly_when_it_was_taken'), models.CheckConstraint(condition=models.Q(('taken_at__isnull', False), ('is_wanted', True), _connector='OR'), name='census_that_was_never_taken_is_wanted')],
            },
        ),
    ]
