"""The score: log-odds of each field, added; what one field holds of another is never counted twice."""

from functools import lru_cache

from pulang.lib.partial_date import PartialDate
from pulang.matching.rules.claims import Claim, Comparison
from pulang.matching.rules.dates import likeness_of_dates
from pulang.matching.rules.evidence import Record
from pulang.matching.rules.names import compare_names
from pulang.matching.rules.numbers import likeness_of_numbers
from pulang.matching.rules.weights import Weights, weights
from pulang.matching.rules.words import one_letter_apart

SERIAL = 12  # figures of a NIK before its running number
_PHONES = {"phone_equal", "phone_one_digit"}
_DIFFER = {"words_differ": 1.0, "name_differs": 1.0, "words_left_over": 0.5}


def compare(a: Record, b: Record, model: Weights | None = None) -> Comparison:
    """Compare two records. Symmetric; more that agrees never lowers the score."""
    model = model or weights()
    claims = compare_names(a.names, b.names, model)
    warnings: tuple[str, ...] = ()
    nik = likeness_of_numbers(a.niks, b.niks, edits=2) if a.niks and b.niks else None
    counted = nik is not None and nik[0] != "differs"
    if a.birth_date and b.birth_date:
        claims.append(_birth_date(a.birth_date, b.birth_date, counted, model))
    if a.sex and b.sex:
        claims.append(_sex(a.sex, b.sex, counted, model))
        if a.sex != b.sex:
            warnings += ("sex_conflict",)
    if a.birth_place and b.birth_place:
        claims.append(_birth_place(a.birth_place, b.birth_place, model))
    if a.nationality and b.nationality:
        claims.append(_nationality(a.nationality, b.nationality, model))
    if nik:
        claims.append(Claim(f"nik_{nik[0]}", model.nik[nik[0]], nik[1], nik[2]))
        if nik[0] != "equal":
            warnings += ("nik_conflict",)
    if a.papers and b.papers:
        level, left, right = likeness_of_numbers(a.papers, b.papers)
        claims.append(Claim(f"paper_{level}", model.paper[level], left, right))
    if a.phones and b.phones:
        level, left, right = likeness_of_numbers(a.phones, b.phones)
        claims.append(Claim(f"phone_{level}", model.phone[level], left, right))
    if claims and (counted or claims[-1][0] in _PHONES):
        claims += relatives(claims, kin(nik, claims[-1], model))
    score = sum([claim[1] for claim in claims])
    return Comparison(score, model.band(score), tuple(claims), warnings)


def near_nik(nik: tuple[str, str, str] | None) -> bool:
    """Whether two NIKs are of one place, day and sex, and their running numbers are alike but not equal."""
    return nik is not None and nik[0] not in ("equal", "differs") and nik[1][:SERIAL] == nik[2][:SERIAL]


def kin(nik: tuple[str, str, str] | None, last: Claim, model: Weights) -> float:
    """What a near NIK and a phone (the last claim, where it is one) say that relatives have in common too."""
    bits = model.relatives["nik"] * model.nik[nik[0]] if nik and near_nik(nik) else 0.0
    if last[0] in _PHONES:
        bits += model.relatives["phone"] * last.weight
    return bits


def relatives(claims: list[Claim], bits: float) -> list[Claim]:
    """Takes it back where the names differ: a family shares a phone, or has NIKs beside each other."""
    if not bits:
        return []
    share = max((_DIFFER.get(claim[0], 0.0) for claim in claims), default=0.0)
    return [Claim("relatives", -share * bits, "", "")] if share else []


@lru_cache(maxsize=200_000)
def _birth_date(a: PartialDate, b: PartialDate, counted: bool, model: Weights) -> Claim:
    level = likeness_of_dates(a, b)
    weight = model.birth_date[level]
    return Claim(f"birth_date_{level}", min(weight, 0.0) if counted else weight, a.to_text(), b.to_text())


@lru_cache(maxsize=100)
def _sex(a: str, b: str, counted: bool, model: Weights) -> Claim:
    level = "equal" if a == b else "differs"
    return Claim(f"sex_{level}", min(model.sex[level], 0.0) if counted else model.sex[level], a, b)


@lru_cache(maxsize=10_000)
def _nationality(a: str, b: str, model: Weights) -> Claim:
    level = "equal" if a == b else "differs"
    return Claim(f"nationality_{level}", model.nationality[level], a, b)


@lru_cache(maxsize=200_000)
def _birth_place(a: tuple[str, ...], b: tuple[str, ...], model: Weights) -> Claim:
    left, right = set(a), set(b)
    alike = bool(left & right) or any(one_letter_apart(x, y) for x in left for y in right)
    level = "equal" if left == right else "like" if alike else "differs"
    return Claim(f"birth_place_{level}", model.birth_place[level], " ".join(a), " ".join(b))
