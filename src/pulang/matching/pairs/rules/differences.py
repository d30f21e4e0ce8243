"""Two values word by word, figure by figure: what is equal, what is alike, what differs."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from pulang.lib.names import fold

ALIKE, DIFFERS = "alike", "differs"


@dataclass(frozen=True)
class Piece:
    """A part of a value. `mark`: "" where both sides say the same, `alike` for another spelling, else `differs`."""

    text: str
    mark: str = ""


Pieces = tuple[Piece, ...]


def compare_names(left: str, right: str) -> tuple[Pieces, Pieces]:
    """Words in any order; another spelling or sound of one word is alike."""
    return _by_words(left, right, _alike)


def compare_texts(left: str, right: str) -> tuple[Pieces, Pieces]:
    """Words in any order, as they are written."""
    return _by_words(left, right, lambda one, other: False)


def compare_dates(left: str, right: str) -> tuple[Pieces, Pieces]:
    """Partial dates as `lib.partial_date` writes them: year, month, day each by its place; "about" is no part."""
    mine, theirs = left.split("-"), right.split("-")
    return _by_places(mine, theirs), _by_places(theirs, mine)


def compare_numbers(left: str, right: str) -> tuple[Pieces, Pieces]:
    """Figure by figure: what was left out, put in or mistyped on either side."""
    matched = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    mine = (Piece(left[a:b], "" if tag == "equal" else DIFFERS) for tag, a, b, _, _ in matched)
    theirs = (Piece(right[a:b], "" if tag == "equal" else DIFFERS) for tag, _, _, a, b in matched)
    return tuple(one for one in mine if one.text), tuple(one for one in theirs if one.text)


def mark_of(*sides: Pieces) -> str:
    """The worst mark of any piece."""
    marks = {piece.mark for side in sides for piece in side}
    return DIFFERS if DIFFERS in marks else ALIKE if ALIKE in marks else ""


def _by_words(left: str, right: str, alike: Callable[[str, str], bool]) -> tuple[Pieces, Pieces]:
    words = left.split(), right.split()
    free = [list(range(len(side))) for side in words]
    marks: tuple[dict[int, str], dict[int, str]] = {}, {}
    for mark, fits in (("", _equal), (ALIKE, alike)):
        for place in list(free[0]):
            other = next((each for each in free[1] if fits(words[0][place], words[1][each])), None)
            if other is not None:
                free[0].remove(place)
                free[1].remove(other)
                marks[0][place] = marks[1][other] = mark
    return _marked(words[0], marks[0]), _marked(words[1], marks[1])


def _marked(words: list[str], marks: dict[int, str]) -> Pieces:
    return tuple(Piece(word, marks.get(place, DIFFERS)) for place, word in enumerate(words))


def _by_places(mine: list[str], theirs: list[str]) -> Pieces:
    return tuple(
        Piece(part, "" if place >= len(theirs) or part.strip("~") == theirs[place].strip("~") else DIFFERS)
        for place, part in enumerate(mine)
    )


def _equal(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _alike(one: str, other: str) -> bool:
    return bool(_sounds(one) & _sounds(other))


@lru_cache(maxsize=20_000)
def _sounds(word: str) -> frozenset[str]:
    tokens = fold(word).tokens
    return frozenset(key for token in tokens for key in (token.canonical, *token.variants, *token.sounds))
