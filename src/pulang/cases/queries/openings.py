"""Who opened this case: for everybody who works on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pulang.access.models import Agency, Officer
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.models import Entry
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.queries import records_of

LIMIT = 200


@dataclass(frozen=True)
class Opening:
    """One word of the audit about the case or its person."""

    at: datetime
    event: str
    officer: str
    agency: str


@query(Permission.CASE_READ)
def who_opened(actor: Actor, case_id: UUID) -> tuple[Opening, ...]:
    """The newest words about the case and its person first. Raises NotFound."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    entries = list(Entry.objects.filter(scope__in=[case.pk, *records_of(case.person_id)]).order_by("-id")[:LIMIT])
    officers = dict(
        Officer.objects.filter(pk__in={e.actor_id for e in entries if e.actor_id}).values_list("pk", "name")
    )
    agencies = dict(
        Agency.objects.filter(pk__in={e.agency_id for e in entries if e.agency_id}).values_list("pk", "name")
    )
    record(actor, Event.AUDIT_READ, scope=case_id, why=Why.ASSIGNED)
    return tuple(
        Opening(
            entry.at,
            entry.event,
            officers.get(entry.actor_id, "") if entry.actor_id else "",
            agencies.get(entry.agency_id, "") if entry.agency_id else "",
        )
        for entry in entries
    )
