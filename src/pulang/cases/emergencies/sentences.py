"""What emergency access says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "emergency_nobody": _(
        "Nobody beyond your own people has just these identifiers. Give the number of a paper, or the name"
        " together with the birth date or the phone."
    ),
    "emergency_too_many": _("Several people have these identifiers. Give the number of a paper."),
    "emergency_suspended": _(
        "An earlier emergency of yours has not been reviewed in 72 hours. Ask the data protection officer to"
        " review it; until then call the agency that leads the case."
    ),
    "emergency_reviewed": _("This emergency was reviewed already."),
    "emergency_reason_short": _(
        "Say in at least %(least)s letters what threatens the person and what you will do."
    ),
}
