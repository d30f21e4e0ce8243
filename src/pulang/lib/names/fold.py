"""Folding a whole name: from what somebody wrote to words that can be compared."""

from functools import lru_cache
from itertools import pairwise

from pulang.lib.names import tables
from pulang.lib.names.khmer import romanise
from pulang.lib.names.model import FoldedName, Role, Step, Token
from pulang.lib.names.spelling import Spelled, is_old, skeleton, sound_key, spell
from pulang.lib.names.splitting import Parts, split
from pulang.lib.text import Script, script_of

_SUN_LETTERS = "rstdnz"
_SHORTEST_REST = 4
_MAX_ALIASES = 4

_Words = list[tuple[str, str, Role]]  # as written, as read, role


def fold(name: str) -> FoldedName:
    """Fold a name in Latin or Khmer script. Never fails: a name without letters has no tokens."""
    parts = split(name)
    steps = [Step(f"removed_{item.kind}", item.text, "") for item in parts.removed]
    words = _regrouped(parts, steps)
    old = any(is_old(read) for _, read, _ in words)
    tokens = tuple(_token(text, read, role, old, steps) for text, read, role in words)
    return FoldedName(
        raw=name,
        script=script_of(name),
        tokens=tokens,
        joined=_joined(tokens),
        aliases=tuple(fold(alias) for alias in parts.aliases[:_MAX_ALIASES]),
        removed=tuple(parts.removed),
        steps=tuple(steps),
    )


def whole_name_key(name: str) -> str:
    """Return the order-free canonical key of a whole name: ``"joko muhamad susilo"``; "" without letters."""
    return fold(name).key


def _regrouped(parts: Parts, steps: list[Step]) -> _Words:
    """Bring words to one way of joining, and short forms to the word they stand for."""
    table = tables.words()
    balinese = any(role is Role.BIRTH_ORDER for _, role in parts.words)
    found: _Words = []
    pending = ""
    for place, (word, role) in enumerate(parts.words):
        last = place == len(parts.words) - 1
        if word in table.joins_next and not last and role is not Role.INITIAL:
            pending += word
            continue
        if pending:
            steps.append(Step("joined", f"{pending} {word}", pending + word))
            found.append((pending + word, pending + word, role))
            pending = ""
            continue
        found += _read(word, role, first=not found and not last, balinese=balinese, steps=steps)
    return found


def _read(word: str, role: Role, *, first: bool, balinese: bool, steps: list[Step]) -> _Words:
    table = tables.words()
    if balinese and role is Role.BIRTH_ORDER and word in table.balinese_short:
        full = table.balinese_short[word]
        steps.append(Step("balinese_short", word, full))
        return [(word, full, role)]
    # A first "M." is Muhammad nearly always; elsewhere it is an initial like any other.
    if word in table.muhammad_full or word in table.muhammad_short or (word == "m" and first):
        if word != table.muhammad:
            steps.append(Step("muhammad", word, table.muhammad))
        return [(word, table.muhammad, Role.NAME if role is Role.INITIAL else role)]
    pieces = _pieces(word)
    if pieces != (word,):
        steps.append(Step("split", word, " ".join(pieces)))
    return [(word if len(pieces) == 1 else piece, piece, role) for piece in pieces]


@lru_cache(maxsize=100_000)
def _pieces(word: str) -> tuple[str, ...]:
    """Split words that are written both ways: Nurhayati is Nur Hayati, Abdurrahman is Abdul Rahman."""
    table = tables.words()
    if word in table.abdul_alone:
        return ("abdul",)
    if word in table.families:
        return (word,)
    modern = word.replace("oe", "u")
    if modern.startswith("abdu") and word not in table.abdul_kept:
        rest = modern[4:]
        if rest.startswith("l") and len(rest) >= _SHORTEST_REST:
            return "abdul", rest[1:]
        if rest[:1] in _SUN_LETTERS and len(rest) >= _SHORTEST_REST:
            return "abdul", rest[1:] if rest[0] == rest[1] else rest
    for prefix in table.prefixes:
        written = next((form for form in (prefix, prefix.replace("u", "oe")) if word.startswith(form)), "")
        if written and len(word) - len(written) >= _SHORTEST_REST and len(word) > len(prefix):
            return written, word[len(written) :]
    return (word,)


def _token(text: str, read: str, role: Role, old: bool, steps: list[Step]) -> Token:
    token, token_steps = _folded_word(text, read, role, old)
    steps += token_steps
    return token


@lru_cache(maxsize=200_000)
def _folded_word(text: str, read: str, role: Role, old: bool) -> tuple[Token, tuple[Step, ...]]:
    script = script_of(read)
    if script is Script.KHMER and (readings := romanise(read)):
        spelled = [spell(reading) for reading in readings]
        more = tuple(name for item in spelled for name in (item.canonical, *item.variants))
        role = Role.FAMILY if role is Role.NAME and readings[0] in tables.words().families else role
        steps = tuple(Step("khmer", read, reading) for reading in readings)
        return _build(text, spelled[0], more, role), steps
    if script is Script.LATIN and read.isascii():
        word = spell(read, old)
        steps = tuple(Step.of(change) for change in word.changes + word.variant_changes)
        return _build(text, word, word.variants, role), steps
    return Token(text, read, read, read, role, (), (read,)), ()


def _build(text: str, spelled: Spelled, more: tuple[str, ...], role: Role) -> Token:
    variants = tuple(dict.fromkeys(name for name in more if name != spelled.canonical))
    sound = sound_key(spelled.canonical)
    sounds = tuple(dict.fromkeys((sound, *(sound_key(name) for name in variants))))
    return Token(text, spelled.canonical, sound, skeleton(sound), role, variants, sounds)


def _joined(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    found = []
    for left, right in pairwise(tokens):
        if Role.INITIAL in (left.role, right.role) or left.role is not right.role:
            continue
        canonical = left.canonical + right.canonical
        sound = sound_key(canonical)
        found.append(Token(left.text + right.text, canonical, sound, skeleton(sound), left.role, (), (sound,)))
    return tuple(found)
