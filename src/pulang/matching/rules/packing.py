"""Prepared names as text and back: nobody folds the name of a record again to compare it."""

from functools import lru_cache

from pulang.matching.rules.evidence import Name
from pulang.matching.rules.words import Word, word

# Words hold letters of any script and nothing else, so these can stand between them.
_FIELD, _LIST, _WORD, _NAME = ",", ";", " ", "/"
_PLACES = "0123456789abcdefghijklmnopqrstuvwxyz"  # of words that are also written as one with the next


def pack(names: tuple[Name, ...]) -> str:
    """Names as one text; "" for none."""
    return _NAME.join(map(_packed, names))


@lru_cache(maxsize=50_000)  # who links compares the same names again and again
def unpack(text: str) -> tuple[Name, ...]:
    """What `pack` made. A word that stands in two names is one object, as comparing expects."""
    if not text:
        return ()
    if _NAME not in text:
        return (_unpacked(text),)
    return tuple(map(_unpacked, text.split(_NAME)))


def _packed(name: Name) -> str:
    return _WORD.join(("".join(_PLACES[place] for place in name.joins), *map(_word_text, name.words)))


def _unpacked(text: str) -> Name:
    joins, *words = text.split(_WORD)
    return Name(tuple(map(_word, words)), _joins(joins))


@lru_cache(maxsize=5_000)
def _joins(text: str) -> tuple[int, ...]:
    return tuple(map(_PLACES.index, text))


@lru_cache(maxsize=500_000)
def _word_text(one: Word) -> str:
    spellings = _LIST.join(sorted(one.spellings - {one.canonical}))
    flags = "i" * one.initial + "f" * one.father
    return _FIELD.join((one.text, one.canonical, spellings, _LIST.join(one.sounds), one.skeleton, flags))


@lru_cache(maxsize=500_000)
def _word(text: str) -> Word:
    written, canonical, spellings, sounds, skeleton, flags = text.split(_FIELD)
    return word(
        written,
        canonical,
        tuple(filter(None, spellings.split(_LIST))),
        tuple(sounds.split(_LIST)) if sounds else (),
        skeleton,
        "i" in flags,
        "f" in flags,
    )
