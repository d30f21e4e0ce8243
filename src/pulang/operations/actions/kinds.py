"""What can be done for many people at once. Each kind says what would happen to each, and does it.

Both answer by case: None where it is (or would be) done, else why not.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pulang.access.grants import held_in
from pulang.access.permissions import Permission, Section
from pulang.cases.actions import send_about, share_case
from pulang.cases.errors import CaseClosed, NotShared
from pulang.cases.models import Case, Consent
from pulang.cases.queries.sharing import CONSENT
from pulang.cases.rules import CLOSED
from pulang.exchange.partners.knowing import partners_for
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, PulangError
from pulang.lib.text import clean_text
from pulang.operations.actions.flights import load_flight
from pulang.operations.actions.seats import foresee_seats, give_seats
from pulang.operations.errors import SharingRefused
from pulang.operations.models import BulkKind
from pulang.repatriation.actions import complete_steps, foresee_steps, move_to_list
from pulang.repatriation.actions.versions.moving import foresee_moves, list_numbered
from pulang.repatriation.queries.lists import current_list
from pulang.repatriation.rules import read_fields

Asked = Mapping[str, Any]
Outcomes = dict[UUID, PulangError | None]


@dataclass(frozen=True)
class Kind:
    """`read` checks what was filled in and gives what is kept of it; it raises Invalid or Problems."""

    permission: Permission
    read: Callable[[Actor, Asked], dict[str, Any]]
    foresee: Callable[[Actor, Collection[UUID], Asked], Outcomes]
    carry_out: Callable[[Actor, Collection[UUID], Asked], Outcomes]


def _read_step(actor: Actor, asked: Asked) -> dict[str, Any]:
    definition = current_list().step(str(asked.get("code", "")))
    data, today = dict(asked.get("data") or {}), timezone.localdate()
    kept = read_fields(definition, str(asked.get("result", "")), data, today=today, has_file=False)
    note = clean_text(str(asked.get("note", "")), field="note", max_length=2000, multiline=True)
    return {"code": definition.code, "result": asked["result"], "data": kept, "note": note}


def _foresee_step(actor: Actor, case_ids: Collection[UUID], asked: Asked) -> Outcomes:
    return foresee_steps(actor, code=asked["code"], result=asked["result"], wanted=_same(case_ids, asked))


def _do_step(actor: Actor, case_ids: Collection[UUID], asked: Asked) -> Outcomes:
    wanted = _same(case_ids, asked)
    return complete_steps(actor, code=asked["code"], result=asked["result"], wanted=wanted, note=asked["note"])


def _same(case_ids: Collection[UUID], asked: Asked) -> dict[UUID, Asked]:
    """The same fields of the step for everybody."""
    data: Asked = asked["data"]
    return dict.fromkeys(case_ids, data)


def _read_nationality(actor: Actor, asked: Asked) -> dict[str, Any]:
    question = clean_text(str(asked.get("question", "")), field="question", max_length=5000, multiline=True)
    if not question:
        raise Invalid("question", "required")
    offered = {one.node for one in partners_for(actor) if one.allows("nationality.request")}
    if asked.get("to") not in offered:
        raise Invalid("to", "not_a_choice")
    return {"to": asked["to"], "question": question, "lang": asked.get("lang") or "en"}


def _foresee_nationality(actor: Actor, case_ids: Collection[UUID], asked: Asked) -> Outcomes:
    cases = {case.pk: case for case in Case.objects.filter(pk__in=case_ids)}
    held, refused = held_in(actor, cases), _who_refused(case_ids)
    outcomes: Outcomes = dict.fromkeys(case_ids)
    for case_id in case_ids:
        if case_id not in cases or Section.IDENTITY not in held.get(case_id, {}):
            outcomes[case_id] = NotFound()
        elif cases[case_id].status == CLOSED:
            outcomes[case_id] = CaseClosed()
        elif case_id in refused:
            outcomes[case_id] = SharingRefused()
    return outcomes


def _do_nationality(actor: Actor, case_ids: Collection[UUID], asked: Asked) -> Outcomes:
    outcomes = _foresee_nationality(actor, case_ids, asked)
    for case_id in [case_id for case_id, error in outcomes.items() if error is None]:
        try:
            with transaction.atomic():
                _ask(actor, case_id, asked)
        except PulangError as error:
            outcomes[case_id] = error
    return outcomes


def _ask(actor: Actor, case_id: UUID, asked: Asked) -> None:
    """Ask about one; a partner that does not hold the case gets it first."""
    to, lang = asked["to"], asked["lang"]

    def ask() -> None:
        body = {"question": asked["question"]}
        send_about(actor, case_id=case_id, to=to, kind="nationality.request", body=body, lang=lang)

    try:
        ask()
    except NotShared:
        share_case(actor, case_id=case_id, to=to, lang=lang)
        ask()


def _read_flight(actor: Actor, asked: Asked) -> dict[str, Any]:
    payers = {code for code, one in current_list().step("ticket").outcomes.items() if one.ends.lets_on}
    if asked.get("payer") not in payers:
        raise Invalid("payer", "not_a_choice")
    try:
        flight_id = UUID(str(asked.get("flight", "")))
    except ValueError as error:
        raise Invalid("flight", "not_a_choice") from error
    load_flight(flight_id)
    guardian = clean_text(str(asked.get("guardian", "")), field="guardian", max_length=200)
    note = clean_text(str(asked.get("note", "")), field="note", max_length=1000, multiline=True)
    return {"flight": str(flight_id), "payer": asked["payer"], "guardian": guardian, "note": note}


def _foresee_flight(actor: Actor, case_ids: Collection[UUID], asked: Asked) -> Outcomes:
    return foresee_seats(
        actor, case_ids, flight_id=UUID(asked["flight"]), payer=asked["payer"], guardian=asked["guardian"]
    )


def _do_flight(actor: Actor, case_ids: Collection[UUID], asked: Asked) -> Outcomes:
    return give_seats(
        actor,
        case_ids,
        flight_id=UUID(asked["flight"]),
        payer=asked["payer"],
        guardian=asked["guardian"],
        note=asked["note"],
    )


def _read_move(actor: Actor, asked: Asked) -> dict[str, Any]:
    """To undo a move, people follow the earlier list again, for a reason of its own."""
    reason = clean_text(str(asked.get("reason", "")), field="reason", max_length=1000, multiline=True)
    if not reason:
        raise Invalid("reason", "required")
    return {"number": list_numbered(str(asked.get("number", ""))).version, "reason": reason}


def _foresee_move(actor: Actor, case_ids: Collection[UUID], asked: Asked) -> Outcomes:
    return foresee_moves(actor, case_ids=case_ids, number=asked["number"])


def _do_move(actor: Actor, case_ids: Collection[UUID], asked: Asked) -> Outcomes:
    outcomes: Outcomes = dict.fromkeys(case_ids)
    for case_id in case_ids:
        try:
            with transaction.atomic():
                move_to_list(actor, case_id=case_id, number=asked["number"], reason=asked["reason"])
        except PulangError as error:
            outcomes[case_id] = error
    return outcomes


def _who_refused(case_ids: Collection[UUID]) -> set[UUID]:
    """Who was asked whether a partner may be told, and does not allow it now."""
    asked = Consent.objects.filter(case__in=case_ids, scopes__contains=[CONSENT]).order_by("recorded_at")
    latest = {consent.case_id: consent for consent in asked}
    today = timezone.localdate()
    return {case_id for case_id, consent in latest.items() if not consent.holds(today)}


KINDS: Mapping[BulkKind, Kind] = {
    BulkKind.STEP: Kind(Permission.STEP_COMPLETE, _read_step, _foresee_step, _do_step),
    BulkKind.MOVE: Kind(Permission.CASE_WORK, _read_move, _foresee_move, _do_move),
    BulkKind.FLIGHT: Kind(Permission.STEP_COMPLETE, _read_flight, _foresee_flight, _do_flight),
    BulkKind.NATIONALITY: Kind(Permission.MESSAGE_SEND, _read_nationality, _foresee_nationality, _do_nationality),
}
