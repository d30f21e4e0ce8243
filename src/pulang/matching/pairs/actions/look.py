"""Looking for pairs: after people were registered or changed, and again when new evidence came."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.context import acting_as
from pulang.db.locks import lock_name
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed
from pulang.matching.pairs.evidence import evidence_held
from pulang.matching.pairs.finding import Likeness, alike, alike_pairs
from pulang.matching.pairs.models import Judgement, Pair, PairState, Verdict
from pulang.persons.models import Person
from pulang.persons.queries import records_of

BATCH = 20  # people of one transaction: who judges one of their pairs meanwhile waits no longer than seconds
Say = Callable[[int, int], None]
SETTLED = (PairState.DIFFERENT, PairState.UNSURE)


@action(None)
def look_for_pairs(actor: Actor, *, person_ids: Collection[UUID]) -> int:
    """Keep the pairs of these people in step with what is known now; returns how many are newly to be judged.

    For a job of the node only, which sees the whole register. A pair that was judged comes back only when a paper,
    phone, name or birth date is there that nobody who judged it had seen.
    """
    if not actor.is_system:
        raise NotAllowed(needs="job")
    lock_name("pairs.find")  # two jobs that meet the same pair from both sides would both make it
    # Without a lock on the people: whoever changes one meanwhile leaves a job of her own.
    asked = set(Person.objects.filter(pk__in=person_ids, merged_into=None).values_list("pk", flat=True))
    found = alike(asked)
    known = Pair.objects.select_for_update(of=("self",)).filter(Q(low__in=asked) | Q(high__in=asked))
    held = {(pair.low_id, pair.high_id): pair for pair in known}
    found |= alike_pairs(held.keys() - found.keys())  # linkage finds some that the look-up does not
    return _keep(actor, found, held)


@action(None)
def keep_found_pairs(actor: Actor, *, pairs: Collection[tuple[UUID, UUID]]) -> int:
    """Take pairs (the smaller id first) into the queue as far as they may be one person; returns how many are new.

    For a job of the node only.
    """
    if not actor.is_system:
        raise NotAllowed(needs="job")
    lock_name("pairs.find")
    lows, highs = {low for low, _ in pairs}, {high for _, high in pairs}
    known = Pair.objects.select_for_update(of=("self",)).filter(low__in=lows, high__in=highs)
    held = {both: pair for pair in known if (both := (pair.low_id, pair.high_id)) in pairs}
    return _keep(actor, alike_pairs(pairs), held)


def _keep(actor: Actor, found: Mapping[tuple[UUID, UUID], Likeness], held: Mapping[tuple[UUID, UUID], Pair]) -> int:
    fresh = _keep_new(found, held)
    for both, pair in held.items():
        fresh += _renew(pair, found.get(both))
    if fresh:
        record(actor, Event.PAIR_FOUND, found=fresh)
    return fresh


def look_at_everybody(actor: Actor, *, say: Say = lambda done, fresh: None) -> int:
    """Compare everybody with the register, some at a time; after a kill, call it again.

    `say` hears how many people are done and how many pairs are newly to be judged; returns the latter.
    """
    done, fresh, last = 0, 0, UUID(int=0)
    while True:
        with acting_as(actor):
            people = Person.objects.filter(pk__gt=last, merged_into=None).order_by("pk")
            ids = list(people.values_list("pk", flat=True)[:BATCH])
        if not ids:
            return fresh
        fresh += look_for_pairs(actor, person_ids=ids)
        done, last = done + len(ids), ids[-1]
        say(done, fresh)


def _keep_new(found: Mapping[tuple[UUID, UUID], Likeness], held: Mapping[tuple[UUID, UUID], Pair]) -> int:
    """Make the pairs that are not there yet; returns how many are to be judged."""
    now, fresh = timezone.now(), 0
    for (low, high), likeness in found.items():
        if (low, high) in held:
            continue
        settled = _settled(low, high)
        state = settled or PairState.OPEN
        Pair.objects.create(
            low_id=low,
            high_id=high,
            reasons=list(likeness.reasons),
            strong=likeness.strong,
            score=likeness.score,
            state=state,
            found_at=now,
        )
        fresh += state == PairState.OPEN
    return fresh


def _renew(pair: Pair, likeness: Likeness | None) -> int:
    """Bring a pair in step with what speaks for it now; returns 1 where it is newly to be judged."""
    before = (pair.state, tuple(pair.reasons), pair.score)
    if likeness is not None:
        pair.reasons, pair.strong, pair.score = list(likeness.reasons), likeness.strong, likeness.score
    if pair.state == PairState.OPEN and likeness is None:
        pair.state = PairState.LAPSED
    elif pair.state == PairState.LAPSED and likeness is not None:
        pair.state = _settled(pair.low_id, pair.high_id) or PairState.OPEN
    elif pair.state in SETTLED and likeness is not None and not _settled(pair.low_id, pair.high_id):
        pair.state, pair.reopened_at = PairState.OPEN, timezone.now()
    if before == (pair.state, tuple(pair.reasons), pair.score):
        return 0
    pair.version += pair.state != before[0]
    pair.save()
    return int(pair.state == PairState.OPEN and before[0] != PairState.OPEN)


def _settled(low: UUID, high: UUID) -> PairState | None:
    """The judgement that still holds of two people: nothing is known of either that was not known then.

    What was judged of a record holds of the person whom it was joined with.
    """
    lows, highs = records_of(low), records_of(high)
    pairs = Pair.objects.filter(Q(low__in=lows, high__in=highs) | Q(low__in=highs, high__in=lows))
    judged = list(Judgement.objects.filter(pair__in=pairs).select_related("pair").order_by("at", "id"))
    last = {each.pair_id: each for each in judged}
    holding = [each for each in last.values() if each.verdict in (Verdict.DIFFERENT, Verdict.UNSURE)]
    if not holding:
        return None
    seen_low, seen_high = set[str](), set[str]()
    for each in holding:
        straight = each.pair.low_id in lows
        seen_low.update(each.low_evidence if straight else each.high_evidence)
        seen_high.update(each.high_evidence if straight else each.low_evidence)
    now = evidence_held([low, high])
    if now[low] - seen_low or now[high] - seen_high:
        return None
    return PairState(holding[-1].verdict)
