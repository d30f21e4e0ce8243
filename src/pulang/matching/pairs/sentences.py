"""What the pairs say to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "pair_not_judged": _("You have not judged this pair, or somebody judged it after you."),
}
