"""What happens at the sign-in, for the audit. The doors hear it from the sign-in library and call these."""

from typing import Literal

from pulang.access.accounts.sessions import end_all_sessions
from pulang.access.models import Officer
from pulang.access.policy import action, officer_id
from pulang.access.tokens import end_all_tokens
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor

FactorChange = Literal["added", "removed", "renewed"]


@action(None)
def note_sign_in(actor: Actor, *, methods: list[str]) -> None:
    """She is in; `methods` are the words of the factors that she showed."""
    record(actor, Event.LOGIN_SUCCEEDED, methods=methods)


@action(None)
def note_sign_out(actor: Actor) -> None:
    """She left; nothing is authorised, since everybody may leave."""
    record(actor, Event.LOGOUT)


@action(None)
def note_failed_sign_in(actor: Actor, *, username: str, factor: str) -> None:
    """A wrong password or code. A name that nobody bears is not kept: people type passwords there."""
    known = Officer.objects.filter(username=username).values_list("pk", flat=True).first()
    record(actor, Event.LOGIN_FAILED, officer=known, factor=factor)


@action(None)
def note_lockout(actor: Actor, *, username: str) -> None:
    """Too many failures: the name is locked for a while from that address."""
    known = Officer.objects.filter(username=username).values_list("pk", flat=True).first()
    record(actor, Event.LOGIN_LOCKED, officer=known)


@action(None)
def note_second_factor(actor: Actor, *, change: FactorChange, kind: str, any_left: bool) -> None:
    """She added, removed or renewed a factor. Without any, her tokens end: they would be the way round."""
    if not any_left:
        end_all_tokens(officer_id(actor))
    record(actor, Event.SECOND_FACTOR_CHANGED, change=change, factor=kind)


@action(None)
def note_new_password(actor: Actor, *, keep_session: str = "") -> None:
    """She has a password of her own now: the temporary one is over, and so are her sessions elsewhere."""
    Officer.objects.filter(pk=officer_id(actor)).update(must_change_password=False)
    ended = end_all_sessions(officer_id(actor), but=keep_session)
    record(actor, Event.PASSWORD_CHANGED, sessions_ended=ended)
