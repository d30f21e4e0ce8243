"""That a list was taken away as a sheet."""

from uuid import UUID

from pulang.access.models import Agency
from pulang.access.permissions import Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor


@query(None)
def note_sheet(actor: Actor, *, name: str, rows: int, scope: UUID | None = None) -> str:
    """Put into the audit which list leaves, and how long it is; gives the name of the agency that takes it.

    What the list holds was authorised where it was read.
    """
    record(actor, Event.EXPORT_MADE, scope=scope, why=Why.ASSIGNED if scope else Why.ROLE, list=name, rows=rows)
    return Agency.objects.values_list("name", flat=True).get(pk=agency_id(actor))
