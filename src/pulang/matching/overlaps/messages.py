"""What comes from partners for a comparison. Parts come in any order; a job goes on when all are there."""

from base64 import urlsafe_b64decode
from uuid import UUID

from pulang.crypto.blinding import POINT, SHORT
from pulang.db.context import acting_as
from pulang.exchange.errors import Refused
from pulang.exchange.kinds import Effect, Kind, Received, register
from pulang.exchange.models import Peer
from pulang.exchange.schemas import load
from pulang.lib.actor import Actor, system
from pulang.matching.overlaps.models import Overlap, Points, State
from pulang.matching.overlaps.rules.sets import PART
from pulang.matching.overlaps.version import words_version
from pulang.matching.overlaps.waking import wake

NODE = system("overlaps")
MOST_WAITING = 5  # comparisons of one partner that nobody has decided


def take_request(actor: Actor, received: Received) -> Effect:
    """A partner wants to compare a list with one of ours; an officer decides."""
    with acting_as(NODE):
        if received.body["words"] != words_version():
            raise Refused("overlap_words_differ")
        overlap = _theirs(received)
        if overlap.state != State.ARRIVING or overlap.their_rows:
            raise Refused("overlap_decided")
        overlap.their_rows, overlap.reason = received.body["rows"], received.body["text"]
        overlap.message, overlap.reply_by = received.id, received.reply_by
        overlap.save()
        wake(overlap.pk)
    return Effect()


def take_points(actor: Actor, received: Received) -> Effect:
    """A part of a set, kept until the comparison is over."""
    what = received.body["what"]
    with acting_as(NODE):
        overlap = _theirs(received) if what == "asked" else _ours(received)
        if overlap.state not in (State.ARRIVING, State.ASKED):
            raise Refused("overlap_decided")
        points = _decoded(received.body["points"], SHORT if what == "doubled" else POINT)
        Points.objects.get_or_create(
            overlap=overlap, what=what, part=received.body["part"], defaults={"points": points}
        )
        wake(overlap.pk)
    return Effect()


def take_answer(actor: Actor, received: Received) -> Effect:
    """The partner compared, and its points are here or on the way; or it declined, or was too late."""
    with acting_as(NODE):
        overlap = _ours(received)
        if overlap.state != State.ASKED:
            raise Refused("overlap_decided")
        if received.body["result"] != "compared":
            overlap.state, overlap.decided_at = State(received.body["result"]), received.created
            overlap.secret = overlap.owners = None
            overlap.parts.all().delete()
        else:
            overlap.their_rows = received.body.get("rows", 0)
        overlap.save()
        wake(overlap.pk)
    return Effect()


def _theirs(received: Received) -> Overlap:
    """The partner's comparison, from whichever part of it comes first."""
    peer = Peer.objects.get(node_id=received.node)
    asked = {"peer": peer, "set": UUID(received.body["set"]), "ours": False}
    found = Overlap.objects.select_for_update(of=("self",)).filter(**asked).first()
    if found is not None:
        return found
    waiting = Overlap.objects.filter(peer=peer, ours=False, state__in=(State.ARRIVING, State.OPEN)).count()
    if waiting >= MOST_WAITING:
        raise Refused("overlaps_too_many")
    return Overlap.objects.create(**asked, state=State.ARRIVING)


def _ours(received: Received) -> Overlap:
    asked = {"peer__node_id": received.node, "set": UUID(received.body["set"]), "ours": True}
    found = Overlap.objects.select_for_update(of=("self",)).filter(**asked).first()
    if found is None:
        raise Refused("object_unknown")
    return found


def _decoded(text: str, size: int) -> bytes:
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(data) % size or not 0 < len(data) <= PART:
        raise Refused("body_refused")
    return data


def register_kinds() -> None:
    """Called once when Django is ready."""
    package = "pulang.matching.overlaps"
    register(Kind("overlap.request", load(package, "overlap.request"), take_request, due="normal"))
    register(Kind("overlap.points", load(package, "overlap.points"), take_points))
    register(Kind("overlap.answer", load(package, "overlap.answer"), take_answer, answers="overlap.request"))
