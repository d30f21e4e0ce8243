"""Verifying somebody without papers: asking, hearing the family, saying what was confirmed."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.cases.dossiers.errors import EntryWithdrawn
from pulang.cases.dossiers.models import Entry, EntryState, Kind
from pulang.cases.dossiers.queries import dossier_for
from pulang.cases.dossiers.rules import questions, relations
from pulang.cases.models import Case
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.text import clean_text

LONG, SHORT = 2000, 200
SETTLED = (EntryState.CONFIRMED, EntryState.CONTRADICTED, EntryState.OPEN)


@action(Permission.CASE_WORK)
def record_answers(actor: Actor, *, case_id: UUID, answers: Mapping[str, str]) -> list[Entry]:
    """What she answered, by the code of the question. An answer that changes takes the place of the earlier one,

    which stays as taken back. Raises NotFound, CaseClosed, Invalid.
    """
    unknown = answers.keys() - questions().keys()
    if unknown:
        raise Invalid("answers", "unknown_question")
    case = _open(actor, case_id)
    given = {code: clean_text(text, field=code, max_length=LONG, multiline=True) for code, text in answers.items()}
    held = {
        one.code: one
        for one in Entry.objects.filter(case=case, kind=Kind.ANSWER).exclude(state=EntryState.WITHDRAWN)
    }
    made = []
    for code, text in given.items():
        before = held.get(code)
        if not text or (before is not None and before.said["text"] == text):
            continue
        if before is not None:
            before.state = EntryState.WITHDRAWN
            before.save(update_fields=["state"])
        made.append(_keep(actor, case, Kind.ANSWER, code, {"text": text}))
    if made:
        _tell(actor, case, answers=len(made))
    return made


@action(Permission.CASE_WORK)
def record_statement(
    actor: Actor, *, case_id: UUID, relation: str, name: str, text: str, contact: str = ""
) -> Entry:
    """What somebody of her family or village said of her. Raises NotFound, CaseClosed, Invalid."""
    if relation not in relations():
        raise Invalid("relation", "not_a_choice")
    said = {
        "name": _text("name", name, SHORT),
        "text": _text("text", text, LONG),
        "contact": clean_text(contact, field="contact", max_length=SHORT),
    }
    case = _open(actor, case_id)
    made = _keep(actor, case, Kind.FAMILY, relation, said)
    _tell(actor, case, statement=relation)
    return made


@action(Permission.CASE_WORK)
def note_prints(actor: Actor, *, case_id: UUID, authority: str, reference: str) -> Entry:
    """Who holds her fingerprints, and under which number. Raises NotFound, CaseClosed, Invalid."""
    said = {"authority": _text("authority", authority, SHORT), "reference": _text("reference", reference, SHORT)}
    case = _open(actor, case_id)
    made = _keep(actor, case, Kind.PRINTS, "", said)
    _tell(actor, case, prints=True)
    return made


@action(Permission.CASE_WORK)
def settle_entry(actor: Actor, *, case_id: UUID, entry_id: UUID, state: str, remark: str = "") -> Entry:
    """Say that something is confirmed, contradicted or open again; `withdrawn` takes it back.

    What is contradicted or taken back needs its reason. Raises NotFound, CaseClosed, EntryWithdrawn, Invalid.
    """
    if state not in EntryState.values:
        raise Invalid("state", "not_a_choice")
    words = clean_text(remark, field="remark", max_length=LONG, multiline=True)
    if state in (EntryState.CONTRADICTED, EntryState.WITHDRAWN) and not words:
        raise Invalid("remark", "required")
    case = _open(actor, case_id)
    entry = Entry.objects.select_for_update().filter(pk=entry_id, case=case).first()
    if entry is None:
        raise NotFound()
    if entry.state == EntryState.WITHDRAWN:
        raise EntryWithdrawn()
    _settle(actor, entry, state, words)
    _tell(actor, case, settled=state)
    return entry


def take_checks(actor: Actor, case: Case, checked: Iterable[Mapping[str, Any]]) -> int:
    """Part of the partner's answer: what it confirmed or contradicted. What is not of this case is passed over."""
    done = 0
    for one in checked:
        entry = Entry.objects.filter(pk=one["ref"], case=case).exclude(state=EntryState.WITHDRAWN).first()
        if entry is not None and one["state"] in SETTLED:
            _settle(actor, entry, one["state"], one.get("remark", ""))
            done += 1
    return done


def _open(actor: Actor, case_id: UUID) -> Case:
    dossier_for(actor, case_id)
    return load_case(case_id)


def _text(field: str, raw: str, limit: int) -> str:
    text = clean_text(raw, field=field, max_length=limit, multiline=limit == LONG)
    if not text:
        raise Invalid(field, "required")
    return text


def _keep(actor: Actor, case: Case, kind: Kind, code: str, said: dict[str, str]) -> Entry:
    by = {"agency_id": agency_id(actor), "recorded_by": actor.name}
    return Entry.objects.create(case=case, kind=kind, code=code, said=said, **by)


def _settle(actor: Actor, entry: Entry, state: str, remark: str) -> None:
    entry.state, entry.settled_by, entry.settled_at = state, actor.name, timezone.now()
    entry.remark = remark or None
    entry.save(update_fields=["state", "settled_by", "settled_at", "remark"])


def _tell(actor: Actor, case: Case, **details: Any) -> None:
    tell(actor, case, Event.DOSSIER_CHANGED, section=Section.IDENTITY, **details)
