"""What the exchange says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "agreement_missing": _(
        "No agreement with this partner allows this message. Ask the administrator about the agreement."
    ),
    "peer_unknown": _("This partner node is not known here, or the pairing was not finished."),
    "body_refused": _("A part of the message does not have the right form: %(place)s. Correct it and send again."),
    "kind_unknown": _("The partner does not know this kind of message yet. Send a note instead."),
    "keys_refused": _(
        "The keys were not changed (%(why)s). Where the root is kept elsewhere, use the command line with its file."
    ),
    "pairing_refused": _("The pairing was refused (%(why)s). Compare the invite files and the phrase again."),
    "bundle_refused": _(
        "The file cannot be taken (%(why)s). Nothing was changed; ask the partner to write it again."
    ),
    "expired": _("The message could not be delivered in time. Send it again if it still matters."),
    "object_withdrawn": _("Its owner has taken it back in the meantime. Nothing of it was kept."),
    "not_owner": _("Another node owns this. Propose the change to it; only the owner changes or withdraws it."),
    "onward_refused": _("The owner does not allow that this is passed on. Ask the owner."),
    "nobody_holds": _("No partner holds a copy of it any more. There is nothing to send."),
    "object_unknown": _("The partner does not hold the case that this message is about. Share the case first."),
}
