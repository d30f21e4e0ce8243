"""What comparisons say to an officer, by code; and what agreed in a row."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "overlap_decided": _("This was decided already."),
    "overlaps_too_many": _("Too many comparisons of this partner wait. Accept or decline some of them."),
    "list_has_nobody": _("Nobody of this list is registered yet. Finish the list first."),
    "list_too_long": _("At most %(limit)s people can be compared at once. Part the list."),
}

#: What a word stood for, by its first letter (`rules.words`).
AGREED: dict[str, str | Promise] = {
    "n": _("Paper number, or all but one sign of it"),
    "f": _("Phone, or all but one figure of it"),
    "y": _("Two words of the name by their sound, with the year of birth"),
    "d": _("A word of the name by its sound, with day and month of birth"),
    "b": _("Two words of the name by their sound, with the birthplace"),
    "h": _("Three and more words of the name by their sound"),
}
