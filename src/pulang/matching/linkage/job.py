"""A run from beginning to end, in a process of its own: read, compare part by part, hand over. A kill loses a part.

Names and papers are in the memory of this process alone, and of its readers; what is kept between parts are ids and
scores, in the database, for the job alone.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from pulang.db.context import acting_as
from pulang.lib.actor import Actor, system
from pulang.matching.linkage.actions import begin_run, end_run, hand_over_some, keep_part, note_compared
from pulang.matching.linkage.engines import Engine
from pulang.matching.linkage.errors import LinkageRunning
from pulang.matching.linkage.expected import prior_bits, steps
from pulang.matching.linkage.models import Run, RunState
from pulang.matching.linkage.reading import highest, register
from pulang.matching.linkage.rules import beside_rivals, clusters_of
from pulang.matching.models import Profile
from pulang.matching.pairs.models import Pair, PairState
from pulang.matching.rules import Weights
from pulang.matching.weighing import weights_of_register

PART = 50_000  # people of a part: what is compared at once, and lost by a kill
Say = Callable[[str, int, int], None]
_LOCK = 4_027_731_158  # of the database, so that one process of the node links at a time


def link_register(actor: Actor, *, engine: Engine, name: str, processes: int = 0, say: Say) -> Run:
    """Compare everybody with everybody and hand the pairs to the queue; after a kill, call it again.

    `say` hears the stage (reading, comparing, handing), how much of it is done, and of how much.
    Raises LinkageRunning.
    """
    with _alone():
        with acting_as(actor):
            model = weights_of_register()
        run = begin_run(actor, engine=name, parts=-(-highest() // PART), weights=model.version)
        if run.state == RunState.LINKING:
            niks, people = _load(engine, processes, say)
            _compare(actor, run, engine, model, say)
            run = _weigh_up(actor, run, niks, people, model)
        left = hand_over_some(actor, run_id=run.pk)
        most = left
        while left:
            say("handing", most - left, most)
            left = hand_over_some(actor, run_id=run.pk)
        return end_run(actor, run_id=run.pk)


def _load(engine: Engine, processes: int, say: Say) -> tuple[dict[int, str], int]:
    niks: dict[int, str] = {}
    people, last = 0, highest()
    for some in register(processes=processes):
        if some.rows.num_rows:
            engine.load(some)
            numbers = some.rows["unique_id"].to_pylist()
            held = zip(numbers, some.rows["nik"].to_pylist(), strict=True)
            niks |= {number: nik for number, nik in held if nik and "|" not in nik}
            people += len(numbers)
            say("reading", max(numbers), last)
    if people:
        engine.ready()
    return niks, people


def _compare(actor: Actor, run: Run, engine: Engine, model: Weights, say: Say) -> None:
    """The parts that were not done yet; what earlier ones found waits in the database."""
    for part in sorted(set(range(run.parts)) - set(run.done)):
        pairs = engine.pairs(model, least=model.possible, part=part, parts=run.parts)
        ids = _people_of({number for pair in pairs for number in pair[:2]})
        told = [
            (ids[one.left], ids[one.right], one.score, one.sharing)
            for one in pairs
            if {one.left, one.right} <= ids.keys()
        ]
        run = keep_part(actor, run_id=run.pk, part=part, pairs=told)
        say("comparing", len(run.done), run.parts)


def _people_of(numbers: Collection[int]) -> dict[int, UUID]:
    with acting_as(system("linkage")):
        return dict(Profile.objects.filter(number__in=numbers).values_list("number", "person_id"))


def _weigh_up(actor: Actor, run: Run, niks: dict[int, str], people: int, model: Weights) -> Run:
    """All parts are through: weigh each pair beside its rivals, which lie in any part, and count what was found."""
    with acting_as(system("linkage")):
        waiting = list(run.found.values_list("pk", "low", "high", "score", "sharing"))
        rejected = list(Pair.objects.filter(state=PairState.DIFFERENT).values_list("low_id", "high_id"))
    apart = {(low.int, high.int) for low, high in rejected}
    # Whom an officer told apart from a record is no rival for it.
    open_ = {
        pk: (low.int, high.int, score, sharing)
        for pk, low, high, score, sharing in waiting
        if (low.int, high.int) not in apart
    }
    found = beside_rivals(open_.values(), possible=model.possible)
    figures = _figures(found, apart, niks, people, model)
    scores = {pk: score for pk, (_, _, score) in zip(open_, found, strict=True)}
    return note_compared(actor, run_id=run.pk, people=people, figures=figures, scores=scores)


def _figures(
    found: list[tuple[int, int, float]],
    apart: set[tuple[int, int]],
    niks: dict[int, str],
    people: int,
    model: Weights,
) -> dict[str, object]:
    """What the report shows of a run."""
    scores = [score for _, _, score in found]
    against = prior_bits(scores, people)
    by_person = {person.int: niks[number] for number, person in _people_of(niks.keys()).items()}
    groups = clusters_of((one for one in found if one[2] >= model.together), by_person, apart=apart)
    sizes: dict[int, int] = {}
    for root in groups.values():
        sizes[root] = sizes.get(root, 0) + 1
    counted: dict[str, int] = {}
    for size in sizes.values():
        if size > 1:
            counted[str(size)] = counted.get(str(size), 0) + 1
    return {
        "steps": steps(scores, people),
        "even": round(against, 1),
        "likely": model.likely,
        "possible": model.possible,
        "groups": counted,
    }


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise LinkageRunning()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
