"""What a summary that cannot be sent says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "summary_not_allowed": _(
        "The person has not allowed that the partner gets a summary. Read out the script and record the answer."
    ),
    "summary_empty": _("Nothing was answered in what you chose. There is nothing to send."),
}
