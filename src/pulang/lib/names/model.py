"""What a folded name is made of."""

from dataclasses import dataclass
from enum import StrEnum

from pulang.lib.names.spelling import Change
from pulang.lib.text import Script


class Role(StrEnum):
    """What a word does in a name."""

    NAME = "name"
    FAMILY = "family"
    FATHER = "father"
    BIRTH_ORDER = "birth_order"
    INITIAL = "initial"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a name.

    ``text`` is the word as written, ``canonical`` its one spelling, ``variants`` further canonical spellings
    it may stand for, ``sound`` a lossy key and ``skeleton`` its consonants. All but ``text`` are lower-case
    ASCII, or the written word in lower case where its script is neither Latin nor Khmer.
    """

    text: str
    canonical: str
    sound: str
    skeleton: str
    role: Role = Role.NAME
    variants: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    """The sound key and those of the variants, without repetition, ``sound`` first."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A word taken out; ``kind`` ends the code of its step: title, degree, alias, number …"""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to a name, for ``explain``: a code and the text before and after."""

    code: str
    before: str
    after: str

    @classmethod
    def of(cls, change: Change) -> "Step":
        """Turn a change of spelling into a step."""
        return cls(change.code, change.before, change.after)


@dataclass(frozen=True, slots=True)
class FoldedName:
    """A name as a bag of tokens in written order, with the aliases that were found in it."""

    raw: str
    script: Script
    tokens: tuple[Token, ...]
    joined: tuple[Token, ...] = ()
    """Each two neighbouring words written as one, so that joined and split words meet."""
    aliases: tuple["FoldedName", ...] = ()
    removed: tuple[Removed, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def own(self) -> tuple[Token, ...]:
        """The tokens of the person's own name, the father's left out."""
        return tuple(token for token in self.tokens if token.role is not Role.FATHER)

    @property
    def key(self) -> str:
        """The canonical spellings in alphabetical order, the father's name and lone initials left out."""
        return " ".join(sorted(token.canonical for token in self._weighty))

    @property
    def sound_key(self) -> str:
        """As ``key``, by sound."""
        return " ".join(sorted(token.sound for token in self._weighty))

    @property
    def _weighty(self) -> tuple[Token, ...]:
        full = tuple(token for token in self.own if token.role is not Role.INITIAL)
        return full or self.own
