"""A person as somebody typed her, not yet checked: what forms, lists, messages and the API hand to the actions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameDraft:
    """A further name; `kind` is a word of `models.NameKind`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper; `kind` and `state` are words of `models.PaperKind` and `models.PaperState`.

    `country` is a code or a name of the issuer, `expires` a whole date, `mrz` both lines. With an MRZ of a
    passport the number may be left out.
    """

    kind: str
    number: str = ""
    country: str = ""
    expires: str = ""
    mrz: str = ""
    state: str = "unknown"


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """How to reach her or somebody near her; `kind` is a word of `models.ContactKind`."""

    kind: str
    value: str
    whose: str = ""
    safe: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person. Every text is as typed; `birth_date` may be partial ("1998", "about 1998", "3/1998").

    `sex` is a word of `models.Sex`, `nationality` a country's code or name, `languages` ISO 639-1 codes.
    """

    name: str
    birth_date: str = ""
    birth_place: str = ""
    sex: str = "unknown"
    nationality: str = ""
    languages: tuple[str, ...] = ()
    description: str = ""
    names: tuple[NameDraft, ...] = ()
    papers: tuple[PaperDraft, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()
