"""Agencies, officers and grants: who may see which part of which person or case, and until when."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from pulang.access.roles import roles
from pulang.lib.ids import new_id


class AgencyKind(models.TextChoices):
    NCB = "ncb", _("National Central Bureau")
    EMBASSY = "embassy", _("Embassy")
    POLICE = "police", _("Police")
    IMMIGRATION = "immigration", _("Immigration")
    MINISTRY = "ministry", _("Ministry")
    SHELTER = "shelter", _("Shelter")
    NGO = "ngo", _("Non-governmental organisation")
    OVERSIGHT = "oversight", _("Oversight")
    ADMINISTRATION = "administration", _("Administration")
    PEER = "peer", _("Partner node")


class Agency(models.Model):
    """A body that works on this node, or (kind `peer`) a partner node that shares cases with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    country = models.CharField(max_length=3)
    confirms_decisions = models.BooleanField(default=False)  # a second officer confirms each decision

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OfficerManager(BaseUserManager["Officer"]):
    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(username=username)


class Officer(AbstractBaseUser):
    """A named person who works at an agency, in one role. Signs in; never a group account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="officers")
    role = models.CharField(max_length=30, choices=[(role, role) for role in roles()])
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)  # the one she has was given to her
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[OfficerManager] = OfficerManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """Need-to-know: an agency (or one officer of it) may see sections of a scope until a day.

    The scope is the id of a case or a person. Row security of every protected table reads this table.
    A grant is ended, never deleted or widened.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sections = ArrayField(models.CharField(max_length=20))
    why = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    granted_by = models.UUIDField(null=True)
    granted_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["scope", "agency"], name="access_grant_scope"),
            models.Index(fields=["agency", "until"], name="access_grant_agency"),
        ]


class Token(models.Model):
    """An API token of an officer: her permissions, never more. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=100)
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Session(AbstractBaseSession):
    """A signed-in browser. The columns repeat what the session holds, so that an officer's sessions are found."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, null=True, related_name="+")
    agent = models.CharField(max_length=100, blank=True)
    started_at = models.BigIntegerField(default=0)  # seconds since 1970, as the session keeps them
    seen_at = models.BigIntegerField(default=0)
