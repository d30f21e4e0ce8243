"""The interviews of a case, for its page and its lists. Their answers are not opened here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.identification.models import Interview
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class InterviewRow:
    """`consent` is given, refused, withdrawn, or empty before the script was read."""

    id: UUID
    state: str
    language: str
    officer: str
    agency: str
    started_at: datetime
    finished_at: datetime | None
    consent: str
    assessments: int


@query(Permission.INTERVIEW_READ)
def interviews_for(actor: Actor, case_id: UUID) -> tuple[InterviewRow, ...]:
    """The newest first. Raises NotFound where the case is not the actor's."""
    if not Case.objects.filter(pk=case_id).exists():
        raise NotFound()
    found = list(
        Interview.objects.filter(case_id=case_id)
        .select_related("agency", "consent")
        .prefetch_related("assessments")
        .order_by("-started_at", "-id")
    )
    record(actor, Event.INTERVIEW_READ, scope=case_id, why=Why.ASSIGNED, list=len(found))
    return tuple(_row(interview) for interview in found)


def _row(interview: Interview) -> InterviewRow:
    return InterviewRow(
        id=interview.pk,
        state=interview.state,
        language=interview.language,
        officer=interview.officer_name,
        agency=interview.agency.name,
        started_at=interview.started_at,
        finished_at=interview.finished_at,
        consent=_consent(interview),
        assessments=len(interview.assessments.all()),
    )


def _consent(interview: Interview) -> str:
    if interview.consent is None:
        return ""
    if interview.consent.withdrawn_at is not None:
        return "withdrawn"
    return "given" if interview.consent.given else "refused"
