"""The ledger: what was paid, by whom, for whom, in its own currency."""

from decimal import Decimal
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.money import money_problems
from pulang.lib.text import clean_text
from pulang.operations.actions.operations import load_operation
from pulang.operations.models import Cost, Enrolment
from pulang.operations.rules.costs import KINDS, PAYERS


@action(Permission.CASE_WORK)
def record_cost(
    actor: Actor,
    *,
    operation_id: UUID,
    kind: str,
    amount: Decimal,
    currency: str,
    payer: str,
    number: int | None = None,
    note: str = "",
    once: str = "",
) -> Cost:
    """Add a line, for the person with `number` or for all. A wrong line is set right by one with a minus.

    Raises NotFound, Invalid, Problems.
    """
    problems = [] if kind in KINDS else [Invalid("kind", "not_a_choice")]
    problems += [] if payer in PAYERS else [Invalid("payer", "not_a_choice")]
    problems += money_problems(amount, currency)
    raise_problems(problems)
    words = clean_text(note, field="note", max_length=300)
    operation = load_operation(operation_id, closed_too=True)
    row = Enrolment.objects.filter(operation=operation, number=number).first() if number else None
    if number and row is None:
        raise NotFound()

    def make() -> Cost:
        cost = Cost.objects.create(
            operation=operation,
            enrolment=row,
            kind=kind,
            amount=amount,
            currency=currency,
            payer=payer,
            note=words or None,
            recorded_by=actor.id,
        )
        record(actor, Event.OPERATION_CHANGED, scope=operation.pk, why=Why.ASSIGNED, cost=cost.pk, kind=kind)
        return cost

    return row_once(actor, once, Cost, make)
