"""What operations say to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "operation_closed": _("This operation is closed. Open a new one for people who come now."),
    "slip_unknown": _("There is no such slip or number in this operation. Scan it again, or search by name."),
    "nobody_chosen": _("Choose at least one person, and at most %(limit)s."),
    "sharing_refused": _("She does not allow that the partner is told of her. Ask her again before you share."),
    "stay_unknown": _("Nobody has recorded until when she may stay. Record it, then the fine can be counted."),
    "nationality_not_judged": _("Nobody has recorded yet whether she is a national. Record it in her steps first."),
    "no_fine": _("She may still stay; there is no fine."),
    "no_travel_paper": _("She has no passport and no SPLP yet. The SPLP comes first."),
    "paper_unknown": _("No paper with this code was issued here. It may be forged, or of another node."),
    "flight_has_left": _("The flight has left. Who was on it is not changed any more."),
    "flight_cancelled": _("This flight was cancelled. Give seats on another flight."),
    "on_two_flights": _("She has a seat on another flight already. Take her off there first."),
    "paper_expires": _(
        "Her travel paper is valid until %(until)s only, before the day of the flight. Renew it first."
    ),
    "paper_ran_out": _(
        "The travel paper of these people has run out: %(numbers)s. Nothing was recorded. Say of each that she was"
        " not let out, or write her new SPLP among her papers; then say that the flight has left."
    ),
    "child_alone": _("She is or may be a child. Say who travels with her."),
    "no_seat": _("All %(seats)s seats are taken."),
    "not_on_board": _("She was not on board of this flight."),
    "segments_do_not_meet": _("The flight arrives at %(arrives)s and goes on from %(leaves)s. Check the segments."),
}
