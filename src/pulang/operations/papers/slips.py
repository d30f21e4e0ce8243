"""Slips to hand out: a number to be called by, and a code for the scanner. No name, and nothing about her case."""

from datetime import date
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.operations.models import Operation
from pulang.operations.papers.parts import Paper, qr, set_paper
from pulang.operations.queries.people import MOST, chosen_people


@query(Permission.CASE_READ)
def slips_for(
    actor: Actor, operation_id: UUID, *, language: str, on: date, first: int = 1, last: int = MOST
) -> Paper:
    """The slips with the numbers from `first` to `last`, ten a page, of people whose cases the actor holds.

    Raises NotFound (also where there is none), Invalid (language), TemplateBroken.
    """
    rows = chosen_people(operation_id).filter(number__gte=first, number__lte=last, case__closed_at=None)
    slips = list(rows.order_by("number").values_list("number", "token")[:MOST])
    if not slips:
        raise NotFound()
    operation = Operation.objects.select_related("agency").get(pk=operation_id)
    record(actor, Event.EXPORT_MADE, scope=operation_id, why=Why.ASSIGNED, paper="slips", rows=len(slips))
    return set_paper(
        "slips",
        {"slips": [{"number": number, "token": token} for number, token in slips]},
        language=language,
        agency=operation.agency.name,
        number=operation.number,
        on=on,
        classification="open",
        images={f"{token}.svg": qr(token) for _number, token in slips},
    )
