"""Logins of a demo, whose passwords and second factors are told to everybody. On other nodes there are none."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings

from pulang.access.accounts.officers import create_officer
from pulang.access.models import Officer
from pulang.access.policy import action
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed


@dataclass(frozen=True)
class DemoLogin:
    """`totp` is the base32 secret for an authenticator app."""

    username: str
    password: str
    totp: str


@action(None)
def create_demo_login(actor: Actor, *, username: str, name: str, agency_id: UUID, role: str) -> DemoLogin:
    """An officer who can sign in at once. Raises NotAllowed outside a demo and for anybody but its own set-up."""
    if not (settings.DEMO and actor.is_system):
        raise NotAllowed(needs="demo")
    officer, _temporary = create_officer(actor, username=username, name=name, agency_id=agency_id, role=role)
    login = DemoLogin(username, f"demo-{secrets.token_hex(5)}", str(generate_totp_secret()))
    officer.set_password(login.password)
    officer.must_change_password = False
    officer.save(update_fields=["password", "must_change_password"])
    TOTP.activate(Officer.objects.get(pk=officer.pk), login.totp)
    return login
