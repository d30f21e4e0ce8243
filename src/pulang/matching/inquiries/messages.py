"""What comes from partners: whether somebody is known here, and their answers to our own questions."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Officer
from pulang.access.permissions import Permission
from pulang.access.roles import roles
from pulang.cases.messages import note_arrival, remind_desk, take_answer, take_request
from pulang.cases.models import Case
from pulang.cases.queries.desk import desk
from pulang.cases.rules.kinds import forms_of_kinds
from pulang.db.context import acting_as
from pulang.exchange.errors import Refused
from pulang.exchange.kinds import Effect, Kind, Received, register
from pulang.exchange.models import Message, Peer
from pulang.lib.actor import Actor, ActorKind, system
from pulang.matching.candidates import candidates_for
from pulang.matching.inquiries.models import Inquiry
from pulang.matching.inquiries.rules import sought_of
from pulang.matching.lists import evidence_of_sought
from pulang.matching.rules import WEAK, prepare

NODE = system("inquiries")
MOST_WAITING = 500  # questions of one partner: more at once are no questions about people
NEEDED = {Permission.PERSON_SEARCH, Permission.MESSAGE_SEND}


def take_locate_request(actor: Actor, received: Received) -> Effect:
    """Where is she, of a case that is shared; or whether she is known here, with what is said of her."""
    if "person" not in received.body or Case.objects.filter(uid=UUID(received.body["case"])).exists():
        return take_request(actor, received)
    with acting_as(NODE):
        _put_before_agencies(received)
    return Effect()


def take_locate_answer(actor: Actor, received: Received) -> Effect:
    """The answer to our question, whose case the partner does not hold, goes to that case; any other as usual."""
    with acting_as(NODE):
        case = _case_of_question(received)
        if case is None or str(case.uid) != received.body["case"]:
            case = None
        else:
            note_arrival(actor, case, received, result=received.body["result"])
            if case.closed_at is None:
                remind_desk(NODE, case, received, "read_answer")
    if case is not None:
        return Effect(scope=case.pk)
    if received.body["result"] == "known":
        raise Refused("object_unknown")
    return take_answer(actor, received)


def _case_of_question(received: Received) -> Case | None:
    """The case from which this node asked the peer what is answered here."""
    if received.re is None:
        return None
    ours = Message.objects.filter(pk=received.re, peer__node_id=received.node, outgoing=True, kind="locate.request")
    asked = ours.exclude(scope=None).first()
    if asked is None or asked.scope is None or "person" not in (asked.body or {}):
        return None
    return Case.objects.filter(pk=asked.scope).first()


def _put_before_agencies(received: Received) -> None:
    """The desk, and each agency whose own register has somebody likely or possible; none learns of another."""
    peer = Peer.objects.get(node_id=received.node)
    waiting = Inquiry.objects.filter(peer=peer, answered_at=None).values("message").distinct().count()
    if waiting >= MOST_WAITING:
        raise Refused("inquiries_too_many")
    bands = {desk().pk: ""} | _bands(received.body["person"])
    Inquiry.objects.bulk_create(
        Inquiry(
            message=received.id,
            thread=received.thread,
            peer=peer,
            agency_id=agency,
            said=dict(received.body),
            band=band,
            received_at=timezone.now(),
            reply_by=received.reply_by,
        )
        for agency, band in bands.items()
    )


def _bands(person: Mapping[str, Any]) -> dict[UUID, str]:
    """The best band of each agency that can answer and has somebody who may be her."""
    able = [name for name, role in roles().items() if role.permissions >= NEEDED]
    agencies = Officer.objects.filter(role__in=able, is_active=True).values_list("agency", flat=True).distinct()
    today, found = timezone.localdate(), {}
    evidence = evidence_of_sought(sought_of(person), today=today, nationality=person.get("nationality", ""))
    record = prepare(evidence, today=today)
    for agency in agencies:
        with acting_as(Actor(ActorKind.PEER, agency_id=agency, via="job")):
            ranked = candidates_for(record).ranked[:1]
        if ranked and ranked[0].comparison.band != WEAK:
            found[agency] = ranked[0].comparison.band
    return found


def register_kinds() -> None:
    """Called once when Django is ready."""
    for name, handle in (("locate.request", take_locate_request), ("locate.answer", take_locate_answer)):
        form = forms_of_kinds()[name]
        register(Kind(name, form.schema(), handle, due=form.due, answers=form.answers))
