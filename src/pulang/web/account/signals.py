"""What the sign-in libraries tell, handed to the audit."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.mfa.utils import is_mfa_enabled
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from pulang.access.accounts import logins
from pulang.access.models import Officer
from pulang.access.policy import actor_for
from pulang.lib.actor import system


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: Officer, **_: Any) -> None:
    shown = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
    logins.note_sign_in(actor_for(user, via="web"), methods=shown)


@receiver(user_logged_out)
def _signed_out(user: Officer | None, **_: Any) -> None:
    if user is not None:
        logins.note_sign_out(actor_for(user, via="web"))


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], **_: Any) -> None:
    logins.note_failed_sign_in(system("web"), username=str(credentials.get("username", "")), factor="password")


@receiver(authentication_failed)
def _factor_failed(user: Officer, **_: Any) -> None:
    logins.note_failed_sign_in(system("web"), username=user.username, factor="second")


@receiver(user_locked_out)
def _locked_out(username: str, **_: Any) -> None:
    logins.note_lockout(system("web"), username=username or "")


@receiver(authenticator_added)
def _added(user: Officer, authenticator: Authenticator, **_: Any) -> None:
    _changed(user, authenticator, "added")


@receiver(authenticator_removed)
def _removed(user: Officer, authenticator: Authenticator, **_: Any) -> None:
    _changed(user, authenticator, "removed")


@receiver(authenticator_reset)
def _renewed(user: Officer, authenticator: Authenticator, **_: Any) -> None:
    _changed(user, authenticator, "renewed")


def _changed(user: Officer, authenticator: Authenticator, change: logins.FactorChange) -> None:
    actor = actor_for(user, via="web")
    logins.note_second_factor(
        actor, change=change, kind=str(authenticator.type), any_left=bool(is_mfa_enabled(user))
    )


@receiver(password_changed)
def _new_password(request: HttpRequest, user: Officer, **_: Any) -> None:
    logins.note_new_password(actor_for(user, via="web"), keep_session=request.session.session_key or "")
