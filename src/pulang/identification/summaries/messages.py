"""A summary that comes from a partner node: it stands with its case, for those who may read interviews."""

from pulang.cases.messages import case_of, note_arrival, remind_desk
from pulang.cases.queries import stands_apart
from pulang.exchange.kinds import Effect, Kind, Received, register
from pulang.exchange.schemas import load
from pulang.identification.summaries.body import KIND
from pulang.lib.actor import Actor


def take_summary(actor: Actor, received: Received) -> Effect:
    """The desk is told, so that whoever works with her reads it before asking anything again."""
    case = case_of(received)
    note_arrival(actor, case, received)
    remind_desk(actor, case, received, "read_summary")
    return Effect(scope=case.pk)


def register_kinds() -> None:
    """Called once when Django is ready."""
    register(Kind(KIND, load("pulang.identification", KIND), take_summary))
    stands_apart(KIND)
