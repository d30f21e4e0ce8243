"""Splink's own learning, on DuckDB: how often each level is seen of one person, and of two."""

import logging
from collections.abc import Sequence
from typing import Any

from splink import DuckDBAPI, Linker, block_on

from pulang.matching.linkage.engines.duck import DuckEngine
from pulang.matching.linkage.rules import conditions
from pulang.matching.linkage.rules.columns import Columns
from pulang.matching.linkage.rules.settings import comparison

WORD = ("equal", "spelling", "sound", "typo", "far", "short")
SAMPLED = 1_000_000  # pairs of strangers
SEED = 1
_WORDS = ("word_1", "word_2")
_ROUNDS = (("nik",), ("paper",), ("phone", "sex"), ("born", "sex"), ("word_1", "word_2"))
Chances = dict[str, dict[str, tuple[float, float]]]

logging.getLogger("splink").setLevel(logging.ERROR)


def learn(held: Sequence[Columns], *, sampled: int = SAMPLED) -> Chances:
    """For each comparison and level the chance of it among records of one person, and among strangers."""
    engine = DuckEngine()
    try:
        for some in held:
            engine.load(some)
        linker = Linker(DuckDBAPI(engine.connection).register("link_rows"), _settings(), log_level=logging.WARNING)
        linker.training.estimate_u_using_random_sampling(max_pairs=sampled, seed=SEED)
        for columns in _ROUNDS:
            try:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    block_on(*columns), max_pairs=sampled
                )
            except Exception as error:  # no two rows are alike in these columns: another round learns without them
                if "no record pairs" not in str(error).lower() and "blocking rule" not in str(error).lower():
                    raise
        return _chances(linker.misc.save_model_to_json())
    finally:
        engine.close()


def _settings() -> dict[str, Any]:
    bits: dict[str, float] = {}
    levels = {
        **{word: conditions.word_levels(word, WORD) for word in _WORDS},
        "birth_date": conditions.BIRTH_DATE,
        "place": conditions.PLACE,
        "sex": conditions.SAME["sex"],
        "nik": conditions.number_levels("nik", 2),
        "paper": conditions.number_levels("paper", 1),
        "phone": conditions.number_levels("phone", 1),
    }
    return {
        "link_type": "dedupe_only",
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [
            comparison(name, own, bits, null="year" if name == "birth_date" else "", fixed=False)
            for name, own in levels.items()
        ],
    }


def _chances(model: dict[str, Any]) -> Chances:
    return {
        each["output_column_name"]: {
            level["label_for_charts"]: (level["m_probability"], level["u_probability"])
            for level in each["comparison_levels"]
            if level.get("m_probability") and level.get("u_probability")
        }
        for each in model["comparisons"]
    }
