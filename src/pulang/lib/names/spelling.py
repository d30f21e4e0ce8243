"""One word: its one spelling, the other spellings it may stand for, its sound and its skeleton."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pulang.lib.names import tables

MAX_VARIANTS = 5
_VOWELS = re.compile("[aeiou]+")


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that changed a word: its code, the word before and after."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """A folded word. ``variants`` are canonical spellings too; ``changes`` lead to ``canonical``."""

    canonical: str
    variants: tuple[str, ...]
    changes: tuple[Change, ...]
    variant_changes: tuple[Change, ...]


@lru_cache(maxsize=200_000)
def spell(word: str, old: bool = False) -> Spelled:
    """Fold a lower-case ASCII word; ``old`` says that another word of the name is in old spelling."""
    rules = tables.spelling()
    canonical, changes = _canonical(word)
    old = old or is_old(word)
    variants: dict[str, Change] = {}
    for rule in rules.variants:
        if rule.old and not old:
            continue
        other = rule.find.sub(rule.put, word)
        if other != word and (spelled := _canonical(other)[0]) not in (canonical, *variants):
            variants[spelled] = Change(rule.code, canonical, spelled)
    kept = list(variants)[:MAX_VARIANTS]
    return Spelled(canonical, tuple(kept), changes, tuple(variants[name] for name in kept))


@lru_cache(maxsize=200_000)
def is_old(word: str) -> bool:
    """Whether a word shows the spelling before 1972."""
    # "oeu" is how Khmer is written, and says nothing about Indonesian.
    plain = word.replace("oeu", "")
    return any(rule.old and rule.find.search(plain) for rule in tables.spelling().canonical)


@lru_cache(maxsize=200_000)
def sound_key(canonical: str) -> str:
    """Return the lossy key of a canonical spelling: b/p, d/t, g/k, c/j, s/z alike, vowels a, i and u."""
    text = canonical
    for rule in tables.spelling().sound:
        text = rule.find.sub(rule.put, text)
    return text or canonical


def skeleton(sound: str) -> str:
    """Return the consonants of a sound key; of a word of vowels its first."""
    return _VOWELS.sub("", sound) or sound[:1]


def _canonical(word: str) -> tuple[str, tuple[Change, ...]]:
    words = tables.words()
    changes: list[Change] = []
    text = word
    if same := words.same_names.get(word):
        text = _step(changes, "same_name", text, same)
    for rule in tables.spelling().canonical:
        text = _step(changes, rule.code, text, rule.find.sub(rule.put, text))
    if same := _folded_same_names().get(text):
        text = _step(changes, "same_name", text, same)
    return text or word, tuple(changes)


def _step(changes: list[Change], code: str, before: str, after: str) -> str:
    if before != after:
        changes.append(Change(code, before, after))
    return after


@lru_cache(maxsize=1)
def _folded_same_names() -> dict[str, str]:
    """The table of same names once more, both sides as the rules leave them."""

    def by_rules(word: str) -> str:
        for rule in tables.spelling().canonical:
            word = rule.find.sub(rule.put, word)
        return word

    return {by_rules(name): by_rules(kept) for name, kept in tables.words().same_names.items()}
