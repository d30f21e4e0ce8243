"""Factories for the matrix of what many people share: operations, flights, papers, and the care of one of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Agency, AgencyKind, Officer
from pulang.access.permissions import Permission
from pulang.access.policy import actor_for, may
from pulang.care.actions import add_goal, begin_follow_up, plan_day, refer, set_house
from pulang.cases.actions import record_consent
from pulang.cases.dossiers.actions import record_answers
from pulang.db.context import acting_as
from pulang.lib.actor import Actor
from pulang.operations.actions import open_operation, plan_flight, register_into, run_bulk, start_bulk
from pulang.operations.models import Enrolment, Passenger
from pulang.operations.papers import issue_paper
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import complete_steps, start_list
from pulang.repatriation.models import StepListVersion
from tests.cast import Cast, make_agency, make_officer

Known = Mapping[str, object]  # the values of the parameters to the left


def case_of(known: Known) -> UUID:
    found = known["case_id"]
    assert isinstance(found, UUID)
    return found


def extra_officer(username: str, agency: Agency, role: str) -> Actor:
    found = Officer.objects.filter(username=username).first() or make_officer(username, agency, role)
    return actor_for(found, via="cli")


def opener(cast: Cast, maker: Actor) -> Actor:
    """Who opened the operation of the address: the maker, or a consulate, so that all steps are hers."""
    if maker.agency_id == cast.embassy.pk:
        return maker
    consulate = Agency.objects.filter(code="consulate").first() or make_agency("consulate", AgencyKind.EMBASSY)
    return extra_officer("operator", consulate, "protection")


def operation(cast: Cast, maker: Actor, known: Known) -> UUID:
    """An operation with somebody in it; of a colleague who may open one where the maker's role may not."""
    hers = opener(cast, maker)
    made = open_operation(hers, kind="walk_in", title=f"Wave of {maker.name}").pk
    register_into(hers, operation_id=made, draft=PersonDraft(name=f"Siti {maker.name}", birth_date="1999"))
    return made


def bulk(cast: Cast, maker: Actor, known: Known) -> UUID:
    """Something for many in the operation of the address, by whoever opened it."""
    operation_id = known["operation_id"]
    assert isinstance(operation_id, UUID)
    hers = opener(cast, maker)
    asked = {"code": "health", "result": "fit"}
    return start_bulk(hers, operation_id=operation_id, kind="step", asked=asked, numbers=[1]).pk


READY = {
    "exit": ("escaped", {}),
    "registration": ("verified", {"basis": "passport"}),
    "splp": ("passport_valid", {}),
}


def flight(cast: Cast, maker: Actor, known: Known) -> UUID:
    """A flight of the operation of the address, on which its one person has a seat."""
    hers, operation_id = opener(cast, maker), known["operation_id"]
    assert isinstance(operation_id, UUID)
    day, way = timezone.localdate() + timedelta(days=9), [{"flight": "QZ475", "from": "PNH", "to": "CGK"}]
    made = plan_flight(hers, operation_id=operation_id, day=day, segments=way, seats=9).pk
    with acting_as(hers):
        case_id = Enrolment.objects.get(operation_id=operation_id).case_id
    for code, (result, data) in READY.items():
        complete_steps(hers, code=code, result=result, wanted={case_id: data})
    asked = {"flight": str(made), "payer": "self_paid"}
    bulk_id = start_bulk(hers, operation_id=operation_id, kind="flight", asked=asked, numbers=[1]).pk
    run_bulk(hers, bulk_id=bulk_id)
    return made


def passenger(cast: Cast, maker: Actor, known: Known) -> UUID:
    with acting_as(opener(cast, maker)):
        return Passenger.objects.get(flight_id=known["flight_id"]).pk


def paper(cast: Cast, maker: Actor, known: Known) -> UUID:
    hers, operation_id = opener(cast, maker), known["operation_id"]
    assert isinstance(operation_id, UUID)
    call = {"kind": "nationality_list", "numbers": [1], "language": "id"}
    return issue_paper(hers, operation_id=operation_id, **call).pk


def carer(cast: Cast, maker: Actor) -> Actor:
    """The maker, or somebody of her agency whose role records care; the desk has none, so it plays one."""
    if may(maker, Permission.CARE_RECORD):
        return maker
    return replace(maker, permissions=maker.permissions | {Permission.CARE_RECORD.value})


def referral(cast: Cast, maker: Actor, known: Known) -> UUID:
    case_id = case_of(known)
    record_consent(maker, case_id=case_id, scopes=["share_services"], given=True, language="id")
    said = {"service": "legal", "reason": f"Needs a lawyer, says {maker.name}"}
    return refer(maker, case_id=case_id, provider_id=cast.shelter.pk, **said).pk


def goal(cast: Cast, maker: Actor, known: Known) -> UUID:
    return add_goal(carer(cast, maker), case_id=case_of(known), text=f"Work, says {maker.name}", service="legal").pk


def legal_day(cast: Cast, maker: Actor, known: Known) -> UUID:
    on = timezone.localdate() + timedelta(days=9)
    return plan_day(carer(cast, maker), case_id=case_of(known), kind="witness", on=on, note=f"Of {maker.name}").pk


def talk(cast: Cast, maker: Actor, known: Known) -> UUID:
    day = timezone.localdate() - timedelta(days=40)
    return begin_follow_up(carer(cast, maker), case_id=case_of(known), home_on=day)[0].pk


def dossier_entry(cast: Cast, maker: Actor, known: Known) -> UUID:
    worker = replace(
        maker, permissions=maker.permissions | {Permission.CASE_WORK.value, Permission.CASE_READ.value}
    )
    said = {"village": f"Desa {maker.name}"}
    return record_answers(worker, case_id=case_of(known), answers=said)[0].pk


def house(cast: Cast, maker: Actor, known: Known) -> UUID:
    return set_house(cast.shelter_worker, label="House 2", capacity=9).pk


def draft_list(cast: Cast, maker: Actor, known: Known) -> UUID:
    """The draft of a list of steps; there is one, whoever made it."""
    found = StepListVersion.objects.filter(state="draft").first()
    return found.pk if found else start_list(cast.administrator, base=1).pk
