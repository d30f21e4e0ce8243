"""What a person can be found by exactly: each paper, each phone, each whole name."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulang.lib.errors import Invalid
from pulang.lib.names import whole_name_key
from pulang.lib.phones import parse_phone
from pulang.lib.text import ascii_digits
from pulang.persons.drafts import Sought
from pulang.persons.rules.checking import CheckedPerson


@dataclass(frozen=True)
class Key:
    """A value before it is made blind. `kind` is paper, phone or name."""

    kind: str
    value: str


def keys_of(person: CheckedPerson) -> set[Key]:
    """Every key of a checked person; names in all their forms."""
    names = [person.name, *(other.text for other in person.other_names)]
    phones = [contact.value for contact in person.contacts if contact.kind == "phone"]
    return {
        *paper_keys(paper.number for paper in person.papers),
        *(Key("phone", phone) for phone in phones),
        *_name_keys(names),
    }


def keys_of_sought(sought: Sought) -> set[Key]:
    """The keys of what a searcher typed; a part that cannot be read is left out."""
    return {
        *paper_keys(sought.papers),
        *(Key("phone", phone) for phone in map(_phone, sought.phones) if phone),
        *_name_keys([sought.name]),
    }


def paper_keys(numbers: Iterable[str]) -> set[Key]:
    """Papers compare by letters and figures alone, whatever kind they are said to be."""
    return {Key("paper", plain) for plain in map(plain_number, numbers) if plain}


def plain_number(number: str) -> str:
    """Capitals and ASCII figures only: `a 123-4567` and `A1234567` are one number."""
    return "".join(character for character in ascii_digits(number).upper() if character.isalnum())


def _name_keys(names: Iterable[str]) -> set[Key]:
    return {Key("name", key) for key in map(whole_name_key, names) if key}


def _phone(raw: str) -> str:
    try:
        phone = parse_phone(raw)
    except Invalid:
        return ""
    return phone.e164 or phone.raw
