"""A decision on paper, for the file or for her own hands, in her language."""

from datetime import date
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.cases.queries import decision_for
from pulang.cases.rules import standards
from pulang.identification.laws import list_rules
from pulang.identification.papers.parts import Paper, cited, set_paper
from pulang.lib.actor import Actor
from pulang.persons.queries import summaries
from pulang.printing import day_in_words


@query(Permission.CASE_READ)
def decision_paper_for(actor: Actor, case_id: UUID, decision_id: UUID, *, language: str, on: date) -> Paper:
    """One decision as a PDF in en, id or km. Raises NotFound, Invalid (language), TemplateBroken."""
    view = decision_for(actor, case_id, decision_id)
    made = view.decision
    data = {
        "name": name_of(actor, view.case),
        "case": view.case.number,
        "outcome": made.outcome,
        "standing": view.standing.value,
        "elements": {"act": made.act, "means": made.means, "purpose": made.purpose},
        "standard": standards()[made.standard][language] if made.standard in standards() else "",
        "reasons": made.reasons or "",
        "rules": cited((rule for rule in list_rules() if rule.id in made.laws), language),
        "review": day_in_words(made.review_at, language) if made.review_at else "",
        "officer": made.officer_name,
        "agency": made.agency.name,
        "day": day_in_words(made.made_at.date(), language),
        "second": view.confirmation.officer_name if view.confirmation and view.confirmation.agrees else "",
    }
    record(actor, Event.EXPORT_MADE, scope=case_id, why=Why.ASSIGNED, paper="decision", language=language)
    return set_paper("decision", data, language=language, agency=made.agency_id, number=view.case.number, on=on)


def name_of(actor: Actor, case: Case) -> str:
    """Her name where the actor holds her identity, else nothing; the look is in the audit."""
    person = summaries([case.person_id]).get(case.person_id)
    if person is not None:
        record(actor, Event.PERSON_READ, scope=case.person_id, why=Why.ASSIGNED)
    return person.name if person else ""
