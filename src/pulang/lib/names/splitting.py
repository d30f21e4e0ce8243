"""A raw name taken apart: words in order with their roles, aliases, and what does not belong to the name."""

import re
import unicodedata
from dataclasses import dataclass, field

from pulang.lib.names import tables
from pulang.lib.names.model import Removed, Role
from pulang.lib.text import Script, script_of

MAX_LENGTH = 300
MAX_WORDS = 12

_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_BRACKETED = re.compile(r"[(\[\"“«]([^)\]\"”»]*)[)\]\"”»]")
_PLAIN = re.compile(r"[A-Za-z.,@/ ]*")
_BREAKS = re.compile(r"[\s\u200b_/\\|;:+*&=<>(){}\[\]\"“”«»\-–—]+")
_KHMER = re.compile("[\u1780-\u17d3]+")


@dataclass(slots=True)
class Parts:
    """Words with roles, the texts of aliases, and what was taken out."""

    words: list[tuple[str, Role]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)


@dataclass(slots=True)
class _Chunk:
    """A piece between spaces; ``marked`` says a comma stood before it or points inside it."""

    text: str
    marked: bool

    @property
    def plain(self) -> str:
        return self.text.replace(".", "").lower()


def split(raw: str) -> Parts:
    """Take a name apart. Never fails; an empty or unusable name has no words."""
    parts = Parts()
    text = _clean(raw)
    main, *aliases = _split_aliases(text, parts)
    parts.aliases += [alias for alias in aliases if alias.strip()]
    chunks = _chunks(main)
    chunks = _without_degrees(_without_titles(chunks, parts), parts)
    words = _with_roles(_words(chunks), parts)
    for word, _ in words[MAX_WORDS:]:
        parts.removed.append(Removed(word, "excess"))
    parts.words = words[:MAX_WORDS]
    return parts


def _clean(raw: str) -> str:
    """Latin letters without marks, Khmer as it is; emoji, direction marks and signs go."""
    if _PLAIN.fullmatch(raw) and len(raw) <= MAX_LENGTH:
        return raw
    text = unicodedata.normalize("NFKD", raw[:MAX_LENGTH])
    kept = []
    for character in text:
        category = unicodedata.category(character)
        khmer = "\u1780" <= character <= "\u17d3"
        if khmer or character in "\u200b@" or category[0] not in "CMS":
            kept.append(character)
        elif character in "\t\n\r+<>=|`´":
            kept.append("'" if character in "`´" else " ")
    return _APOSTROPHES.sub("", "".join(kept))


def _split_aliases(text: str, parts: Parts) -> list[str]:
    """Return the main name and what stands after alias words or in brackets."""
    bracketed = [found.strip() for found in _BRACKETED.findall(text)]
    text = _BRACKETED.sub(" ", text).replace("@", " @ ")
    names: list[list[str]] = [[]]
    for word in text.split():
        if word.lower().strip(",") in tables.words().alias and names[0]:
            parts.removed.append(Removed(word, "alias"))
            names.append([])
        else:
            names[-1].append(word)
    return [" ".join(words) for words in names] + bracketed


def _chunks(text: str) -> list[_Chunk]:
    chunks, after_comma = [], False
    for piece in text.replace(",", " , ").split():
        if piece == ",":
            after_comma = True
        else:
            chunks.append(_Chunk(piece, after_comma or "." in piece))
            after_comma = False
    return chunks


def _without_titles(chunks: list[_Chunk], parts: Parts) -> list[_Chunk]:
    words = tables.words()
    while len(chunks) > 1 and chunks[0].plain in words.titles:
        if chunks[0].plain in words.titles_that_are_names and not chunks[0].marked and len(chunks) < 3:
            break
        parts.removed.append(Removed(chunks.pop(0).text, "title"))
    return chunks


def _without_degrees(chunks: list[_Chunk], parts: Parts) -> list[_Chunk]:
    words = tables.words()
    mixed_case = any(chunk.text != chunk.text.upper() for chunk in chunks)
    while len(chunks) > 1 and (chunk := chunks[-1]).plain in words.degrees:
        shouted = chunk.text == chunk.text.upper() and mixed_case
        if not (chunk.marked or (len(chunks) > 2 and (shouted or not mixed_case))):
            break
        parts.removed.append(Removed(chunks.pop().text, "degree"))
    return chunks


def _words(chunks: list[_Chunk]) -> list[str]:
    """Lower-case words; points end a word, except in the markers that need them (``b.``, ``br.``)."""
    words = tables.words()
    markers = words.patronymic | words.clan_marker
    found: list[str] = []
    for place, chunk in enumerate(chunks):
        lower = chunk.text.lower()
        capital = chunk.text != lower and lower in words.patronymic_in_lower_case
        if lower in markers and 0 < place < len(chunks) - 1 and not capital:
            found.append(lower)
            continue
        if lower.isascii() and lower.isalpha():
            found.append(lower)
            continue
        for piece in _BREAKS.split(lower.replace(".", " ")):
            found += [piece] if script_of(piece) is not Script.MIXED else _by_script(piece)
    return [word for word in found if word]


def _by_script(word: str) -> list[str]:
    return [piece for piece in re.split(f"({_KHMER.pattern})", word) if piece]


def _with_roles(words: list[str], parts: Parts) -> list[tuple[str, Role]]:
    table = tables.words()
    balinese = _is_balinese(words)
    found: list[tuple[str, Role]] = []
    father = False
    for place, word in enumerate(words):
        last = place == len(words) - 1
        if found and not last and word in table.patronymic:
            parts.removed.append(Removed(word, "patronymic"))
            father = True
        elif found and not last and word in table.clan_marker:
            parts.removed.append(Removed(word, "clan_marker"))
        elif balinese and place == 0 and word in table.gender:
            parts.removed.append(Removed(word, "gender"))
        elif father and not last and found[-1][1] is not Role.FATHER and word in table.titles:
            parts.removed.append(Removed(word, "title"))
        elif letters := _letters(word):
            if letters != word:
                figures = "".join(character for character in word if not _in_word(character))
                parts.removed.append(Removed(figures, "number"))
            found.append((letters, Role.FATHER if father else _role(letters, balinese)))
        elif any(character.isdigit() for character in word):
            parts.removed.append(Removed(word, "number"))
    return found


def _letters(word: str) -> str:
    return word if word.isalpha() else "".join(character for character in word if _in_word(character))


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _is_balinese(words: list[str]) -> bool:
    table = tables.words()
    if len(words) < 2:
        return False
    return words[0] in table.birth_order or (words[0] in table.gender and words[1] in table.balinese)


def _role(word: str, balinese: bool) -> Role:
    table = tables.words()
    if balinese and (word in table.birth_order or word in table.balinese_short):
        return Role.BIRTH_ORDER
    if len(word) == 1 and word.isascii():
        return Role.INITIAL
    return Role.FAMILY if word in table.families else Role.NAME
