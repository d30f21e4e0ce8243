"""What may be said of a person, part by part, and the same as something to search for. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pulang.lib.errors import Invalid
from pulang.persons.drafts import PersonDraft, Sought

MOST_OF_A_KIND = 8
SINGLE = ("birth_date", "birth_place", "sex", "nationality")


@dataclass(frozen=True)
class Part:
    """One thing that can be ticked. `key` names it among the parts of one person (`name.1`, `paper.0`, `sex`)."""

    key: str
    field: str
    value: str


def parts_of(draft: PersonDraft) -> tuple[Part, ...]:
    """Everything about her that a look-up can use; nothing else of her can be sent this way."""
    several = {
        "names": [draft.name, *(other.text for other in draft.other_names)],
        "papers": [paper.number for paper in draft.papers if paper.number],
        "phones": [contact.value for contact in draft.contacts if contact.kind == "phone"],
    }
    single = {name: str(getattr(draft, name)) for name in SINGLE}
    known = {name: value for name, value in single.items() if value and (name, value) != ("sex", "unknown")}
    parts = [
        Part(f"{field[:-1]}.{place}", field, value)
        for field, values in several.items()
        for place, value in enumerate(values[:MOST_OF_A_KIND])
    ]
    return (*parts, *(Part(name, name, value) for name, value in known.items()))


def person_said(draft: PersonDraft, keys: Collection[str]) -> dict[str, Any]:
    """`person` of the message: the ticked parts, nothing more. Raises Invalid(parts) for one that is not hers."""
    parts = {part.key: part for part in parts_of(draft)}
    said: dict[str, Any] = {}
    for key in dict.fromkeys(keys):
        if key not in parts:
            raise Invalid("parts", "not_a_choice", choices=", ".join(parts))
        part = parts[key]
        if part.field in SINGLE:
            said[part.field] = part.value
        else:
            said.setdefault(part.field, []).append(part.value)
    return said


def sought_of(person: Mapping[str, Any]) -> Sought:
    """What a partner said of her, as something to search for."""
    names = tuple(person.get("names", ()))
    return Sought(
        name=names[0] if names else "",
        other_names=names[1:],
        birth_date=person.get("birth_date", ""),
        birth_place=person.get("birth_place", ""),
        sex=person.get("sex", ""),
        papers=tuple(person.get("papers", ())),
        phones=tuple(person.get("phones", ())),
    )
