"""What the doors tell the audit after they refused: the refusal itself was rolled back with its transaction."""

from pulang.access.policy import action
from pulang.audit.errors import OpenedTooMany
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor


@action(None)
def note_limit(actor: Actor, *, error: OpenedTooMany) -> None:
    """An officer reached a limit that tells a scraper. Nothing is authorised: it is the node that reports."""
    record(actor, Event.LIMIT_REACHED, limit=error.details["limit"], hours=error.details["hours"])
