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
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=40)),
                ('about_kind', models.CharField(max_length=60)),
                ('about_id', models.UUIDField()),
                ('count', models.PositiveIntegerField(default=1)),
                ('urgency', models.CharField(default='routine', max_length=7)),
                ('raised_at', models.DateTimeField()),
                ('handled_at', models.DateTimeField(null=True)),
                ('handled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['agency', 'raised_at'], name='notice_by_agency'), models.Index(fields=['about_id'], name='notice_by_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['conflict.raised', 'report.rematched', 'closed_report.rematched', 'clock.rang', 'report.urgent', 'report.escalated', 'offer.late_here', 'offer.late_there', 'list.due', 'list.overdue'])), name='notice_kind_is_known'), models.CheckConstraint(condition=models.Q(('about_kind__regex', '^[a-z_]+\\.[a-z_]+$')), name='notice_names_its_record_by_a_label'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='notice_is_about_one_record_or_more'), models.CheckConstraint(condition=models.Q(('urgency__in', ['routine', 'urgent'])), name='notice_urgency_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('handled_at', None), ('handled_by', None)), models.Q(('handled_at__gte', models.F('raised_at')), ('handled_at__isnull', False), ('handled_by__isnull', False)), _connector='OR'), name='notice_is_handled_by_somebody_after_it_was_raised_or_not_at_all')],
            },
        ),
        migrations.CreateModel(
            name='Sight',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sights', to='notices.notice')),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'notice'), name='a_person_sees_a_notice_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outlets', to='agencies.agency')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outlets', to=settings.AUTH_USER_MODEL)),
                ('way', models.CharField(choices=[('mail', 'mail'), ('webhook', 'webhook')], max_length=7)),
                ('target', models.CharField(help_text='A mail address, or the address of a webhook', max_length=300)),
                ('only_urgent', models.BooleanField(default=False)),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(null=True)),
                ('set_up_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('person', None), ('valid_to', None)), fields=('agency', 'way', 'target'), name='one_open_outlet_of_an_agency_per_target'), models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('valid_to', None)), fields=('agency', 'person', 'way', 'target'), name='one_open_outlet_of_a_person_per_target'), models.CheckConstraint(condition=models.Q(('way__in', ['mail', 'webhook'])), name='outlet_way_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('target__regex', '^[^@ ,;<>]+@[^@ ,;<>]+$'), ('way', 'mail')), models.Q(('target__regex', '^(https://[^/ @]+|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]+)?)(/[^ ]*)?$'), ('way', 'webhook')), _connector='OR'), name='outlet_target_fits_its_way'), models.CheckConstraint(condition=models.Q(models.Q(('ended_by', None), ('valid_to', None)), models.Q(('ended_by__isnull', False), ('valid_to__gte', models.F('valid_from')), ('valid_to__isnull', False)), _connector='OR'), name='outlet_is_ended_by_somebody_after_it_began_or_is_open')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.notice')),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.outlet')),
                ('is_urgent', models.BooleanField(default=False)),
                ('status', models.CharField(choices=[('waiting', 'waiting'), ('delivered', 'delivered'), ('given_up', 'given up')], default='waiting', max_length=9)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, help_text='Why the last try failed, in the words of a code', max_length=60)),
                ('policy_date', models.DateField(null=True)),
                ('policy_digest', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(condition=models.Q(('status', 'waiting')), fields=['-is_urgent', 'next_try_at'], name='delivery_that_waits')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'notice', 'outlet'), name='one_delivery_per_notice_and_outlet'), models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'delivered', 'given_up'])), name='delivery_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('next_try_at__isnull', False), ('status', 'waiting')), models.Q(models.Q(('status', 'waiting'), _negated=True), ('ended_at__isnull', False), ('next_try_at', None)), _connector='OR'), name='delivery_waits_for_its_next_try_or_has_ended'), models.CheckConstraint(condition=models.Q(('status', 'waiting'), ('tries__gte', 1), _connector='OR'), name='delivery_ends_after_a_try'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('recorded_at')), _connector='OR'), name='delivery_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('problem__regex', '^[a-z0-9 ]*$')), name='delivery_problem_is_a_code'), models.CheckConstraint(condition=models.Q(models.Q(('policy_date__isnull', False), ('policy_digest__regex', '^[0-9a-f]{64}$'), ('status', 'given_up'), models.Q(('problem', ''), _negated=True)), models.Q(models.Q(('status', 'given_up'), _negated=True), ('policy_date', None), ('policy_digest', '')), _connector='OR'), name='delivery_is_given_up_exactly_when_it_names_the_rule')],
            },
        ),
    ]
