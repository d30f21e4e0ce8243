"""What operations bring to the story of a case."""

from django.utils.translation import gettext as _

from pulang.audit.events import Event
from pulang.web.cases.story import add_headline


def bring() -> None:
    """Called by `urls`, once."""
    add_headline(
        Event.OPERATION_JOINED,
        lambda details: (
            _("Registered in an operation as number %(number)s") % {"number": details.get("number", "")}
        ),
    )
