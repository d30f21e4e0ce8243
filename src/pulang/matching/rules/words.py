"""Words of names: how rare each is, and how near two of them are."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from pulang.lib.names import Role, Token
from pulang.lib.names.spelling import skeleton, sound_key
from pulang.lib.names.tables import words
from pulang.matching.rules.weights import weights

_LONG, _SHORTEST_STEM = 8, 3


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A folded word. `rarity` is in bits, `heard` are the `sounds` without order.

    Two equal words are one object as long as the cache holds them.
    """

    text: str
    canonical: str
    spellings: frozenset[str]
    sounds: tuple[str, ...]
    heard: frozenset[str]
    skeleton: str
    initial: bool
    father: bool
    rarity: float


def word_of(token: Token) -> Word:
    """The word of a token of `lib.names`."""
    return word(
        token.text,
        token.canonical,
        tuple(sorted(token.variants)),
        token.sounds,
        token.skeleton,
        token.role is Role.INITIAL,
        token.role is Role.FATHER or token.text in words().patronymic,
    )


@lru_cache(maxsize=200_000)
def word(
    text: str,
    canonical: str,
    variants: tuple[str, ...],
    sounds: tuple[str, ...],
    skeleton: str,
    initial: bool,
    father: bool,
) -> Word:
    """A word of its parts, the variants in alphabetical order; the same object for the same parts."""
    model = weights()
    particle = text in words().patronymic  # “bin” without the father's name: half a country has it
    return Word(
        text=text,
        canonical=canonical,
        spellings=frozenset((canonical, *variants)),
        sounds=sounds,
        heard=frozenset(sounds),
        skeleton=skeleton,
        initial=initial,
        father=father,
        rarity=0.0 if particle else model.rarity.get(canonical, model.rarest),
    )


@lru_cache(maxsize=100_000)
def together(left: Word, right: Word) -> Word:
    """Two neighbours written as one."""
    canonical = left.canonical + right.canonical
    sound = sound_key(canonical)
    return word(left.text + right.text, canonical, (), (sound,), skeleton(sound), False, left.father)


def likeness(a: Word, b: Word) -> str:
    """Name the level on which two words are alike, "" where they are not. Symmetric."""
    if a.initial or b.initial:
        return "initial" if a.canonical[:1] == b.canonical[:1] else ""
    if a.canonical == b.canonical:
        return "equal" if a.text == b.text else "spelling"
    if not a.spellings.isdisjoint(b.spellings):
        return "spelling"
    if not a.heard.isdisjoint(b.heard):
        return "sound"
    # Where both are written as they are spelled, their letters are compared only once.
    if (a.text != a.canonical or b.text != b.canonical) and one_letter_apart(a.text, b.text):
        return "far" if _begin_apart(a.text, b.text) else "typo"
    return _by_letters(a, b)


def _by_letters(one: Word, other: Word) -> str:
    a, b = one.canonical, other.canonical
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    least = len(shorter)
    if least <= _SHORTEST_STEM:
        return "short" if least == _SHORTEST_STEM and longer.startswith(shorter) else ""
    distance = Levenshtein.distance(a, b, score_cutoff=2) if len(longer) - least <= 2 else 3
    if distance <= 1 or (distance == 2 and _neighbours_swapped(a, b)):
        return "far" if _begin_apart(a, b) else "typo"
    if (distance == 2 and least >= _LONG) or (one.skeleton == other.skeleton and len(one.skeleton) > 2):
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
