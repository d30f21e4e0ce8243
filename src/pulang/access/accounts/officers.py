"""Officers: made, changed and shut out by administrators, who hold no case rights themselves."""

import secrets
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from pulang.access.accounts.sessions import end_all_sessions
from pulang.access.models import Agency, Officer
from pulang.access.permissions import Permission
from pulang.access.policy import action, officer_id
from pulang.access.roles import roles
from pulang.access.tokens import end_all_tokens
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotAllowed, NotFound, raise_problems


@action(Permission.OFFICER_MANAGE)
def create_officer(
    actor: Actor, *, username: str, name: str, agency_id: UUID, role: str, language: str = "en"
) -> tuple[Officer, str]:
    """A new officer and her temporary password, which is shown this once and must be changed at first sign-in.

    Raises Problems or Invalid for a name that is taken or empty, and for a role not held in that agency.
    """
    username, name = username.strip().lower(), name.strip()
    agency = Agency.objects.filter(pk=agency_id).first()
    problems = [*_name_problems(name), *_username_problems(username), *_role_problems(role, agency)]
    raise_problems(problems)
    password = new_password()
    officer = Officer(
        username=username, name=name, agency=agency, role=role, language=language, must_change_password=True
    )
    officer.set_password(password)
    officer.save()
    record(actor, Event.OFFICER_CREATED, officer=officer.pk, agency=agency_id, role=role)
    return officer, password


@action(Permission.OFFICER_MANAGE)
def change_officer(actor: Actor, *, officer: UUID, name: str, agency_id: UUID, role: str) -> Officer:
    """Change name, agency or role of another officer; her sessions and tokens end with the old role.

    Raises NotFound, NotAllowed for the actor's own account, Problems or Invalid as `create_officer`.
    """
    found = _another(actor, officer)
    agency = Agency.objects.filter(pk=agency_id).first()
    raise_problems([*_name_problems(name.strip()), *_role_problems(role, agency)])
    moved = (found.agency_id, found.role) != (agency_id, role)
    Officer.objects.filter(pk=officer).update(name=name.strip(), agency_id=agency_id, role=role)
    if moved:
        _shut_out(officer)
    record(actor, Event.OFFICER_CHANGED, officer=officer, agency=agency_id, role=role)
    found.refresh_from_db()
    return found


@action(Permission.OFFICER_MANAGE)
def deactivate_officer(actor: Actor, *, officer: UUID) -> None:
    """She is out at once, on every machine; what she did stays. Raises NotFound, NotAllowed for oneself."""
    _another(actor, officer)
    Officer.objects.filter(pk=officer).update(is_active=False)
    record(actor, Event.OFFICER_CHANGED, officer=officer, active=False, sessions_ended=_shut_out(officer))


@action(Permission.OFFICER_MANAGE)
def reactivate_officer(actor: Actor, *, officer: UUID) -> None:
    """Let her in again. Raises NotFound, NotAllowed for oneself."""
    _another(actor, officer)
    Officer.objects.filter(pk=officer).update(is_active=True)
    record(actor, Event.OFFICER_CHANGED, officer=officer, active=True)


@action(Permission.OFFICER_MANAGE)
def reset_sign_in(actor: Actor, *, officer: UUID) -> str:
    """For an officer who lost password and second factor: a temporary password, shown this once; no factor left.

    Raises NotFound, NotAllowed for oneself.
    """
    found = _another(actor, officer)
    password = new_password()
    found.set_password(password)
    found.must_change_password = True
    found.save(update_fields=["password", "must_change_password"])
    Authenticator.objects.filter(user_id=officer).delete()
    record(actor, Event.OFFICER_CHANGED, officer=officer, sign_in="reset", sessions_ended=_shut_out(officer))
    return password


def new_password() -> str:
    """Twenty letters and digits in groups that can be read over the telephone; about 100 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for another
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def _another(actor: Actor, officer: UUID) -> Officer:
    """Nobody changes her own account here: who changes her own role has every role."""
    found = Officer.objects.filter(pk=officer).first()
    if found is None:
        raise NotFound()
    if officer == officer_id(actor):
        raise NotAllowed("not_oneself")
    return found


def _shut_out(officer: UUID) -> int:
    end_all_tokens(officer)
    return end_all_sessions(officer)


def _name_problems(name: str) -> list[Invalid]:
    if not name:
        return [Invalid("name", "required")]
    return [Invalid("name", "too_long", limit=200)] if len(name) > 200 else []


def _username_problems(username: str) -> list[Invalid]:
    if not username:
        return [Invalid("username", "required")]
    if len(username) > 60:
        return [Invalid("username", "too_long", limit=60)]
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        return [Invalid("username", "username_letters")]
    return [Invalid("username", "username_taken")] if Officer.objects.filter(username=username).exists() else []


def _role_problems(role: str, agency: Agency | None) -> list[Invalid]:
    if agency is None:
        return [Invalid("agency", "required")]
    if role not in roles() or agency.kind not in roles()[role].agencies:
        return [Invalid("role", "role_not_in_agency", agency=agency.name)]
    return []
