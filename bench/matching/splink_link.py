"""Splink as its own guide sets it up: blocking on equal values, Jaro-Winkler on names, weights by EM."""

import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pyarrow
import splink.comparison_library as compared
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.matching.generate import Query
from bench.matching.measures import Outcome
from pulang.matching.rules import Evidence

GUIDE: dict[str, Any] = {
    "comparisons": [
        compared.JaroWinklerAtThresholds("first", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        compared.JaroWinklerAtThresholds("last", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        compared.LevenshteinAtThresholds("born", [1, 2]),
        compared.ExactMatch("place"),
        compared.LevenshteinAtThresholds("paper", [1, 2]),
        compared.LevenshteinAtThresholds("phone", [1]),
    ],
    "blocking_rules_to_generate_predictions": [
        block_on("paper"),
        block_on("phone"),
        block_on("born"),
        block_on("first", "last"),
        block_on("last", "place"),
        block_on("first", "place"),
    ],
}


def link(people: Sequence[Evidence], queries: Sequence[Query]) -> Outcome:
    outcome = Outcome("Splink, names as they are", note="one batch; ms are its mean a query")
    begun = time.perf_counter()
    settings = SettingsCreator(link_type="link_only", **GUIDE)
    api = DuckDBAPI()
    held = api.register(_frame(people, "r"), dataset_display_name="held")
    asked = api.register(_frame([query.asked for query in queries], "q"), dataset_display_name="asked")
    linker = Linker([asked, held], settings)
    _train(linker)
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for pair in linker.inference.predict(threshold_match_weight=-20).as_record_list():
        query, place = sorted((pair["unique_id_l"], pair["unique_id_r"]))  # "q…" before "r…"
        found[int(query[1:])].append((int(place[1:]), pair["match_weight"]))
    each = (time.perf_counter() - begun) / len(queries)
    for number, query in enumerate(queries):
        outcome.answers.append((sorted(found[number], key=lambda one: -one[1])[:50], query.truth))
        outcome.seconds.append(each)
    return outcome


def deduplicate(people: Sequence[Evidence]) -> list[tuple[int, int, float]]:
    """One register with itself: places of both records and the match weight."""
    api = DuckDBAPI()
    linker = Linker(api.register(_frame(people, "")), SettingsCreator(link_type="dedupe_only", **GUIDE))
    _train(linker)
    return [
        (*sorted((int(pair["unique_id_l"]), int(pair["unique_id_r"]))), pair["match_weight"])
        for pair in linker.inference.predict(threshold_match_weight=-5).as_record_list()
    ]


def _train(linker: Linker) -> None:
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000)
    for rule in (block_on("paper"), block_on("first", "last")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def _frame(people: Sequence[Evidence], letter: str) -> pyarrow.Table:
    rows = []
    for number, one in enumerate(people):
        words = one.names[0].lower().split() or [""]
        rows.append({
            "unique_id": f"{letter}{number}",
            "first": words[0],
            "last": words[-1] if len(words) > 1 else None,
            "born": one.birth_date.lstrip("~") or None,
            "place": one.birth_place or None,
            "paper": one.papers[0] if one.papers else None,
            "phone": one.phones[0] if one.phones else None,
        })  # fmt: skip
    return pyarrow.Table.from_pylist(rows)
