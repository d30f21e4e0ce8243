"""Words of names: how rare each is, and how near two of them are."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from pulang.lib.names import Role, Token
from pulang.lib.names.tables import words
from pulang.matching.rules.weights import weights

_LONG, _SHORTEST_STEM = 8, 3


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A folded word. `rarity` is in bits; two equal words are one object as long as the cache holds them."""

    text: str
    canonical: str
    spellings: frozenset[str]
    sounds: tuple[str, ...]
    skeleton: str
    initial: bool
    father: bool
    rarity: float


def word_of(token: Token) -> Word:
    """The word of a token of `lib.names`."""
    return _word(token.text, token.canonical, token.variants, token.sounds, token.skeleton, token.role)


@lru_cache(maxsize=200_000)
def _word(
    text: str, canonical: str, variants: tuple[str, ...], sounds: tuple[str, ...], skeleton: str, role: Role
) -> Word:
    model = weights()
    particle = text in words().patronymic  # “bin” without the father's name: half a country has it
    return Word(
        text=text,
        canonical=canonical,
        spellings=frozenset((canonical, *variants)),
        sounds=sounds,
        skeleton=skeleton,
        initial=role is Role.INITIAL,
        father=particle or role is Role.FATHER,
        rarity=0.0 if particle else model.rarity.get(canonical, model.rarest),
    )


def likeness(a: Word, b: Word) -> str:
    """Name the level on which two words are alike, "" where they are not. Symmetric."""
    if a.initial or b.initial:
        return "initial" if a.canonical[:1] == b.canonical[:1] else ""
    if a.canonical == b.canonical:
        return "equal" if a.text == b.text else "spelling"
    if not a.spellings.isdisjoint(b.spellings):
        return "spelling"
    if not set(a.sounds).isdisjoint(b.sounds):
        return "sound"
    if one_letter_apart(a.text, b.text):
        return "far" if _begin_apart(a.text, b.text) else "typo"
    return _by_letters(a.canonical, b.canonical, a.skeleton, b.skeleton)


def _by_letters(a: str, b: str, bones_a: str, bones_b: str) -> str:
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) <= _SHORTEST_STEM:
        return "short" if len(shorter) == _SHORTEST_STEM and longer.startswith(shorter) else ""
    allowed = 2 if len(shorter) >= _LONG else 1
    distance = Levenshtein.distance(a, b, score_cutoff=2)
    if distance <= 1 or (distance == 2 and _neighbours_swapped(a, b)):
        return "far" if _begin_apart(a, b) else "typo"
    if distance <= allowed or (len(bones_a) > 2 and bones_a == bones_b):
        return "far"
    return "short" if longer.startswith(shorter) else ""


def _begin_apart(a: str, b: str) -> bool:
    """Whether two words of four letters have another first one: Rudi and Yudi are two names."""
    return len(a) == len(b) == _SHORTEST_STEM + 1 and a[0] != b[0] and a[1:] == b[1:]


def _neighbours_swapped(a: str, b: str) -> bool:
    if len(a) != len(b):
        return False
    apart = [place for place in range(len(a)) if a[place] != b[place]]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    return a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]


def one_letter_apart(a: str, b: str) -> bool:
    """Whether two words of four letters and more are alike but for one edit."""
    return min(len(a), len(b)) > _SHORTEST_STEM and Levenshtein.distance(a, b, score_cutoff=1) <= 1
