"""What verification without papers says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "unknown_question": _("This question is not in the list. Choose one that is offered."),
    "entry_withdrawn": _("This was taken back. Record it anew."),
    "dossier_not_enough": _(
        "Without a paper the nationality rests on what others confirm: %(confirmed)s of %(needed)s are confirmed"
        " and %(contradicted)s contradicted. Settle the verification first."
    ),
}
