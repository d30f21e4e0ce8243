"""The rule written a second time, from its text, with nothing of the package's own scoring. Slow and plain."""

from collections.abc import Iterable

POSITIVE, OPEN, NEGATIVE = "positive", "open", "negative"


def dimension(grades: Iterable[tuple[str, str]]) -> str:
    """The standing of a dimension from its pairs of grade and answer."""
    pairs = list(grades)
    if _positive([g for g, a in pairs if a == "yes"]):
        return POSITIVE
    return OPEN if _positive([g for g, a in pairs if a != "no"]) else NEGATIVE


def _positive(grades: list[str]) -> bool:
    s, m, w = (grades.count(grade) for grade in ("strong", "medium", "weak"))
    return s >= 2 or (s >= 1 and m + w >= 1) or m >= 3 or (m >= 2 and w >= 1)


def adult(dr: bool, cr: bool, rv: bool, x: bool, cd: bool, ad: bool) -> tuple[int, str]:
    r = dr or cr or rv
    if (dr or cr) and x and cd:
        return 1, "trafficking_indicated"
    if x and cd and (rv or ad):
        return 2, "trafficking_indicated"
    if x and cd:
        return 3, "trafficking_by_harbouring_refer"
    if x and ad and r:
        return 4, "trafficking_by_vulnerability_refer"
    if x and (dr or cr):
        return 5, "deception_or_coercion_and_exploitation"
    if x and (rv or ad):
        return 6, "exploitation_of_vulnerability_refer"
    if cd and r:
        return 7, "coercion_without_exploitation_refer"
    if cd:
        return 8, "coercion_only_refer"
    if x:
        return 9, "exploited_worker"
    if r or ad:
        return 10, "recruitment_abuse_only"
    return 11, "no_indication"


def child(act: bool, x: bool, any_other: bool) -> tuple[int, str]:
    if x and act:
        return 1, "child_trafficking_indicated"
    if x:
        return 2, "child_exploitation_refer"
    if any_other:
        return 3, "child_at_risk_refer"
    return 4, "no_indication"


def outcome(standings: tuple[str, ...], x: bool, *, is_child: bool, act: bool) -> tuple[str, bool, str | None]:
    """Result, open, could_become from the six standings (DR, CR, RV, EX, CD, AD) and whether X holds."""
    sure = [s == POSITIVE for s in standings]
    perhaps = [s != NEGATIVE for s in standings]
    x_perhaps = x or standings[3] == OPEN
    now = _line(sure, x, is_child, act)
    then = _line(perhaps, x_perhaps, is_child, act)
    if then[0] < now[0]:
        return now[1], True, then[1]
    return now[1], False, None


def _line(true: list[bool], x: bool, is_child: bool, act: bool) -> tuple[int, str]:
    dr, cr, rv, _, cd, ad = true
    return child(act, x, dr or cr or rv or cd or ad) if is_child else adult(dr, cr, rv, x, cd, ad)
