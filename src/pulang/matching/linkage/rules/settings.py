"""A file of weights as Splink's settings. Names are apart: what they weigh is no level, but a sum of words."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulang.matching.linkage.rules import conditions
from pulang.matching.linkage.rules.further import Further, further_levels
from pulang.matching.rules import Weights

_LEAST = 2.0**-32  # chance of a level among strangers: any will do, only the quotient counts


def linking_settings(model: Weights, further: Sequence[Further] = ()) -> dict[str, Any]:
    """Settings whose match weight is the sum of all claims but those of the name, and of `further` columns."""
    held = _silenced(model)
    return {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": 0.5,  # 0 bits: the prior is in the bands
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "additional_columns_to_retain": ["most"],
        "comparisons": [
            comparison("nik", conditions.number_levels("nik", 2), model.nik),
            comparison("paper", conditions.number_levels("paper", 1), model.paper),
            comparison("phone", conditions.number_levels("phone", 1), model.phone),
            comparison("birth_date", {**held, **conditions.BIRTH_DATE}, model.birth_date, null="year"),
            comparison(
                "sex",
                {"held": f"{conditions.NIK_AGREES} AND sex_l = sex_r", **conditions.SAME["sex"]},
                {**model.sex, "held": min(0.0, model.sex["equal"])},
            ),
            comparison("place", conditions.PLACE, model.birth_place),
            comparison("nationality", conditions.SAME["nationality"], model.nationality),
            *(comparison(name, *levels) for name, levels in further_levels(further).items()),
        ],
    }


def comparison(
    name: str, levels: Mapping[str, str], bits: Mapping[str, float], *, null: str = "", fixed: bool = True
) -> dict[str, Any]:
    """A comparison of Splink with its levels in order, `differs` last; `fixed` gives each its weight in bits."""
    column = null or name
    rows: list[dict[str, Any]] = [
        {
            "sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL",
            "label_for_charts": "nothing",
            "is_null_level": True,
        }
    ]
    for level, condition in {**levels, "differs": "ELSE"}.items():
        row: dict[str, Any] = {"sql_condition": condition, "label_for_charts": level}
        if fixed:
            row |= {"m_probability": _LEAST * 2.0 ** bits.get(level, 0.0), "u_probability": _LEAST}
        rows.append(row)
    return {"output_column_name": name, "comparison_levels": rows}


def _silenced(model: Weights) -> dict[str, str]:
    """The level of a date that speaks for one person while the NIK that holds it has said so already: 0 bits."""
    speaks = " ".join(
        f"WHEN {condition} THEN {int(model.birth_date[level] > 0)}"
        for level, condition in conditions.BIRTH_DATE.items()
    )
    for_ = f"CASE {speaks} ELSE {int(model.birth_date['differs'] > 0)} END"
    return {"held": f"{conditions.NIK_AGREES} AND ({for_}) = 1"}
