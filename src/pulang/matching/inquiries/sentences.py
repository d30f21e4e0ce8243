"""What inquiries say to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "inquiry_answered": _("This was answered already. Write to the partner if something changed."),
    "inquiry_needs_case": _("Open a case for this person first: what the partner says next is read there."),
    "inquiries_too_many": _("Too many questions of this partner wait for an answer. Answer some of them."),
}
