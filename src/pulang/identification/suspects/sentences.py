"""What double status says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "double_status_number": _("Nothing bears this number. Give the whole number as it stands on the file."),
}
