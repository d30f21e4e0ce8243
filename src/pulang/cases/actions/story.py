"""Shared by the actions: loading a case that the actor may work on, and telling its timeline."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Section
from pulang.access.policy import agency_of
from pulang.audit.events import Event
from pulang.audit.record import record, record_many
from pulang.cases.errors import CaseClosed
from pulang.cases.models import Case, TimelineEntry
from pulang.cases.rules.workflow import CLOSED
from pulang.db.gathering import insert
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import Conflict, NotFound


def load_case(case_id: UUID, *, version: int | None = None, closed_too: bool = False) -> Case:
    """The case, locked for this transaction, as the actor of it may see it.

    Raises NotFound, CaseClosed, or Conflict where somebody changed it since `version` was read.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    if case.status == CLOSED and not closed_too:
        raise CaseClosed()
    if version is not None and case.version != version:
        raise stale(case)
    return case


def stale(case: Case) -> Conflict:
    """Somebody saved first: the error carries what stands now, and who changed it when."""
    last = TimelineEntry.objects.filter(case=case).order_by("-at", "-id").first()
    return Conflict(
        version=case.version,
        current={
            "status": case.status,
            "urgency": case.urgency,
            "risks": list(case.risks),
            "outcome": case.outcome,
        },
        changed_by=last.actor_name if last else "",
        changed_at=last.at if last else None,
    )


def save_case(actor: Actor, case: Case, event: Event, *, text: str = "", **details: Any) -> Case:
    """Save a changed case under its next version, and tell it."""
    case.version += 1
    case.save()
    tell(actor, case, event, text=text, **details)
    return case


def tell(
    actor: Actor,
    case: Case,
    event: Event,
    *,
    section: Section = Section.WORK,
    text: str = "",
    why: str = "assigned",
    **details: Any,
) -> None:
    """One line in the story of the case, and one word in the audit. `details` are codes, never names."""
    entry = TimelineEntry(
        case=case,
        at=timezone.now(),
        kind=event.value,
        section=section,
        actor_name=actor.name,
        agency_name=_agency_of(actor),
        details={key: str(value) if isinstance(value, UUID) else value for key, value in details.items()},
        text=text or None,
    )
    insert([entry])
    record(actor, event, scope=case.pk, why=why, **details)


def tell_many(
    actor: Actor,
    event: Event,
    said: Sequence[tuple[Case, Mapping[str, Any]]],
    *,
    section: Section = Section.WORK,
    why: str = "assigned",
) -> None:
    """As `tell`, one event in many cases at once: each case with its details."""
    agency, at = _agency_of(actor), timezone.now()
    entries = [
        TimelineEntry(
            case=case,
            at=at,
            kind=event.value,
            section=section,
            actor_name=actor.name,
            agency_name=agency,
            details={key: str(value) if isinstance(value, UUID) else value for key, value in details.items()},
        )
        for case, details in said
    ]
    insert(entries)
    record_many(actor, event, ((case.pk, details) for case, details in said), why=why)


def _agency_of(actor: Actor) -> str:
    """A partner node acts under the name of its agency."""
    if actor.kind is ActorKind.PEER:
        return actor.name
    return agency_of(actor).name if actor.agency_id else ""
