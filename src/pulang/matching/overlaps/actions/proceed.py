"""The arithmetic of a comparison: done once for each state, outside of any request."""

from base64 import b64decode, b64encode
from uuid import UUID

from django.utils import timezone

from pulang.access.policy import action, actor_for
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.lists.models import ListRow
from pulang.crypto.blinding import POINT, SHORT, Blinder, PointRefused
from pulang.db.context import acting_as
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed
from pulang.matching.index import evidence_held
from pulang.matching.overlaps.actions.sending import send_answer, send_points, send_request
from pulang.matching.overlaps.models import Overlap, State
from pulang.matching.overlaps.rules import blinded_set, doubled, found_rows, padded, slots_in, words_of
from pulang.matching.rules import prepare
from pulang.persons.models import Person


@action(None)
def proceed(actor: Actor, *, overlap_id: UUID) -> str:
    """Do what the state of the comparison asks for, if all is there; returns the state after it.

    For a job of the node only.
    """
    if not actor.is_system:
        raise NotAllowed(needs="job")
    overlap = Overlap.objects.select_for_update(of=("self",)).select_related("peer", "officer").get(pk=overlap_id)
    steps = {
        State.PREPARING: _prepare,
        State.ARRIVING: _arrive,
        State.WORKING: _answer,
        State.ASKED: _compare,
    }
    step = steps.get(State(overlap.state))
    if step is not None and step(overlap):
        overlap.save()
        record(actor, Event.OVERLAP_PROCEEDED, overlap=overlap.pk, state=overlap.state)
    return overlap.state


def _prepare(overlap: Overlap) -> bool:
    """Our list leaves, blinded."""
    rows = _words_of_list(overlap, wide=True)
    blinder = Blinder.new()
    points, owners = blinded_set([words for _, words in rows], blinder, _context(overlap))
    overlap.secret = b64encode(blinder.secret).decode()
    overlap.owners = [[[rows[row][0], kind] for row, kind in owner] for owner in owners]
    overlap.own_rows, overlap.state = padded(len(rows)), State.ASKED
    send_request(overlap)
    send_points(overlap, "asked", points)
    return True


def _arrive(overlap: Overlap) -> bool:
    """All of the partner's points are here: an officer can decide."""
    if not overlap.their_rows or not _has(overlap, "asked", overlap.their_rows, POINT):
        return False
    overlap.state = State.OPEN
    return True


def _answer(overlap: Overlap) -> bool:
    """The partner's points under our secret too, and our list, blinded. The secret is not kept."""
    rows, blinder = _words_of_list(overlap), Blinder.new()
    own, _ = blinded_set([words for _, words in rows], blinder, _context(overlap))
    try:
        twice = doubled(_all(overlap, "asked"), blinder)
    except PointRefused:
        overlap.state = State.DECLINED
        send_answer(overlap, {"result": "declined"})
    else:
        overlap.own_rows, overlap.state = padded(len(rows)), State.ANSWERED
        send_points(overlap, "doubled", twice)
        send_points(overlap, "own", own)
        send_answer(overlap, {"result": "compared", "rows": overlap.own_rows})
    overlap.parts.all().delete()
    return True


def _compare(overlap: Overlap) -> bool:
    """Which of our rows may be in the partner's list."""
    theirs = overlap.their_rows
    if (
        not theirs
        or not _has(overlap, "own", theirs, POINT)
        or not _has(overlap, "doubled", overlap.own_rows, SHORT)
    ):
        return False
    blinder = Blinder(b64decode(overlap.secret))
    owners = [[(row, kind) for row, kind in owner] for owner in overlap.owners]
    try:
        found = found_rows(_all(overlap, "doubled"), _all(overlap, "own"), owners, blinder)
        overlap.state = State.COMPARED
    except PointRefused:
        found, overlap.state = {}, State.DECLINED
    overlap.found = [[number, kinds] for number, kinds in found.items()]
    overlap.secret = overlap.owners = None
    overlap.decided_at = timezone.now()
    overlap.parts.all().delete()
    return True


def _words_of_list(overlap: Overlap, *, wide: bool = False) -> list[tuple[int, tuple[str, ...]]]:
    """Row number and words of each person of the list whom the officer may see today."""
    assert overlap.officer is not None, "an officer asked, or accepted"
    with acting_as(actor_for(overlap.officer, via="job")):
        taken = ListRow.objects.filter(source=overlap.source).exclude(person_id=None).order_by("number")
        rows = {number: person for number, person in taken.values_list("number", "person_id") if person}
        people = list(Person.objects.filter(pk__in=rows.values(), merged_into=None))
        held, today = evidence_held(people), timezone.localdate()
    return [
        (number, words_of(prepare(held[person], today=today), wide=wide))
        for number, person in rows.items()
        if person in held
    ]


def _context(overlap: Overlap) -> bytes:
    return overlap.set.bytes


def _has(overlap: Overlap, what: str, rows: int, size: int) -> bool:
    """Whether every point of a set has come."""
    parts = overlap.parts.filter(what=what).values_list("points", flat=True)
    return sum(len(bytes(part)) for part in parts) == slots_in(rows) * size


def _all(overlap: Overlap, what: str) -> bytes:
    parts = overlap.parts.filter(what=what).order_by("part").values_list("points", flat=True)
    return b"".join(bytes(part) for part in parts)
