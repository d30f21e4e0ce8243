"""What operations bring to the story and the tasks of a case."""

from django.utils.translation import gettext as _

from pulang.audit.events import Event
from pulang.web.cases.story import add_headline
from pulang.web.cases.task_pages import TaskPage, add_task_page


def bring() -> None:
    """Called by `urls`, once."""
    # A death or a disappearance at a flight: an officer says herself when it is done.
    add_task_page("flight", TaskPage(lambda about: "", lambda case_id, about: "", by_hand=True))
    add_headline(
        Event.OPERATION_JOINED,
        lambda details: (
            _("Registered in an operation as number %(number)s") % {"number": details.get("number", "")}
        ),
    )
