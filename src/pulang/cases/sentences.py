"""What cases and reports say to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "case_closed": _("This case is closed. Reopen it to work on it."),
    "transition_refused": _("From here the case cannot go there. Possible now: %(allowed)s."),
    "not_shared": _("The partner does not hold this case. Share the case with it first."),
    "not_a_choice": _("Choose one of the options that are offered."),
    "date_in_past": _("This day has passed already. Give a later one."),
    "unknown_agency": _("There is no such agency here. Choose one from the list."),
    "leading_agency": _("The agency that leads the case stays its member."),
    "file_empty": _("The file is empty. Choose another one."),
    "file_too_big": _("The file is too big: at most %(limit)s MB."),
    "file_kind": _(
        "Files of this kind (%(kind)s) are not taken. Send a PDF, a picture, a text, a list or a recording."
    ),
    "image_broken": _("The picture cannot be read; it may be damaged. Take or scan it again."),
    "image_too_large": _("The picture is too large: at most %(pixels)s million pixels."),
    "text_too_long": _("This is too long: %(length)s characters, at most %(max_length)s."),
    "text_not_unicode": _("This text holds signs that cannot be read. Type it again."),
}
