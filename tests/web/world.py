"""Signing in without a browser, for the tests of pages."""

import hashlib
import hmac
import struct
import time
from base64 import b32decode
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from pulang.access.models import Officer
from pulang.lib.actor import Actor

PASSWORD = "aerodrome-lantern-mango"


def officer_of(actor: Actor) -> Officer:
    return Officer.objects.get(pk=actor.id)


def complete_account(actor: Actor) -> str:
    """Give her the test password and an authenticator app; returns its secret."""
    officer = officer_of(actor)
    officer.set_password(PASSWORD)
    officer.save()
    return add_app(officer)


def add_app(officer: Officer) -> str:
    Authenticator.objects.filter(user=officer).delete()
    secret: str = generate_totp_secret()
    TOTP.activate(officer, secret)
    return secret


def sign_in(actor: Actor, **options: Any) -> Client:
    """A client whose session is the officer's; she has a second factor."""
    officer = officer_of(actor)
    if not Authenticator.objects.filter(user=officer).exists():
        add_app(officer)
    client = Client(**options)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sign_in_just_now(actor: Actor) -> Client:
    """As `sign_in`; she has confirmed a moment ago that it is she."""
    secret = add_app(officer_of(actor))
    client = sign_in(actor)
    confirmed = client.post("/account/factor/confirm/", {"code": code_of(secret)})
    assert confirmed.status_code == 302, confirmed.content.decode()
    return client


def code_of(secret: str, at: float | None = None) -> str:
    """The six digits of RFC 6238, by an implementation of our own."""
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.new(b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
