"""What cases and reports say to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "case_closed": _("This case is closed. Reopen it to work on it."),
    "transition_refused": _("From here the case cannot go there. Possible now: %(allowed)s."),
    "not_shared": _("The partner does not hold this case. Share the case with it first."),
    "decision_superseded": _("A later decision has replaced this one. Go on with that one."),
    "decision_needs_no_confirmation": _("This decision waits for nobody's confirmation."),
    "decision_same_officer": _("You made this decision. A colleague of your agency confirms it."),
    "four_eyes_missing": _("A second officer approves this before it leaves. Ask a colleague of your agency."),
    "draft_same_author": _("You wrote this. A colleague of your agency approves it."),
    "draft_decided": _("This was sent or put away already."),
    "notice_needs": _("A yellow notice needs this."),
    "notice_needs_trace": _("A yellow notice needs a description, a good photo, fingerprints or DNA."),
    "names_the_victim": _(
        "This names the person or one of their papers. Take it out: intelligence names no victim."
    ),
    "date_in_past": _("This day has passed already. Give a later one."),
    "unknown_agency": _("There is no such agency here. Choose one from the list."),
    "not_a_member": _("This agency does not work on the case. Add it as a member first."),
    "not_of_agency": _("This officer does not work at that agency. Choose another one."),
    "owner_restricts": _("The owner of this copy leaves it to the National Central Bureau alone."),
    "leading_agency": _("The agency that leads the case stays its member."),
    "file_empty": _("The file is empty. Choose another one."),
    "file_too_big": _("The file is too big: at most %(limit)s MB."),
    "file_kind": _(
        "Files of this kind (%(kind)s) are not taken. Send a PDF, a picture, a text, a list or a recording."
    ),
    "image_broken": _("The picture cannot be read; it may be damaged. Take or scan it again."),
    "image_too_large": _("The picture is too large: at most %(pixels)s million pixels."),
}
