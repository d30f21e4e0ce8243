"""The others: what an office would take today, for the same queries; and the roof that a trained model reaches."""

import time
from collections.abc import Sequence
from datetime import date

from bench.matching import errors
from bench.matching.generate import Query
from bench.matching.measures import Outcome
from bench.matching.trgm import trgm as trgm_names
from pulang.matching.rules import Evidence, compare, prepare

TODAY = date(2026, 11, 24)
FEW = 50  # queries for those that take long


def trgm(people: Sequence[Evidence], queries: Sequence[Query], ours: Outcome) -> list[Outcome]:
    return [trgm_names(people, queries, threshold) for threshold in (0.3, 0.5)]


def rapidfuzz(people: Sequence[Evidence], queries: Sequence[Query], ours: Outcome) -> list[Outcome]:
    """Every name against every name."""
    from rapidfuzz import fuzz, process

    names = [one.names[0].lower() for one in people]
    outcome = Outcome("rapidfuzz WRatio, every name", note=f"{FEW} queries")
    for query in queries[:FEW]:
        begun = time.perf_counter()
        found = process.extract(query.asked.names[0].lower(), names, scorer=fuzz.WRatio, limit=50)
        outcome.seconds.append(time.perf_counter() - begun)
        outcome.answers.append(([(place, score) for _, score, place in found], query.truth))
    return [outcome]


def nomenklatura(people: Sequence[Evidence], queries: Sequence[Query], ours: Outcome) -> list[Outcome]:
    """logic-v2 on our candidates: its ranking, not its search."""
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm("logic-v2")
    if algorithm is None:
        raise ModuleNotFoundError("logic-v2", name="nomenklatura")
    config = algorithm.default_config()

    def entity(one: Evidence, key: str):  # type: ignore[no-untyped-def]
        properties = {
            "name": list(one.names),
            "birthDate": [one.birth_date.lstrip("~")] if one.birth_date else [],
            "birthPlace": [one.birth_place] if one.birth_place else [],
            "gender": [one.sex] if one.sex else [],
            "idNumber": list(one.papers),
            "phone": list(one.phones),
        }
        return model.get_proxy({"id": key, "schema": "Person", "properties": properties})

    outcome = Outcome("nomenklatura logic-v2, our candidates", note=f"{FEW} queries, scoring only")
    for query, (found, _) in zip(queries[:FEW], ours.answers, strict=False):
        held = [(place, entity(people[place], str(place))) for place, _ in found]
        begun = time.perf_counter()
        left = entity(query.asked, "asked")
        scored = [(place, algorithm.compare(left, right, config).score) for place, right in held]
        outcome.seconds.append(time.perf_counter() - begun)
        outcome.answers.append((sorted(scored, key=lambda one: -one[1]), query.truth))
    return [outcome]


def boosted(people: Sequence[Evidence], queries: Sequence[Query], ours: Outcome) -> list[Outcome]:
    """Gradient boosting on the weights of our claims, trained on labels of the training split, our candidates."""
    import numpy
    from sklearn.ensemble import HistGradientBoostingClassifier

    from bench.matching.ours import look_up

    training = list(errors.queries(list(people), len(queries) // 2, split="train"))
    rows, labels = [], []
    for query, (found, truth) in zip(training, look_up(training).answers, strict=True):
        for place, _ in found:
            rows.append(_features(query.asked, people[place]))
            labels.append(place == truth)
    learned = HistGradientBoostingClassifier(random_state=0).fit(numpy.array(rows), numpy.array(labels))
    outcome = Outcome(BOOSTED, note="the roof of ranking")
    for query, (found, truth) in zip(queries, ours.answers, strict=True):
        if not found:
            outcome.answers.append(([], truth))
            continue
        features = numpy.array([_features(query.asked, people[place]) for place, _ in found])
        scores = learned.predict_proba(features)[:, 1]
        order = sorted(zip([place for place, _ in found], scores, strict=True), key=lambda one: -one[1])
        outcome.answers.append((order, truth))
    return [outcome]


BOOSTED = "boosted model on labels, our candidates"
FIELDS = ("words", "word", "name", "birth_date", "birth_place", "sex", "nationality", "nik", "paper", "phone")


def _features(asked: Evidence, held: Evidence) -> list[float]:
    """The weight of each field and of each sort of words, NaN where nothing was compared; the score."""
    found = compare(prepare(asked, today=TODAY), prepare(held, today=TODAY))
    sums: dict[str, float] = {}
    for claim in found.claims:
        field = (
            "words" if claim.code.startswith("words") else next((f for f in FIELDS if claim.code.startswith(f)), "")
        )
        sums[field] = sums.get(field, 0.0) + claim.weight
    words = sum(claim.code.startswith("word_") for claim in found.claims)
    lengths = [len(one.names[0].split()) for one in (asked, held)]
    return [*(sums.get(field, float("nan")) for field in FIELDS), found.score, words, *sorted(lengths)]


def splink(people: Sequence[Evidence], queries: Sequence[Query], ours: Outcome) -> list[Outcome]:
    """Splink on DuckDB with names as they are, trained by EM, the queries linked with the register at once."""
    from bench.matching.splink_link import link

    return [link(people, queries)]
