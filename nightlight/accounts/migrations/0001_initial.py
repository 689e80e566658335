import django.db.models.deletion
import nightlight.foundation.clock
import nightlight.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='users', to='agencies.agency')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('service', 'Service')], default='person', max_length=7)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('telephone', models.CharField(blank=True, max_length=30)),
                ('theme', models.CharField(default='system', max_length=6)),
                ('is_active', models.BooleanField(default=True)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'service'])), name='user_kind_is_known'), models.CheckConstraint(condition=models.Q(('theme__in', ['light', 'dark', 'system'])), name='user_theme_is_known')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('analyst', 'analyst'), ('investigator', 'investigator'), ('supervisor', 'supervisor'), ('commander', 'commander'), ('national_coordinator', 'national_coordinator'), ('watch_desk', 'watch_desk'), ('victim_specialist', 'victim_specialist'), ('auditor', 'auditor'), ('administrator', 'administrator'), ('provider', 'provider'), ('system', 'system'), ('operator', 'operator')], max_length=24)),
                ('valid_from', models.DateTimeField(default=nightlight.foundation.clock.now)),
                ('valid_to', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['analyst', 'investigator', 'supervisor', 'commander', 'national_coordinator', 'watch_desk', 'victim_specialist', 'auditor', 'administrator', 'provider', 'system', 'operator'])), name='grant_role_is_known'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('user', 'role'), name='one_open_grant_per_role'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='grant_ends_after_it_begins')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.UUIDField(default=nightlight.foundation.ids.new, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=nightlight.foundation.clock.now, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to=settings.AUTH_USER_MODEL)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('valid_from', models.DateTimeField(default=nightlight.foundation.clock.now)),
                ('valid_to', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='key_digest_is_sha256'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='key_ends_after_it_begins')],
                'indexes': [],
            },
        ),
    ]
