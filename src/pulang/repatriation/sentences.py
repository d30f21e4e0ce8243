"""What the way home says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "step_list_broken": _("The list of steps cannot be read (%(file)s, line %(line)s). Tell the administrator."),
    "step_not_ready": _("Other steps come first. Open the way home to see which."),
    "step_settled": _("This step has its result already. Undo it first, with a reason."),
    "step_of_others": _("This step belongs to another agency or section. Ask the one whose step it is."),
    "undo_blocked": _("Later steps rest on this one. Undo those first."),
    "way_not_begun": _("The way home has not begun. Begin it on the case page."),
    "notice_out_of_place": _("A return is announced once the ticket is there and before she has arrived."),
    "evidence_needed": _("Something must prove this step: add the file, or fill in the numbers that stand for it."),
    "unknown_file": _("This file is not one of this case. Choose another, or add it first."),
    "unknown_field": _("This step does not record that. Take it out."),
    "currency_missing": _("Say in which currency."),
    "not_a_date": _("This is no date. Give it as year, month and day, for example 2026-02-08."),
    "date_too_far": _("This day is too far away. Check the year."),
    "not_money": _("Give the amount in digits, for example 145.50, without dots or commas for thousands."),
    "too_much_money": _("This amount is too high to be right. Check the digits."),
    "not_whole": _("Give a whole number in digits."),
    "not_a_flight": _("This is no flight number. It has the letters of the airline and digits, for example QZ475."),
    "not_a_paper_number": _("A number has 3 to 40 letters and digits, with points, strokes or hyphens."),
    "not_text": _("This cannot be read as text or a number."),
    "no_time_zone": _("The time must say its time zone."),
}
