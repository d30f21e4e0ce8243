"""The check digit of ICAO Doc 9303 part 3: weights 7, 3, 1; letters from A = 10; the filler is 0."""

import string
from itertools import cycle

_VALUES = {character: value for value, character in enumerate(string.digits + string.ascii_uppercase)}
_VALUES["<"] = 0

# What typing and reading by machine confuse: a letter and the figure it stands for.
_AS_DIGIT = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
_AS_LETTER = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}


def check_digit(text: str) -> str:
    """Return the check digit of ``text`` (A–Z, 0–9, ``<``)."""
    return str(sum(_VALUES[character] * weight for character, weight in zip(text, cycle((7, 3, 1)))) % 10)


def as_digits(text: str) -> str:
    """Return ``text`` with the letters that are usually misread figures made figures."""
    return "".join(_AS_DIGIT.get(character, character) for character in text)


def readings(text: str, expected: str) -> list[str]:
    """Return what ``text`` may have been before one character was misread, if the check digit then fits."""
    found = []
    for place, character in enumerate(text):
        for other in (_AS_DIGIT.get(character), _AS_LETTER.get(character)):
            if other is not None:
                candidate = text[:place] + other + text[place + 1 :]
                if check_digit(candidate) == expected:
                    found.append(candidate)
    return found
