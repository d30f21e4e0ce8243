"""What waits for a second officer."""

from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import MessageDraft
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@query(Permission.MESSAGE_SEND)
def draft_for(actor: Actor, draft_id: UUID) -> MessageDraft:
    """A draft of the actor's agency. Raises NotFound."""
    found = MessageDraft.objects.select_related("case", "author").filter(pk=draft_id)
    draft = found.filter(agency_id=agency_id(actor)).first()
    if draft is None:
        raise NotFound()
    record(actor, Event.MESSAGE_READ, scope=draft.case_id, why=Why.ASSIGNED, draft=draft.pk)
    return draft
