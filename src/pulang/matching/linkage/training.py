"""Learning weights from the node's own register: names and dates by Splink, numbers from what officers judged."""

from collections import Counter
from uuid import UUID

from django.utils import timezone

from pulang.db.context import acting_as
from pulang.lib.actor import Actor
from pulang.matching.actions import keep_weights
from pulang.matching.index import restored
from pulang.matching.linkage.engines import EngineMissing
from pulang.matching.linkage.errors import TooFewRecords
from pulang.matching.linkage.job import Say
from pulang.matching.linkage.reading import highest, register
from pulang.matching.linkage.rules.columns import Columns
from pulang.matching.linkage.rules.learnt import changes, learnt_weights
from pulang.matching.models import Profile, TrainedWeights
from pulang.matching.pairs.models import Pair, PairState
from pulang.matching.rules import Comparison, Record, compare
from pulang.matching.weighing import weights_of_register

LEAST, MOST = 1_000, 200_000  # records
MOST_JUDGED = 5_000


def train(actor: Actor, *, processes: int = 0, say: Say) -> TrainedWeights:
    """Learn weights; the desk uses them once an analyst accepted them. Raises TooFewRecords, EngineMissing."""
    try:
        from pulang.matching.linkage.engines.learning import learn
    except ImportError as error:
        raise EngineMissing(needs=error.name or "splink") from error
    held: list[Columns] = []
    people = 0
    for some in register(processes=processes, learning=True):
        held.append(Columns(some.rows, some.keys.slice(0, 0)))
        people += some.rows.num_rows
        say("reading", people, highest())
        if people >= MOST:
            break
    if people < LEAST:
        raise TooFewRecords(people=people, least=LEAST)
    say("learning", 0, 1)
    chances = learn(held)
    compared = _judged(actor)
    same = [found for verdict, found in compared if verdict == PairState.SAME]
    with acting_as(actor):
        version = 1000 + TrainedWeights.objects.count()
    text = learnt_weights(chances, _levels(same), version=version, made=timezone.localdate())
    say("learning", 1, 1)
    figures = {"records": people, "changes": changes(text), "judged": _by_band(compared)}
    return keep_weights(actor, text=text, figures=figures)


def _judged(actor: Actor) -> list[tuple[str, Comparison]]:
    """Pairs that officers decided, compared as the desk compares them now."""
    with acting_as(actor):
        model = weights_of_register()
        decided = Pair.objects.filter(state__in=(PairState.SAME, PairState.DIFFERENT)).order_by("-found_at")
        pairs = list(decided.values_list("state", "low_id", "high_id")[:MOST_JUDGED])
        records = _records({person for _, *both in pairs for person in both})
    return [
        (state, compare(records[low], records[high], model))
        for state, low, high in pairs
        if low in records and high in records
    ]


def _records(person_ids: set[UUID]) -> dict[UUID, Record]:
    held = Profile.objects.filter(person__in=person_ids).select_related("person")
    return {profile.person_id: restored(profile.evidence) for profile in held}


def _levels(same: list[Comparison]) -> dict[str, dict[str, int]]:
    """How often each level of each number stands between two records of one person."""
    found: dict[str, Counter[str]] = {"nik": Counter(), "paper": Counter(), "phone": Counter()}
    for one in same:
        for claim in one.claims:
            field, _, level = claim.code.partition("_")
            if field in found:
                found[field][level] += 1
    return {field: dict(counts) for field, counts in found.items() if counts}


def _by_band(compared: list[tuple[str, Comparison]]) -> dict[str, dict[str, int]]:
    """For each band how many judged pairs were one person, and how many two."""
    found: dict[str, dict[str, int]] = {}
    for state, one in compared:
        counts = found.setdefault(one.band, {"same": 0, "different": 0})
        counts[state] += 1
    return found
