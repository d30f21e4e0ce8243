"""An officer without a second factor, or with a password that was given to her, reaches only the set-up pages.

No setting switches this off.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pulang.access.models import Officer

Handler = Callable[[HttpRequest], HttpResponse]

ALWAYS = {"account_logout", "account_reauthenticate", "set_language", "account_change_password"}
FACTORS = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
}


class SetUpMiddleware:
    """Also says on the request whether the account is `complete`; `pages.page` lets nobody else in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        request.complete = False  # type: ignore[attr-defined]
        officer = request.user
        if not isinstance(officer, Officer):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if officer.must_change_password:
            return None if name in ALWAYS else redirect("account_change_password")
        if not is_mfa_enabled(officer):
            return None if name in ALWAYS | FACTORS else redirect("mfa_index")
        request.complete = True  # type: ignore[attr-defined]
        return None
