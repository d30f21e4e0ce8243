"""A second officer confirms a decision, the person asks for a review; both are for the members of the case."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pulang.db.sealed
import pulang.lib.ids
from django.conf import settings
from django.db import migrations, models

from pulang.db.protect import granted, protect


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_read_lists_by_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name='decision',
            name='law',
        ),
        migrations.AddField(
            model_name='decision',
            name='laws',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None),
        ),
        migrations.AddField(
            model_name='decision',
            name='needs_confirmation',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='decision',
            name='supersedes',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='cases.decision'),
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.UUIDField(default=pulang.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agrees', models.BooleanField()),
                ('reason', pulang.db.sealed.SealedField(blank=True, editable=True, null=True)),
                ('officer_name', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cases.case')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='cases.decision')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReviewRequest',
            fields=[
                ('id', models.UUIDField(default=pulang.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=20)),
                ('reason', pulang.db.sealed.SealedField(blank=True, editable=True, null=True)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.decision')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cases.case')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_requests', to='cases.decision')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        protect("cases_confirmation", see=granted("cases_confirmation.case_id", "work")),
        protect("cases_reviewrequest", see=granted("cases_reviewrequest.case_id", "work")),
    ]
