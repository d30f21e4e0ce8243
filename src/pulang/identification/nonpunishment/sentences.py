"""What the question of non-punishment says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "nonpunishment_no_decision": _(
        "No decision that stands says that this is a victim or presumed victim. Decide first, or have it confirmed."
    ),
    "nonpunishment_no_act": _(
        "No act that the trafficking caused is recorded. Record what the person was made to do."
    ),
    "nonpunishment_no_rule": _("No rule on non-punishment is known for this country and day. Give another day."),
}
