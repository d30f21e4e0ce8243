"""A holder proposes a change to the owner, who accepts or refuses it. Nobody writes into another's case."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.cases.actions.bodies import cleaned
from pulang.cases.actions.sharing import send_of_case
from pulang.cases.actions.story import load_case
from pulang.cases.actions.tasks import complete_tasks_for
from pulang.cases.ownership.actions import correct_object
from pulang.cases.queries.messages import task_ref
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.errors import NobodyHolds, NotOwner
from pulang.exchange.models import Message, SharedObject
from pulang.lib.actor import Actor
from pulang.lib.errors import Conflict, Invalid, NotFound
from pulang.persons.actions import change_person
from pulang.persons.queries import person_for

FIELDS = ("name", "birth_date", "birth_place", "sex", "nationality")  # of the person; anything else is a remark


@action(Permission.MESSAGE_SEND)
def propose_change(
    actor: Actor, *, case_id: UUID, changes: Mapping[str, str], remark: str = "", lang: str = "en"
) -> Message:
    """Ask the owner of a copy to change it: `changes` are fields of the person with what they should be.

    Raises NotFound, NotOwner(owner="") where the case is this node's own, Invalid.
    """
    case = load_case(case_id)
    if not case.owner_node:
        raise NotOwner(owner="")
    if set(changes) - set(FIELDS):
        raise Invalid("changes", "not_a_choice")
    said = cleaned({"remark": remark, **changes})
    words = said.pop("remark")
    listed = [{"field": name, "value": value} for name, value in said.items() if value]
    if not listed and not words:
        raise Invalid("remark", "required")
    body = {"case": str(case.uid), "changes": listed, "remark": words}
    return send_of_case(actor, case, case.owner_node, "case.proposal", body, lang=lang)


@action(Permission.MESSAGE_SEND)
def decide_proposal(
    actor: Actor, *, message_id: UUID, accept: bool, remark: str = "", lang: str = "en"
) -> list[Message]:
    """Accept a partner's proposal, which changes the case here and corrects every copy; or refuse it, saying why.

    Raises NotFound, Conflict where it was decided already, Invalid, and as `change_person`.
    """
    asked = Message.objects.select_for_update(of=("self",)).select_related("peer").filter(pk=message_id).first()
    if asked is None or asked.outgoing or asked.kind != "case.proposal" or asked.scope is None or not asked.body:
        raise NotFound()
    if asked.answered_at is not None:
        raise Conflict()
    words = cleaned({"remark": remark})["remark"]
    if not accept and not words:
        raise Invalid("remark", "required")
    case = load_case(asked.scope)
    sent = _apply(actor, case.pk, asked.body, lang) if accept else []
    if words:
        body = {"case": str(case.uid), "text": words}
        peer = asked.peer.node_id
        sent.append(send_of_case(actor, case, peer, "note", body, thread=asked.thread, re=asked.pk, lang=lang))
    asked.answered_at, asked.code = timezone.now(), "proposal_accepted" if accept else "proposal_refused"
    asked.save(update_fields=["answered_at", "code"])
    tell_later(asked, "answered", asked.code)
    complete_tasks_for(actor, case_id=case.pk, ref=task_ref(message_id))
    return sent


def _apply(actor: Actor, case_id: UUID, body: Mapping[str, Any], lang: str) -> list[Message]:
    case = load_case(case_id)
    changes = {one["field"]: one["value"] for one in body.get("changes", ()) if one["field"] in FIELDS}
    if changes:
        held = person_for(actor, case.person_id)
        draft = replace(held.draft, **changes)
        change_person(actor, person_id=case.person_id, version=held.version, draft=draft)
    book = SharedObject.objects.filter(uid=case.uid, source=None).first()
    try:
        return correct_object(actor, object_id=book.pk, lang=lang) if book else []
    except NobodyHolds:
        return []
