"""One person at a registration desk: searched, registered, her case opened, a number given. One transaction."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.cases.actions import open_case, raise_urgency, record_whereabouts
from pulang.cases.actions.many import open_new_cases
from pulang.cases.models import Case, Urgency
from pulang.cases.rules import risk_words
from pulang.db.gathering import gathering
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.text import clean_text
from pulang.operations.actions.enrolling import enrol, lock_people
from pulang.operations.actions.operations import load_operation
from pulang.operations.models import Enrolment
from pulang.persons.actions import find_or_register
from pulang.persons.drafts import PersonDraft
from pulang.persons.models import Person
from pulang.repatriation.actions import record_stay


@action(Permission.PERSON_REGISTER)
def register_into(
    actor: Actor,
    *,
    operation_id: UUID,
    draft: PersonDraft,
    person_id: UUID | None = None,
    is_new: bool = False,
    urgency: str = Urgency.NORMAL,
    risks: Collection[str] = (),
    place: str = "",
    allowed_until: date | None = None,
    once: str = "",
) -> Enrolment:
    """Register somebody into the operation; who is known by a paper gets no second record.

    `person_id` says that it is this person, `is_new` that it is none of those who are like her. Two desks that
    register the same person at once get one. A case that is open keeps the higher urgency. Raises NotFound,
    OperationClosed, Invalid, Problems, PersonLikelyKnown, PersonElsewhere.
    """
    where = clean_text(place, field="place", max_length=500)
    problems = [] if urgency in Urgency.values else [Invalid("urgency", "not_a_choice")]
    problems += [Invalid("risks", "not_a_choice")] if set(risks) - risk_words().keys() else []
    raise_problems(problems)
    operation = load_operation(operation_id)

    def make() -> Enrolment:
        who = person_id or find_or_register(actor, draft=draft, is_new=is_new)
        if isinstance(who, Person):
            (case,) = open_new_cases(actor, [who], urgency=urgency, risks=risks, place=where)
        else:
            lock_people(operation, [who])
            inside = Enrolment.objects.select_related("case").filter(operation=operation, person=who).first()
            if inside:
                raise_urgency(actor, inside.case, urgency, risks)
                return inside
            case = case_of(who)
        if allowed_until:
            record_stay(actor, case_id=case.pk, allowed_until=allowed_until)
        return enrol(actor, operation, [case])[case.pk]

    def case_of(known: UUID) -> Case:
        case = open_case(actor, person_id=known, urgency=urgency)
        raise_urgency(actor, case, urgency, risks)
        if where:
            record_whereabouts(actor, case_id=case.pk, place=where)
        return case

    with gathering():  # what only the audit and the story keep is a third of all that is written
        return row_once(actor, once, Enrolment, make)
