"""What officers of one node do in a journey: each hand runs the same actions as the screens."""

import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings

from pulang.access.accounts.directory import agencies_to_work_with
from pulang.access.permissions import Section
from pulang.access.policy import actor_named
from pulang.cases.actions import add_member, change_status, make_decision, open_case, record_consent, take_report
from pulang.cases.actions.sharing import answer, send_about, share_case
from pulang.cases.lists.actions import run_import, start_import
from pulang.cases.lists.queries import RowView, rejected_list, rows_for
from pulang.cases.lists.sentences import sentence_of
from pulang.cases.queries import case_for, cases_for, conversation_for, conversations_for
from pulang.exchange.threads import Standing
from pulang.lib.actor import Actor
from pulang.matching.queries import find_persons
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft, Sought
from pulang.repatriation.actions import announce_return, begin_way_home, complete_step
from pulang.repatriation.actions.sharing import share_step
from pulang.repatriation.queries.way_home import way_home_for

Hand = Callable[..., dict[str, Any]]
HANDS: dict[str, Hand] = {}
ROWS = 500  # of a list at a time


def hand(function: Hand) -> Hand:
    HANDS[function.__name__] = function
    return function


def officer(username: str) -> Actor:
    return actor_named(username, via="cli")


@hand
def report_and_open(actor: Actor, *, name: str, paper: str, birth_date: str) -> dict[str, Any]:
    """A family reports; search before create; the case is opened."""
    sought = Sought(name=name, birth_date=birth_date, papers=(paper,))
    matches = [match for match in find_persons(actor, sought=sought).matches if match.strength == "likely"]
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
def hand_in(actor: Actor, *, name: str, content: str) -> dict[str, Any]:
    """A list is handed in and taken, with every flaw in words; repeated, the same list is the same import."""
    raw = b64decode(content)
    import_id = start_import(actor, file_name=name, content=raw, label=name, once=sha256(raw).hexdigest())
    counts = run_import(actor, import_id=import_id)
    rows = [row for at in range(0, sum(counts.values()), ROWS) for row in _rows(actor, import_id, at)]
    return {
        "counts": counts,
        "flaws": [{"row": row.number, "text": sentence_of(flaw)} for row in rows for flaw in row.messages],
        "cases": [_starting(actor, row.case_id) for row in rows if row.case_id],
        "returned": b64encode(rejected_list(actor, import_id=import_id)).decode() if counts["rejected"] else "",
    }


def _rows(actor: Actor, import_id: UUID, start: int) -> list[RowView]:
    return rows_for(actor, import_id=import_id, start=start, limit=ROWS)


def _starting(actor: Actor, case_id: UUID) -> dict[str, Any]:
    """A case of the list with the person's consent to ask the partner, and whether its way home has begun."""
    begun = way_home_for(actor, case_id) is not None
    if not begun:
        record_consent(actor, case_id=case_id, scopes=["share_partner"], given=True, language="id")
    return {"case": str(case_id), "uid": str(case_for(actor, case_id).uid), "begun": begun}


@hand
def add_members(actor: Actor, *, case: str, kinds: list[str]) -> dict[str, Any]:
    """The agencies of this country of these kinds join the case."""
    for agency in agencies_to_work_with(actor):
        if agency.kind in kinds and agency.country == settings.NODE.country:
            add_member(actor, case_id=UUID(case), agency_id=agency.pk, sections=list(Section))
    return {}


@hand
def share(actor: Actor, *, case: str, to: str) -> dict[str, Any]:
    return {"message": str(share_case(actor, case_id=UUID(case), to=to).pk)}


@hand
def find_copy(actor: Actor, *, uid: str) -> dict[str, Any]:
    """The local copy of the partner's case, or nothing yet."""
    found = cases_for(actor, uid=UUID(uid))[0]
    return {"case": str(found[0].id), "number": found[0].number} if found else {}


@hand
def ask(actor: Actor, *, case: str, to: str, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"message": str(send_about(actor, case_id=UUID(case), to=to, kind=kind, body=body).pk)}


@hand
def reply(actor: Actor, *, case: str, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """Answer the question of a kind that waits in the case."""
    rows, _ = conversations_for(actor, case_id=UUID(case), standing=Standing.FOR_US)
    asked = next(row.thread.asked for row in rows if row.thread.asked and row.thread.asked.kind == kind)
    return {"message": str(answer(actor, message_id=asked.pk, body=body).pk)}


@hand
def announce(actor: Actor, *, case: str, to: str, day: str, **notice: str) -> dict[str, Any]:
    sent = announce_return(actor, case_id=UUID(case), to=to, day=date.fromisoformat(day), **notice)
    return {"message": str(sent.pk)}


@hand
def message_state(actor: Actor, *, case: str, message: str) -> dict[str, Any]:
    """How a message of the case stands here: sent ones by the partner's receipt."""
    said = conversation_for(actor, UUID(message)).messages
    found = next(each for each in said if str(each.pk) == message)
    return {"state": found.state, "code": found.code}


@hand
def texts_of_notes(actor: Actor, *, case: str) -> dict[str, Any]:
    """What the notes of a case say, in the order in which they were written."""
    rows, _ = conversations_for(actor, case_id=UUID(case))
    firsts = (conversation_for(actor, row.thread.first.pk).messages[0] for row in rows)
    notes = sorted((each for each in firsts if each.kind == "note"), key=lambda each: each.seq)
    return {"texts": [note.body["text"] for note in notes]}


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
