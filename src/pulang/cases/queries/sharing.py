"""Before something leaves: what a share would carry, and which partners hold the case already."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Grant
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case, CaseFile, Consent
from pulang.cases.rules.sections import SENDABLE
from pulang.exchange.partners.knowing import Partner, partners_for
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.drafts import PersonDraft
from pulang.persons.queries import person_for

CONSENT = "share_partner"


@dataclass(frozen=True)
class CasePartner:
    """A partner and whether it holds a copy of the case now."""

    partner: Partner
    holds: bool


@dataclass(frozen=True)
class SharePreview:
    """`body` is exactly what would leave. `consent`: whether she allows sharing now, None where nobody asked."""

    case: Case
    body: dict[str, Any]
    consent: bool | None


@query(Permission.MESSAGE_SEND)
def share_preview_for(actor: Actor, case_id: UUID) -> SharePreview:
    """What a share of the case would carry. Raises NotFound, also where the actor does not hold her identity."""
    case = _case(case_id)
    draft = person_for(actor, case.person_id).draft
    return SharePreview(case, shared_body(case, draft, summary=""), consent_to_share(case))


@query(Permission.MESSAGE_READ)
def case_partners_for(actor: Actor, case_id: UUID) -> tuple[CasePartner, ...]:
    """Every paired partner, and whether it holds the case. Raises NotFound."""
    _case(case_id)
    running = Grant.objects.filter(scope=case_id, ended_at=None, until__gt=timezone.now())
    holding = set(running.values_list("agency_id", flat=True))
    return tuple(CasePartner(one, one.agency_id in holding) for one in partners_for(actor))


@query(Permission.MESSAGE_SEND)
def sendable_files_for(actor: Actor, case_id: UUID) -> tuple[CaseFile, ...]:
    """The files that can go with a message about the case, newest first. Raises NotFound."""
    case = _case(case_id)
    held = CaseFile.objects.filter(case=case, section__in=SENDABLE).order_by("-added_at", "-id")
    files = tuple(held)
    for file in files:
        file.case = case
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, part="files", count=len(files))
    return files


def consent_to_share(case: Case) -> bool | None:
    """Whether her newest answer allows sharing with a partner today; None where nobody asked."""
    asked = Consent.objects.filter(case=case, scopes__contains=[CONSENT]).order_by("-recorded_at").first()
    return asked.holds(timezone.localdate()) if asked else None


def shared_body(case: Case, draft: PersonDraft, *, summary: str) -> dict[str, Any]:
    """The body of `case.share`: what the partner needs to work on the case, and nothing more."""
    return {
        "case": str(case.uid),
        "number": case.number,
        "person": {
            "name": draft.name,
            "other_names": [{"kind": other.kind, "text": other.text} for other in draft.other_names],
            "birth_date": draft.birth_date,
            "birth_place": draft.birth_place,
            "sex": draft.sex,
            "nationality": draft.nationality,
            "papers": [
                {"kind": paper.kind, "number": paper.number, "country": paper.country, "state": paper.state}
                for paper in draft.papers
            ],
        },
        "urgency": case.urgency,
        "risks": list(case.risks),
        "summary": summary,
    }


def _case(case_id: UUID) -> Case:
    case = Case.objects.select_related("agency").filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    return case
