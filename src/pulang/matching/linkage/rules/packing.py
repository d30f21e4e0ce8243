"""Folded names as text and back: an engine's worker must not fold a name again for each pair."""

from functools import lru_cache

from pulang.matching.rules.evidence import Name
from pulang.matching.rules.words import Word

# Words hold letters of any script and nothing else, so these can stand between them.
_FIELD, _LIST, _WORD, _JOINED, _NAME = ",", ";", " ", "|", "/"


def pack(names: tuple[Name, ...]) -> str:
    """Names as one text; "" for none."""
    return _NAME.join(map(_packed, names))


@lru_cache(maxsize=50_000)
def unpack(text: str) -> tuple[Name, ...]:
    """What `pack` made. A word that stands in two names is one object, as comparing expects."""
    return tuple(map(_unpacked, text.split(_NAME))) if text else ()


def _packed(name: Name) -> str:
    words = _WORD.join(map(_word_text, name.words))
    return _JOINED.join((words, *(f"{place}{_FIELD}{_word_text(word)}" for word, place in name.joined)))


def _unpacked(text: str) -> Name:
    words, *joined = text.split(_JOINED)
    parted = (one.partition(_FIELD) for one in joined)
    return Name(
        tuple(map(_word, words.split(_WORD))), tuple((_word(word), int(place)) for place, _, word in parted)
    )


@lru_cache(maxsize=500_000)
def _word_text(word: Word) -> str:
    flags = "i" * word.initial + "f" * word.father
    spellings = _LIST.join(sorted(word.spellings - {word.canonical}))
    fields = (word.text, word.canonical, spellings, _LIST.join(word.sounds), word.skeleton, flags)
    return _FIELD.join((*fields, repr(word.rarity)))


@lru_cache(maxsize=500_000)
def _word(text: str) -> Word:
    written, canonical, spellings, sounds, skeleton, flags, rarity = text.split(_FIELD)
    return Word(
        text=written,
        canonical=canonical,
        spellings=frozenset((canonical, *filter(None, spellings.split(_LIST)))),
        sounds=tuple(sounds.split(_LIST)) if sounds else (),
        skeleton=skeleton,
        initial="i" in flags,
        father="f" in flags,
        rarity=float(rarity),
    )
