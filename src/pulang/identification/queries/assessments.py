"""Assessments: one with its reasons, and all of a person side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.identification.comparing import Comparison, compare
from pulang.identification.models import Assessment
from pulang.identification.questions import load_questions
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class AssessmentView:
    """`result` and `basis` as they were kept (`judging.Judged`)."""

    id: UUID
    case_id: UUID
    interview_id: UUID
    person_id: UUID
    bank_version: str
    instrument: str
    version: str
    result: Mapping[str, Any]
    basis: Mapping[str, Any]
    note: str
    officer: str
    agency: str
    made_at: datetime

    @property
    def age(self) -> int | None:
        found: int | None = self.basis["age"]
        return found


@dataclass(frozen=True)
class SideBySide:
    """The assessments of a person, the oldest first; `comparison` of all of them, None where there is only one."""

    case_id: UUID
    case_number: str
    assessments: tuple[AssessmentView, ...]
    comparison: Comparison | None


@query(Permission.INTERVIEW_READ)
def assessment_for(actor: Actor, assessment_id: UUID) -> AssessmentView:
    """One assessment. Raises NotFound."""
    found = Assessment.objects.select_related("case", "agency").filter(pk=assessment_id).first()
    if found is None:
        raise NotFound()
    record(actor, Event.ASSESSMENT_READ, scope=found.case_id, why=Why.ASSIGNED, assessment=found.pk)
    return _view(found)


@query(Permission.INTERVIEW_READ)
def assessments_for(actor: Actor, case_id: UUID) -> SideBySide:
    """All assessments of the person of this case that the actor may see, also from her other cases. NotFound."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    rows = Assessment.objects.filter(person_id=case.person_id).select_related("case", "agency")
    found = tuple(_view(row) for row in rows.order_by("made_at", "id"))
    record(actor, Event.ASSESSMENT_READ, scope=case_id, why=Why.ASSIGNED, list=len(found))
    return SideBySide(case_id, case.number, found, _comparison(found))


def _comparison(found: tuple[AssessmentView, ...]) -> Comparison | None:
    if len(found) < 2:
        return None
    bank = load_questions(found[-1].bank_version)
    return compare(bank, [each.result for each in found], [each.basis for each in found])


def _view(row: Assessment) -> AssessmentView:
    return AssessmentView(
        id=row.pk,
        case_id=row.case_id,
        interview_id=row.interview_id,
        person_id=row.person_id,
        bank_version=row.bank_version,
        instrument=row.instrument,
        version=row.instrument_version,
        result=row.result,
        basis=row.basis,
        note=row.note or "",
        officer=row.officer_name,
        agency=row.agency.name,
        made_at=row.made_at,
    )
