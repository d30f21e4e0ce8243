"""The score: log-odds of each field, added; what one field holds of another is never counted twice."""

from functools import lru_cache

from pulang.lib.partial_date import PartialDate
from pulang.matching.rules.claims import Claim, Comparison
from pulang.matching.rules.dates import likeness_of_dates, text_of
from pulang.matching.rules.evidence import Record
from pulang.matching.rules.names import compare_names
from pulang.matching.rules.numbers import likeness_of_numbers
from pulang.matching.rules.weights import Weights, weights
from pulang.matching.rules.words import one_letter_apart

SERIAL = 12  # figures of a NIK before its running number
#: Which claim, the last of a name, says how much the names differ; see `relatives` of the weights.
_DIFFER = {"words_differ": "differ", "name_differs": "differ", "words_left_over": "left_over"}
#: What relatives share, by the claim that says it.
_SHARED = {
    "birth_date_equal": "birth_date",
    "birth_place_equal": "birth_place",
    "phone_equal": "phone",
    "phone_one_digit": "phone",
}


def compare(a: Record, b: Record, model: Weights | None = None) -> Comparison:
    """Compare two records. Symmetric; more that agrees never lowers the score."""
    model = model or weights()
    claims = compare_names(a.names, b.names, model)
    differ = differing(claims, model)
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
    if differ:
        bits = differ * kin(claims, nik, model)
        if bits:
            claims.append(Claim("relatives", -bits, "", ""))
    score = sum([claim[1] for claim in claims])
    return Comparison(score, model.band(score), tuple(claims), warnings)


def near_nik(nik: tuple[str, str, str] | None) -> bool:
    """Whether two NIKs are of one place, day and sex, and their running numbers are alike but not equal."""
    return nik is not None and nik[0] not in ("equal", "differs") and nik[1][:SERIAL] == nik[2][:SERIAL]


def differing(names: list[Claim], model: Weights) -> float:
    """How much of it names with these claims take back: a share, 0 where they agree as far as both go."""
    return model.relatives.get(_DIFFER.get(names[-1][0], ""), 0.0) if names else 0.0


def kin(claims: list[Claim], nik: tuple[str, str, str] | None, model: Weights) -> float:
    """What these claims say that brothers and sisters have in common too, twins above all."""
    bits = 0.0
    for code, weight, _, _ in claims:
        field = _SHARED.get(code)
        if field:
            bits += model.relatives[field] * weight
    if nik and near_nik(nik):
        bits += model.relatives["nik"] * model.nik[nik[0]]
    return bits


@lru_cache(maxsize=200_000)
def _birth_date(a: PartialDate, b: PartialDate, counted: bool, model: Weights) -> Claim:
    level = likeness_of_dates(a, b)
    weight = model.birth_date[level]
    return Claim(f"birth_date_{level}", min(weight, 0.0) if counted else weight, text_of(a), text_of(b))


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
