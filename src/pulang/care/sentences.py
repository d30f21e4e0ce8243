"""What care says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "no_consent_for_services": _("She has not allowed that a service is told of her. Ask for her consent first."),
    "only_at_her_wish": _("Spiritual care is arranged only where she asks for it herself."),
    "house_full": _("All %(capacity)s places are taken. Choose another house."),
    "referral_answered": _("The provider has answered already."),
    "day_settled": _("What became of this day is recorded already. Plan the next one as a day of its own."),
    "follow_up_done": _("This talk is recorded already."),
}
