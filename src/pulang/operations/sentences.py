"""What operations say to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "operation_closed": _("This operation is closed. Open a new one for people who come now."),
    "person_perhaps_known": _("Somebody like her is registered already. Compare, and say whether it is her."),
    "person_held_elsewhere": _("%(agency)s knows this person by her paper. Ask there for access to her case."),
    "slip_unknown": _("There is no such slip or number in this operation. Scan it again, or search by name."),
    "nobody_chosen": _("Choose at least one person, and at most %(limit)s."),
    "sharing_refused": _("She does not allow that the partner is told of her. Ask her again before you share."),
}
