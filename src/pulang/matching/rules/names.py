"""Comparing names: bags of words, the rarest agreements first, joined and split words brought together."""

from functools import lru_cache
from operator import itemgetter

from pulang.matching.rules.claims import Claim
from pulang.matching.rules.evidence import Name
from pulang.matching.rules.weights import Weights
from pulang.matching.rules.words import Word, likeness

_FATHER_SHARE = 0.7  # fathers are left out, changed and shared by siblings

_Found = tuple[float, list[Claim]]
_Pair = tuple[float, str, str, Claim]
_Placed = tuple[float, str, str, Claim, int, int]


def compare_names(left: tuple[Name, ...], right: tuple[Name, ...], model: Weights) -> list[Claim]:
    """The claims of the two names that fit best; [] where one side has none."""
    if not left or not right:
        return []
    if len(left) == 1 == len(right):
        return _compare(left[0], right[0], model)[1]
    found = [_compare(a, b, model) for a in left for b in right]
    return max(found, key=lambda one: one[0])[1]


def likeness_of_names(left: tuple[Name, ...], right: tuple[Name, ...], model: Weights) -> float:
    """How alike two names are, from 0 to 1, whatever their words weigh: what both say of what each says. Symmetric.

    For ranking spellings of names alone. Of a person it says less than `compare`: two who are called Siti are as
    alike here as two who are called Tjokrosoedarmo.
    """
    return max((_likeness(a, b, model) for a in left for b in right), default=0.0)


def _likeness(a: Name, b: Name, model: Weights) -> float:
    agreed, claims = _compare(a, b, model)
    left, right = ({word.text: _weight(word) for word in name.words} for name in (a, b))
    # Two spellings of which a table knows one weigh as the known one.
    apart = sum(abs(left[claim.left] - right[claim.right]) for claim in claims if _is_pair(claim, left, right))
    whole = sum(left.values()) + sum(right.values()) - apart
    return max(0.0, min(1.0, 2 * agreed / whole)) if whole else 0.0


def _is_pair(claim: Claim, left: dict[str, float], right: dict[str, float]) -> bool:
    return claim.code.startswith("word_") and claim.left in left and claim.right in right


def _weight(word: Word) -> float:
    return 0.0 if word.initial else word.rarity * (_FATHER_SHARE if word.father else 1.0)


def _compare(a: Name, b: Name, model: Weights) -> _Found:
    # The heaviest pair first; among equals by their letters, so that neither side nor order matters.
    pairs = [
        (*pair, i, j) for i, x in enumerate(a.words) for j, y in enumerate(b.words) if (pair := _pair(x, y, model))
    ]
    if len(pairs) > 1:
        pairs.sort(key=_BY_WEIGHT)
    claims: list[Claim] = []
    free_a, free_b = set(range(len(a.words))), set(range(len(b.words)))
    weak = _take(pairs, free_a, free_b, claims, weak=False)
    if free_a and free_b:
        if a.joins and len(free_a) > 1:
            claims += _join(a, b, free_a, free_b, model, swap=False)
        if b.joins and len(free_b) > 1:
            claims += _join(b, a, free_b, free_a, model, swap=True)
        if weak:
            _take(weak, free_a, free_b, claims, weak=True)
    if free_a or free_b:
        claims += _left(a, b, free_a, free_b, model, agreed=sum([claim[1] for claim in claims]) if claims else None)
    return sum([claim[1] for claim in claims]), claims


def _take(
    pairs: list[_Placed], free_a: set[int], free_b: set[int], claims: list[Claim], *, weak: bool
) -> list[_Placed]:
    """Take the pairs whose words are free; those of a weak level are left for after the joined words."""
    left = []
    for pair in pairs:
        _, _, _, claim, i, j = pair
        if not weak and claim[0] in _WEAK:
            left.append(pair)
        elif i in free_a and j in free_b:
            free_a.discard(i)
            free_b.discard(j)
            claims.append(claim)
    return left


_BY_WEIGHT = itemgetter(0, 1, 2)
_WEAK = {"word_far", "word_short", "word_initial"}


@lru_cache(maxsize=500_000)
def _pair(x: Word, y: Word, model: Weights) -> _Pair | None:
    """What two words say, with the order in which pairs are taken; None where they are not alike."""
    level = likeness(x, y)
    if not level:
        return None
    if level == "initial":
        weight = model.name["initial_equal"]
    else:
        weight = max(0.0, min(x.rarity, y.rarity) + model.word[level])
    weight *= _FATHER_SHARE if x.father or y.father else 1
    low, high = sorted((x.canonical, y.canonical))
    return -weight, low, high, Claim(f"word_{level}", weight, x.text, y.text)


_level = lru_cache(maxsize=500_000)(likeness)


def _join(a: Name, b: Name, free_a: set[int], free_b: set[int], model: Weights, *, swap: bool) -> list[Claim]:
    """Two free neighbours of `a` that are one free word of `b`."""
    claims = []
    for place in a.joins:
        if place not in free_a or place + 1 not in free_a:
            continue
        both = a.joined(place)
        for j in sorted(free_b, key=lambda j: b.words[j].canonical) if len(free_b) > 1 else tuple(free_b):
            level = _level(both, b.words[j])
            if level in ("equal", "spelling", "sound", "typo"):
                weight = max(0.0, b.words[j].rarity + model.word["joined"] + model.word[level])
                texts = (f"{a.words[place].text} {a.words[place + 1].text}", b.words[j].text)
                claims.append(Claim("word_joined", weight, *(reversed(texts) if swap else texts)))
                free_a -= {place, place + 1}
                free_b.discard(j)
                break
    return claims


def _left(
    a: Name, b: Name, free_a: set[int], free_b: set[int], model: Weights, *, agreed: float | None
) -> list[Claim]:
    """What the words without a counterpart say: much where both sides have some.

    Where one side has, little, and never more than what the others (`agreed`, None where there are none) said:
    a name that only says more is not another name.
    """
    left = [word.text for i in free_a if not ((word := a.words[i]).initial or word.father)]
    right = [word.text for j in free_b if not ((word := b.words[j]).initial or word.father)]
    if not left and not right:
        return []
    both, over = min(len(left), len(right)), abs(len(left) - len(right))
    said = (_together(left), _together(right))
    if both:
        weight = model.name["both_left"] + (both - 1 + over) * model.name["left_over"]
        return [Claim("name_differs" if agreed is None else "words_differ", weight, *said)]
    return [Claim("words_left_over", max(over * model.name["left_over"], -(agreed or 0.0)), *said)]


def _together(words: list[str]) -> str:
    return " ".join(sorted(words)) if len(words) > 1 else words[0] if words else ""
