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
            name='Directive',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='agencies.agency')),
                ('name', models.CharField(help_text='Of the policy: <package>.<policy>', max_length=60)),
                ('number', models.PositiveSmallIntegerField(help_text='Counted for each agency and policy')),
                ('in_force_from', models.DateField()),
                ('content', models.TextField()),
                ('digest', models.CharField(help_text='SHA-256 of the content in UTF-8', max_length=64)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='directives', to=settings.AUTH_USER_MODEL)),
                ('because', models.TextField()),
                ('decided_on', models.DateField(default=nightlight.foundation.clock.today)),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'in_force_from'], name='directive_by_date')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'name', 'number'), name='one_directive_per_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='directive_number_starts_at_one'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='directive_digest_is_sha256'), models.CheckConstraint(condition=models.Q(models.Q(('content', ''), _negated=True), models.Q(('because', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='directive_says_what_and_why'), models.CheckConstraint(condition=models.Q(('in_force_from__gte', models.F('decided_on'))), name='directive_is_never_in_force_before_it_is_decided')],
            },
        ),
    ]
