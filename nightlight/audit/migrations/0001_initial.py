import nightlight.foundation.clock
import nightlight.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('agency_id', models.UUIDField(primary_key=True, serialize=False)),
                ('length', models.PositiveBigIntegerField(default=0)),
                ('digest', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='chain_head_digest_is_sha256')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency_id', models.UUIDField()),
                ('position', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor_id', models.UUIDField()),
                ('act', models.CharField(max_length=60)),
                ('on_kind', models.CharField(blank=True, max_length=60)),
                ('on_id', models.UUIDField(null=True)),
                ('outcome', models.CharField(choices=[('done', 'Done'), ('refused', 'Refused')], max_length=8)),
                ('details', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['on_id'], name='audit_entry_by_record')],
                'constraints': [models.UniqueConstraint(fields=('agency_id', 'position'), name='one_entry_per_place_in_a_chain'), models.CheckConstraint(condition=models.Q(('outcome__in', ['done', 'refused'])), name='entry_outcome_is_known'), models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='entry_position_starts_at_one'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$'), ('previous__regex', '^[0-9a-f]{64}$')), name='entry_digests_are_sha256'), models.CheckConstraint(condition=models.Q(models.Q(('on_id', None), ('on_kind', '')), models.Q(models.Q(('on_kind', ''), _negated=True), ('on_id__isnull', False)), _connector='OR'), name='entry_names_kind_and_record_or_neither')],
            },
        ),
    ]
