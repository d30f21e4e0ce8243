"""The language in which an officer reads the pages."""

from django.conf import settings

from pulang.access.models import Officer
from pulang.access.policy import action, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid


@action(None)
def set_language(actor: Actor, *, language: str) -> None:
    """Remember the actor's own choice. Every officer may. Raises Invalid for a language that is not offered."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid("language", "language_unknown")
    Officer.objects.filter(pk=officer_id(actor)).update(language=language)
    record(actor, Event.OFFICER_CHANGED, officer=officer_id(actor), language=language)
