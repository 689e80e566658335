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
    ]
