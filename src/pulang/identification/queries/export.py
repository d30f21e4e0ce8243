"""The assessments of a case in the codes of HTCDS 2.0, and grouped by the units of IC-TIP."""

from typing import Any
from uuid import UUID

from pulang.access.models import AgencyKind
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case, Decision
from pulang.identification.answers import Answer
from pulang.identification.export_htcds import by_ic_tip_units, to_htcds
from pulang.identification.gathering import answers_to_indicators
from pulang.identification.instruments import Kind, load_instrument
from pulang.identification.models import Assessment
from pulang.identification.questions import load_questions
from pulang.identification.scoring import from_dict
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.queries import summaries

#: Who decides, in HTCDS words, by the kind of agency.
DECIDERS = {AgencyKind.POLICE: "Police", AgencyKind.NCB: "Police", AgencyKind.NGO: "NGO", AgencyKind.SHELTER: "NGO"}
OFFICIAL = "NonPoliceGovernmentalOrganization"
#: A decision's word here, and in the export.
DECISIONS = {"not_victim": "not_a_victim"}


@query(Permission.INTERVIEW_READ)
def htcds_for(actor: Actor, case_id: UUID) -> list[dict[str, Any]]:
    """One record for each scored assessment of the case: `htcds` and `ic_tip`; no name, no paper, no place.

    The newest decision of the assessor's own agency goes with each. Raises NotFound. The export is in the audit.
    """
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    person = summaries([case.person_id]).get(case.person_id)
    sex = person.sex if person is not None and person.sex in ("female", "male") else "unknown"
    decisions = list(Decision.objects.filter(case=case).select_related("agency").order_by("made_at"))
    rows = Assessment.objects.filter(case=case).select_related("case", "agency").order_by("made_at", "id")
    scored = [row for row in rows if load_instrument(row.instrument, row.instrument_version).kind is Kind.SCORED]
    record(actor, Event.EXPORT_MADE, scope=case_id, why=Why.ASSIGNED, format="htcds", rows=len(scored))
    return [_record(row, decisions, sex) for row in scored]


def _record(row: Assessment, decisions: list[Decision], sex: str) -> dict[str, Any]:
    own = [each for each in decisions if each.agency_id == row.agency_id]
    decision = DECISIONS.get(own[-1].outcome, own[-1].outcome) if own else None
    assessment = from_dict(row.result)
    htcds = to_htcds(
        assessment,
        present=_present(row),
        age=row.basis["age"],
        sex=sex,
        decision=decision,
        decided_by=DECIDERS.get(AgencyKind(row.agency.kind), OFFICIAL),
    )
    units = by_ic_tip_units(
        htcds, assessment, reporting_entity=row.agency.name, reported_on=row.made_at.date().isoformat()
    )
    return {"assessment": str(row.pk), "htcds": htcds, "ic_tip": units}


def _present(row: Assessment) -> set[str]:
    """Every indicator answered yes, in whichever list, as the answers stood then."""
    bank = load_questions(row.bank_version)
    gathered = answers_to_indicators(bank, ((item, Answer(said)) for item, said in row.basis["items"].items()))
    return {
        name for answers in gathered.indicators.values() for name, said in answers.items() if said is Answer.YES
    }
