"""What the exchange says to an officer, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "agreement_missing": _(
        "No agreement with this partner allows this message. Ask the administrator about the agreement."
    ),
    "agreement_ended": _(
        "The agreement with this partner that allowed this message has ended. Ask the administrator about it."
    ),
    "agreement_too_long": _("An agreement runs for at most ten years. Give an earlier day."),
    "quota": _("The partner's node has taken as much as it takes within an hour. It is sent again by itself."),
    "disk_failed": _("The disk of the partner's node is full or does not work. It is sent again by itself."),
    "peer_unknown": _("This partner node is not known here, or the pairing was not finished."),
    "body_refused": _("A part of the message does not have the right form: %(place)s. Correct it and send again."),
    "kind_unknown": _("The partner does not know this kind of message yet. Send a note instead."),
    "keys_refused": _(
        "The keys were not changed (%(why)s). Where the root is kept elsewhere, use the command line with its file."
    ),
    "token_not_configured": _(
        "The keys of this node lie in a token, and nobody told it which. Set PULANG_TOKEN_MODULE and start anew."
    ),
    "token_module_missing": _(
        "The library of the token (%(module)s) is not there or cannot be read. Install it and start the node again."
    ),
    "token_absent": _("The token “%(label)s” with the keys of this node is not plugged in. Nothing was lost."),
    "token_pin_missing": _(
        "The token “%(label)s” needs its PIN. Name a file that holds it in PULANG_TOKEN_PIN_FILE and start the node"
        " again."
    ),
    "token_pin_wrong": _(
        "The PIN for the token “%(label)s” is wrong. It is not tried again, since a token locks itself: correct it"
        " and start the node again."
    ),
    "token_pin_locked": _("The token “%(label)s” has locked itself. Unlock it with the tool of its maker."),
    "token_key_missing": _(
        "The token “%(label)s” is there, but not the key of this node. Plug in the right one, or come back from the"
        " safe with “pulang keys recover”."
    ),
    "token_lost": _(
        "The token “%(label)s” with the keys of this node no longer answers. Plug it in again; nothing was lost,"
        " and what waits goes on by itself."
    ),
    "token_cannot": _("The token “%(label)s” cannot make or use keys of the kinds Ed25519 and AES-256-GCM."),
    "pairing_refused": _("The pairing was refused (%(why)s). Compare the invite files and the phrase again."),
    "bundle_refused": _(
        "The file cannot be taken (%(why)s). Nothing was changed; ask the partner to write it again."
    ),
    "expired": _("The message could not be delivered in time. Send it again if it still matters."),
    "object_withdrawn": _("Its owner has taken it back in the meantime. Nothing of it was kept."),
    "not_owner": _("Another node owns this. Propose the change to it; only the owner changes or withdraws it."),
    "onward_refused": _("The owner does not allow that this is passed on. Ask the owner."),
    "attachment_not_allowed": _(
        "No file may go with this message: its kind or the agreement with the partner does not allow it, or there"
        " are more than 20."
    ),
    "attachment_too_large": _(
        "A file of %(size)s MB is larger than the %(limit)s MB that the agreement with the partner allows. Send a"
        " shorter or smaller one, or ask the administrator about the agreement."
    ),
    "attachment_unknown": _("The partner does not expect this file any more."),
    "attachment_broken": _("The file did not come whole, three times. Send it again with a new message."),
    "attachment_kind": _("The partner's node does not keep files of this kind."),
    "attachment_gone": _("The file is no longer in the case, so it was not sent."),
    "nobody_holds": _("No partner holds a copy of it any more. There is nothing to send."),
    "object_unknown": _("The partner does not hold the case that this message is about. Share the case first."),
}
