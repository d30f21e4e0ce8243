"""Two records of one person put together, and taken apart again. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft
from pulang.persons.rules.keys import plain_number

FIELDS = ("name", "birth_date", "birth_place", "sex", "nationality", "description")
ONLY_ONE = ("nik", "khmer_id")  # a number for life: nobody has two
Part = TypeVar("Part", NameDraft, PaperDraft, ContactDraft)
_EMPTY = ("", "unknown")


def conflicts_of(one: PersonDraft, other: PersonDraft) -> tuple[str, ...]:
    """Codes of what speaks strongly against one person: `nik_differs`, `khmer_id_differs`."""
    found = []
    for kind in ONLY_ONE:
        left, right = (
            {plain_number(paper.number) for paper in draft.papers if paper.kind == kind} for draft in (one, other)
        )
        if left and right and not left & right:
            found.append(f"{kind}_differs")
    return tuple(found)


def join(kept: PersonDraft, gone: PersonDraft, take: Collection[str] = ()) -> PersonDraft:
    """Everything of both. Where both say something of one of FIELDS, `kept` holds, unless `take` names it."""
    fields = {name: _choose(getattr(kept, name), getattr(gone, name), name in take) for name in FIELDS}
    names = [*kept.other_names, *gone.other_names]
    known = {fields["name"], *(name.text for name in names)}
    names += [NameDraft("alias", draft.name) for draft in (kept, gone) if draft.name not in known]
    return replace(
        kept,
        **fields,
        other_names=_once(names, _name),
        languages=tuple(dict.fromkeys((*kept.languages, *gone.languages))),
        papers=_once([*kept.papers, *gone.papers], _paper),
        contacts=_once([*kept.contacts, *gone.contacts], _contact),
    )


def part(
    now: PersonDraft, *, kept: PersonDraft, gone: PersonDraft, put: PersonDraft, later_to_gone: bool
) -> tuple[PersonDraft, PersonDraft]:
    """Take apart what `join` put together: who was kept, and who was gone, each as she goes on alone.

    `kept`, `gone` and `put` are as they stood when they were joined. What was learned since goes to one of both;
    what was taken away since from the one who was kept stays away.
    """
    learned = {name: getattr(now, name) for name in FIELDS if getattr(now, name) != getattr(put, name)}
    first, second = dict[str, Any](), dict[str, Any]()
    for name in FIELDS:
        stays = name in learned and not later_to_gone
        first[name] = getattr(now, name) if stays else getattr(kept, name)
        second[name] = learned[name] if name in learned and later_to_gone else getattr(gone, name)
    for name, key in _KEYS.items():
        had, joined = {key(one) for one in getattr(kept, name)}, {key(one) for one in getattr(put, name)}
        own = [one for one in getattr(now, name) if key(one) in had]
        new = [one for one in getattr(now, name) if key(one) not in joined]
        first[name] = tuple(own if later_to_gone else [*own, *new])
        back = {key(one) for one in getattr(gone, name)}
        second[name] = (*getattr(gone, name), *(one for one in new if later_to_gone and key(one) not in back))
    return replace(now, **first), replace(gone, **second)


def _choose(kept: str, gone: str, take: bool) -> str:
    return gone if gone not in _EMPTY and (take or kept in _EMPTY) else kept


def _once(parts: Iterable[Part], key: Callable[[Any], object]) -> tuple[Any, ...]:
    found: dict[object, Part] = {}
    for one in parts:
        found.setdefault(key(one), one)
    return tuple(found.values())


def _name(name: NameDraft) -> object:
    return name.kind, name.text


def _paper(paper: PaperDraft) -> object:
    return paper.kind, plain_number(paper.number)


def _contact(contact: ContactDraft) -> object:
    return contact.kind, contact.value


_KEYS: dict[str, Callable[[Any], object]] = {
    "other_names": _name,
    "languages": lambda code: code,
    "papers": _paper,
    "contacts": _contact,
}
