"""Reading the verification of somebody without papers."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.dossiers.models import Entry, EntryState, Kind
from pulang.cases.dossiers.rules import Standing, questions, relations, standing_of, version
from pulang.cases.models import Case
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class EntryView:
    """`contact` is empty for all but the agency that took the statement: a family is in danger too."""

    id: UUID
    kind: str
    code: str
    said: dict[str, str]
    contact: str
    state: str
    recorded_by: str
    settled_by: str
    remark: str


@dataclass(frozen=True)
class Dossier:
    case: Case
    entries: tuple[EntryView, ...]
    standing: Standing


@query(Permission.CASE_READ)
def dossier_for(actor: Actor, case_id: UUID) -> Dossier:
    """Raises NotFound, also without the section `identity`."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None or Section.IDENTITY not in held_sections(actor, case_id):
        raise NotFound()
    entries = entries_of(case_id)
    record(actor, Event.PERSON_READ, scope=case_id, why=Why.ASSIGNED, dossier=len(entries))
    own = agency_id(actor)
    return Dossier(case, tuple(_view(one, own) for one in entries), _standing(entries))


def entries_of(case_id: UUID) -> list[Entry]:
    """What counts, in the order in which it was recorded. For an action that has the case already."""
    rows = Entry.objects.filter(case_id=case_id).exclude(state=EntryState.WITHDRAWN)
    return list(rows.select_related("case").order_by("recorded_at", "id"))


def standings(case_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """How far each case is, for those who judge a step; a case without anything is not in it."""
    held: dict[UUID, list[tuple[str, str]]] = {}
    rows = Entry.objects.filter(case__in=case_ids).exclude(state=EntryState.WITHDRAWN)
    for case_id, kind, state in rows.values_list("case_id", "kind", "state"):
        held.setdefault(case_id, []).append((kind, state))
    return {case_id: standing_of(entries) for case_id, entries in held.items()}


def wire_of(case: Case) -> dict[str, Any]:
    """What travels in a request to verify her, without the names of relatives and how to reach them."""
    entries = entries_of(case.pk)
    if not entries:
        return {}
    kinds = {kind: [one for one in entries if one.kind == kind] for kind in Kind.values}
    return {
        "bank": version(),
        "answers": [
            {"ref": str(one.pk), "code": one.code, "question": question_of(one.code), "answer": one.said["text"]}
            for one in kinds[Kind.ANSWER]
        ],
        "family": [
            {"ref": str(one.pk), "relation": one.code, "statement": one.said["text"]} for one in kinds[Kind.FAMILY]
        ],
        "prints": [{"ref": str(one.pk), **one.said} for one in kinds[Kind.PRINTS]],
    }


def question_of(code: str, language: str = "en") -> str:
    texts = questions().get(code) or relations().get(code) or {}
    return texts.get(language) or texts.get("en", code)


def _standing(entries: Collection[Entry]) -> Standing:
    return standing_of((one.kind, one.state) for one in entries)


def _view(one: Entry, own: UUID) -> EntryView:
    said = dict(one.said)
    contact = said.pop("contact", "") if one.agency_id == own else ""
    said.pop("contact", "")
    return EntryView(
        id=one.pk,
        kind=one.kind,
        code=one.code,
        said=said,
        contact=contact,
        state=one.state,
        recorded_by=one.recorded_by,
        settled_by=one.settled_by,
        remark=one.remark or "",
    )
