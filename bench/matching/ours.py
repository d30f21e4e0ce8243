"""Our look-up: recall by stage, times, precision of the bands."""

import gc
import time
from collections.abc import Sequence

from bench.matching.generate import Query
from bench.matching.loads import sought
from bench.matching.measures import Outcome, share
from pulang.matching.rules import Evidence, compare, keys_of, prepare


def look_up(queries: Sequence[Query]) -> Outcome:
    """Database and scorer, as `find_persons` runs them: every query once to warm, then measured."""
    from django.utils import timezone

    from pulang.access.policy import actor_named
    from pulang.db.context import acting_as
    from pulang.matching.candidates import candidates_for
    from pulang.matching.models import Profile

    today, officer = timezone.localdate(), actor_named("officer", via="cli")
    outcome = Outcome("Pulang")
    gc.freeze()
    with acting_as(officer):
        places = {}
        for number, person in Profile.objects.values_list("number", "person_id").iterator():
            places[person] = number - 1
        for query in queries[:200]:
            candidates_for(prepare(query.asked, today=today))
        for query in queries:
            begun = time.perf_counter()
            found = candidates_for(prepare(query.asked, today=today)).ranked
            outcome.seconds.append(time.perf_counter() - begun)
            answer = [(places[one.person_id], one.comparison.score) for one in found]
            outcome.answers.append((answer, query.truth))
    return outcome


def stages(people: Sequence[Evidence], queries: Sequence[Query], outcome: Outcome) -> list[str]:
    """Where true pairs are lost: no key in common, not among the candidates, not in rank."""
    from django.utils import timezone

    today = timezone.localdate()
    shared, strong = [], []
    for query in queries:
        if query.truth is None:
            continue
        asked, held = prepare(query.asked, today=today), prepare(people[query.truth], today=today)
        keys = set(keys_of(asked, asked=True)) & set(keys_of(held))
        shared.append(bool(keys))
        strong.append(any(key[0] in "nf" for key in keys))
    return [
        f"a paper or phone within one edit: {share(strong):.3f}",
        f"a key in common: {share(shared):.3f}",
        f"among the candidates: {outcome.recall(10_000):.3f}",
        f"recall@10: {outcome.recall(10):.3f}",
        f"recall@1: {outcome.recall(1):.3f}",
    ]


def bands(outcome: Outcome) -> dict[str, tuple[float, float]]:
    """Precision and recall of *likely*, and of *possible* and better, of the best answer to each query."""
    from pulang.matching.weighing import weights_of_register

    found, model = {}, weights_of_register()
    known = sum(truth is not None for _, truth in outcome.answers)
    for name, threshold in (("likely", model.likely), ("possible", model.possible)):
        shown = [
            place == truth for found, truth in outcome.answers for place, score in found[:1] if score >= threshold
        ]
        found[name] = share(shown), sum(shown) / max(1, known)
    return found


def pairs_a_second(people: Sequence[Evidence], queries: Sequence[Query], outcome: Outcome) -> float:
    """Explained pairs a second of processor time on one core, records prepared before."""
    from django.utils import timezone

    today = timezone.localdate()
    pairs = [
        (prepare(query.asked, today=today), prepare(people[place], today=today))
        for query, (found, _) in zip(queries[:400], outcome.answers, strict=False)
        for place, _ in found
    ]
    gc.freeze()  # a desk's process does not hold the made-up register, nor look through it for garbage
    begun = time.process_time()
    for left, right in pairs:
        compare(left, right)
    return len(pairs) / (time.process_time() - begun)


def whole_search(queries: Sequence[Query]) -> Outcome:
    """`find_persons` whole: the transaction, the audit entry, match-only answers, names of those shown."""
    from pulang.access.policy import actor_named
    from pulang.matching.queries import find_persons

    officer = actor_named("officer", via="cli")
    outcome = Outcome("Pulang, find_persons with audit")
    for query in queries:
        begun = time.perf_counter()
        find_persons(officer, sought=sought(query))
        outcome.seconds.append(time.perf_counter() - begun)
    return outcome
