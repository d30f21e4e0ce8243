"""What somebody enters about a person, before it is checked. Every text is as she typed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PaperDraft:
    kind: str
    number: str
    country: str = ""
    expires: str = ""
    mrz: str = ""
    state: str = "unknown"
    report: str = ""  # number of the police report of its loss
    reported_on: str = ""


@dataclass(frozen=True)
class ContactDraft:
    kind: str
    value: str
    whose: str = ""
    safe: bool = True
    note: str = ""


@dataclass(frozen=True)
class NameDraft:
    kind: str
    text: str


@dataclass(frozen=True)
class PersonDraft:
    """`sex` and `nationality` are codes; `birth_date` may be a whole date, a month, a year or "about 1998"."""

    name: str
    other_names: tuple[NameDraft, ...] = ()
    birth_date: str = ""
    birth_place: str = ""
    sex: str = "unknown"
    nationality: str = ""
    languages: tuple[str, ...] = ()
    description: str = ""
    papers: tuple[PaperDraft, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()


def draft_from(held: Mapping[str, Any]) -> PersonDraft:
    """The draft again that `dataclasses.asdict` made plain."""
    parts = {
        "other_names": tuple(NameDraft(**one) for one in held["other_names"]),
        "languages": tuple(held["languages"]),
        "papers": tuple(PaperDraft(**one) for one in held["papers"]),
        "contacts": tuple(ContactDraft(**one) for one in held["contacts"]),
    }
    return PersonDraft(**{**held, **parts})


@dataclass(frozen=True)
class Sought:
    """What a searcher knows: any part may be missing."""

    name: str = ""
    birth_date: str = ""
    papers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    birth_place: str = ""
    sex: str = ""
