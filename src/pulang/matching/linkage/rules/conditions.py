"""When two rows stand on which level, in SQL that DuckDB and Spark both read: the first that holds counts.

The same levels as `matching.rules`, in the same order; `tests/matching/linkage` holds both beside each other.
"""

_APART = "abs(year_l - year_r)"
_CLEAR = "(about_l + about_r = 0)"
_SAME_DAY = "(month_l = month_r AND day_l = day_r)"
_BOTH_FULL = f"born_l IS NOT NULL AND born_r IS NOT NULL AND turn_l = turn_r AND {_CLEAR}"
_OTHER_FIGURES = " + ".join(
    f"CASE WHEN substr(born_l, {at}, 1) = substr(born_r, {at}, 1) THEN 0 ELSE 1 END"
    for at in (1, 2, 3, 4, 6, 7, 9, 10)
)

BIRTH_DATE = {
    "equal": "born_l = born_r AND turn_l = 0",
    "placeholder": "born_l = born_r",
    "swapped": "year_l = year_r AND month_l = day_r AND day_l = month_r",
    "near_year_same_day": f"{_SAME_DAY} AND {_APART} BETWEEN 1 AND 2 AND {_CLEAR}",
    "one_digit": (
        f"born_l IS NOT NULL AND born_r IS NOT NULL AND turn_l = turn_r AND (year_l = year_r OR {_CLEAR})"
        f" AND ({_OTHER_FIGURES}) = 1"
    ),
    "month_day": f"{_SAME_DAY} AND {_CLEAR}",
    "year_month": "year_l = year_r AND month_l = month_r AND turn_l = turn_r",
    "year_other_day": f"year_l = year_r AND {_BOTH_FULL}",
    "year": "year_l = year_r",
    "near_year_other_day": f"{_APART} = 1 AND {_BOTH_FULL}",
    "near_year": f"{_APART} = 1 OR ({_APART} <= 2 AND NOT {_CLEAR})",
    "near": f"{_APART} = 2 OR ({_APART} <= 4 AND NOT {_CLEAR})",
}


def distance(column: str) -> str:
    """Edits between two numbers. The engine's own Levenshtein settles most; a function of ours the others."""
    left, right = f"{column}_l", f"{column}_r"
    return (
        f"CASE WHEN {left} = {right} THEN 0"
        f" WHEN instr({left}, '|') > 0 OR instr({right}, '|') > 0 THEN pulang_edits({left}, {right})"
        f" WHEN levenshtein({left}, {right}) = 1 THEN 1"
        f" WHEN levenshtein({left}, {right}) > 4 THEN 9"
        f" ELSE pulang_edits({left}, {right}) END"
    )


def number_levels(column: str, most: int) -> dict[str, str]:
    """Conditions of a paper or phone that may be wrong by so many edits."""
    names = ("equal", "one_digit", "two_digits")[: most + 1]
    return {name: f"({distance(column)}) = {edits}" for edits, name in enumerate(names)}


#: A NIK agrees, so that the birth date and sex that it holds are counted already.
NIK_AGREES = f"(nik_l IS NOT NULL AND nik_r IS NOT NULL AND ({distance('nik')}) <= 2)"

SAME = {name: {"equal": f"{name}_l = {name}_r"} for name in ("sex", "nationality", "place")}
PLACE = {**SAME["place"], "like": "pulang_places_alike(place_l, place_r)"}


def word_levels(column: str, levels: tuple[str, ...]) -> dict[str, str]:
    """Conditions of one packed word."""
    return {name: f"pulang_word_level({column}_l, {column}_r) = '{name}'" for name in levels}
