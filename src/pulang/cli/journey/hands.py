"""What officers of one node do in a journey: each hand runs the same actions as the screens."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from pulang.access.models import Agency, Officer
from pulang.access.permissions import Section
from pulang.access.policy import actor_for
from pulang.cases.actions import add_member, change_status, make_decision, open_case, record_consent, take_report
from pulang.cases.actions.sharing import answer, send_about, share_case
from pulang.cases.queries import case_page_for, cases_for
from pulang.exchange.queries import messages_for
from pulang.lib.actor import Actor
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft, Sought
from pulang.persons.queries import find_persons
from pulang.repatriation.actions import begin_way_home, complete_step
from pulang.repatriation.actions.sharing import share_step
from pulang.repatriation.queries.way_home import way_home_for

Hand = Callable[..., dict[str, Any]]
HANDS: dict[str, Hand] = {}


def hand(function: Hand) -> Hand:
    HANDS[function.__name__] = function
    return function


def officer(username: str) -> Actor:
    return actor_for(Officer.objects.get(username=username), via="cli")


@hand
def report_and_open(actor: Actor, *, name: str, paper: str, birth_date: str) -> dict[str, Any]:
    """A family reports; search before create; the case is opened."""
    sought = Sought(name=name, birth_date=birth_date, papers=(paper,))
    matches = find_persons(actor, sought=sought).matches
    report = take_report(
        actor,
        channel="family",
        urgency="urgent",
        narrative="She does not answer since she crossed the border.",
        subject={"name": name},
    )
    draft = PersonDraft(
        name=name,
        birth_date=birth_date,
        sex="female",
        nationality="IDN",
        papers=(PaperDraft("passport", paper, "IDN", state="taken"),),
    )
    person_id = matches[0].person.id if matches else register_person(actor, draft=draft).pk
    case = open_case(actor, person_id=person_id, urgency="urgent", report_ids=[report.pk])
    record_consent(actor, case_id=case.pk, scopes=["share_partner"], given=True, language="id")
    return {"case": str(case.pk), "uid": str(case.uid), "number": case.number, "matches": len(matches)}


@hand
def add_members(actor: Actor, *, case: str, kinds: list[str]) -> dict[str, Any]:
    """The agencies of these kinds join the case."""
    for agency in Agency.objects.filter(kind__in=kinds):
        add_member(actor, case_id=UUID(case), agency_id=agency.pk, sections=list(Section))
    return {}


@hand
def share(actor: Actor, *, case: str, to: str) -> dict[str, Any]:
    return {"message": str(share_case(actor, case_id=UUID(case), to=to).pk)}


@hand
def find_copy(actor: Actor, *, uid: str) -> dict[str, Any]:
    """The local copy of the partner's case, or nothing yet."""
    for row in cases_for(actor)[0]:
        case = case_page_for(actor, row.id).case
        if str(case.uid) == uid:
            return {"case": str(case.pk), "number": case.number}
    return {}


@hand
def ask(actor: Actor, *, case: str, to: str, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"message": str(send_about(actor, case_id=UUID(case), to=to, kind=kind, body=body).pk)}


@hand
def reply(actor: Actor, *, message: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"message": str(answer(actor, message_id=UUID(message), body=body).pk)}


@hand
def message_state(actor: Actor, *, case: str, message: str) -> dict[str, Any]:
    """How a message of the case stands here: sent ones by the partner's receipt."""
    found = [each for each in messages_for(actor, scope=UUID(case))[0] if str(each.pk) == message]
    return {"state": found[0].state, "code": found[0].code} if found else {}


@hand
def received(actor: Actor, *, case: str, kind: str) -> dict[str, Any]:
    """The newest message of a kind that came for the case."""
    found = [each for each in messages_for(actor, scope=UUID(case))[0] if each.kind == kind and not each.outgoing]
    return {"message": str(found[0].pk)} if found else {}


@hand
def texts_of_notes(actor: Actor, *, case: str) -> dict[str, Any]:
    """What the notes of a case say, in the order in which they were written."""
    notes = [each for each in messages_for(actor, scope=UUID(case))[0] if each.kind == "note"]
    return {"texts": [note.body["text"] for note in sorted(notes, key=lambda each: each.seq)]}


@hand
def decide(actor: Actor, *, case: str, outcome: str) -> dict[str, Any]:
    make_decision(
        actor,
        case_id=UUID(case),
        outcome=outcome,
        act="established",
        means="established",
        purpose="established",
        reasons="Recruited by a false offer, passport taken, beaten, unpaid.",
    )
    return {}


@hand
def status(actor: Actor, *, case: str, wanted: str) -> dict[str, Any]:
    change_status(actor, case_id=UUID(case), status=wanted)
    return {}


@hand
def begin(actor: Actor, *, case: str) -> dict[str, Any]:
    begin_way_home(actor, case_id=UUID(case))
    return {}


@hand
def step(actor: Actor, *, case: str, code: str, result: str, data: dict[str, str], to: str = "") -> dict[str, Any]:
    """Do one step, and tell the partner where `to` names it."""
    way = way_home_for(actor, UUID(case))
    assert way is not None, "the way home has begun"
    complete_step(actor, case_id=UUID(case), code=code, version=way.step(code).version, result=result, data=data)
    return {"message": str(share_step(actor, case_id=UUID(case), code=code, to=to).pk)} if to else {}


@hand
def statements(actor: Actor, *, case: str) -> dict[str, Any]:
    """What stands of each step here, to compare with the partner."""
    way = way_home_for(actor, UUID(case))
    return {one.definition.code: one.result for one in way.steps if one.result} if way else {}


def run(command: dict[str, Any]) -> dict[str, Any]:
    """Carry out one command line; the time it took is in milliseconds."""
    start = time.perf_counter()
    result = HANDS[command["do"]](officer(command["as"]), **command.get("with", {}))
    return {"result": result, "ms": round((time.perf_counter() - start) * 1000)}
