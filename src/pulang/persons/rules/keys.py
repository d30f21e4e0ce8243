"""What a person can be found by exactly: each paper, each phone, each whole name, alone and with the birth date."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pulang.lib.errors import Invalid
from pulang.lib.names import whole_name_key
from pulang.lib.partial_date import PartialDate
from pulang.lib.phones import parse_phone
from pulang.lib.text import ascii_digits
from pulang.persons.drafts import Sought
from pulang.persons.rules.checking import CheckedPerson


@dataclass(frozen=True)
class Key:
    """A value before it is made blind. `kind` is paper, phone, name or born (a name with a whole birth date)."""

    kind: str
    value: str


def keys_of(person: CheckedPerson) -> set[Key]:
    """Every key of a checked person; names in all their forms."""
    names = [person.name, *(other.text for other in person.other_names)]
    phones = [contact.value for contact in person.contacts if contact.kind == "phone"]
    return {
        *paper_keys(paper.number for paper in person.papers),
        *(Key("phone", phone) for phone in phones),
        *_name_keys(names, person.birth_date),
    }


def keys_of_sought(sought: Sought, birth_date: PartialDate | None = None) -> set[Key]:
    """The keys of what a searcher typed, with the birth date as it was read; an unreadable phone is left out."""
    return {
        *paper_keys(sought.papers),
        *(Key("phone", phone) for phone in map(_phone, sought.phones) if phone),
        *_name_keys([sought.name, *sought.other_names], birth_date),
    }


def paper_keys(numbers: Iterable[str]) -> set[Key]:
    """Papers compare by letters and figures alone, whatever kind they are said to be."""
    return {Key("paper", plain) for plain in map(plain_number, numbers) if plain}


def enough(kinds: Collection[str]) -> bool:
    """Whether equal keys of these kinds are a document number or two identifiers: then strangers are told."""
    return "paper" in kinds or "born" in kinds or {"name", "phone"} <= set(kinds)


def plain_number(number: str) -> str:
    """Capitals and ASCII figures only: `a 123-4567` and `A1234567` are one number."""
    return "".join(character for character in ascii_digits(number).upper() if character.isalnum())


def _name_keys(names: Iterable[str], birth_date: PartialDate | None) -> set[Key]:
    plain = {key for key in map(whole_name_key, names) if key}
    born = {Key("born", f"{key}|{birth_date}") for key in plain} if birth_date and birth_date.exact else set()
    return {Key("name", key) for key in plain} | born


def _phone(raw: str) -> str:
    try:
        phone = parse_phone(raw)
    except Invalid:
        return ""
    return phone.e164 or phone.raw
