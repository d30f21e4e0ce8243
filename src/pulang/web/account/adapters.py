"""How allauth serves Pulang: nobody signs up, no mail is sent, secrets of second factors are sealed."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from pulang.crypto.sealing import unwrap, wrap
from pulang.db.keys import ring

OWNER = "second_factor"  # what the ciphertext is bound to; the library does not say whose it is


def name_at_sign_in(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name that the guard against guessing counts by; without it, a whole office would share one count."""
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(given).strip().lower()[:60]


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Pulang"}

    def encrypt(self, text: str) -> str:
        return base64.b64encode(wrap(ring(), text.encode(), owner=OWNER)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unwrap(ring(), base64.b64decode(encrypted_text), owner=OWNER).decode()
