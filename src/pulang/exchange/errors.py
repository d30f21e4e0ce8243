"""What the exchange refuses, on the sending and on the receiving side. Codes stand in the protocol."""

from pulang.lib.errors import PulangError


class AgreementMissing(PulangError):
    """No running agreement with this peer allows the kind for the purpose: nothing is sent."""

    code = "agreement_missing"


class PeerUnknown(PulangError):
    """There is no such partner node, or it is not paired."""

    code = "peer_unknown"


class BodyRefused(PulangError):
    """The body does not have the form of its kind; `place` and `why` say where and what."""

    code = "body_refused"


class Refused(PulangError):
    """The receiving node refuses a message; the code goes back in the signed receipt.

    Codes of the exchange: `not_for_us`, `sender_differs`, `expired`, `version_unknown`, `envelope_malformed`,
    `kind_unknown`, `agreement_missing`, `body_refused`, `id_reused`, `id_differs`, `seq_reused`,
    `object_unknown`, `object_withdrawn`, `not_owner`, `onward_refused`, `attachment_not_allowed`,
    `attachment_too_large`. A domain adds its own.
    """

    code = "refused"


class NotOwner(PulangError):
    """Another node owns this object: it is changed by a proposal to `owner`, and taken back by it alone."""

    code = "not_owner"


class OnwardRefused(PulangError):
    """The owner does not allow that its object is passed on."""

    code = "onward_refused"


class AttachmentNotAllowed(PulangError):
    """No file goes with such a message: its kind or the agreement does not allow it, or there are too many."""

    code = "attachment_not_allowed"


class AttachmentTooLarge(PulangError):
    """The file is larger than the agreement allows; `limit` and `size` are in megabytes."""

    code = "attachment_too_large"


class NobodyHolds(PulangError):
    """No partner holds a copy of it, or each was already asked to give it back."""

    code = "nobody_holds"


class Undeliverable(PulangError):
    """The transport failed; `why` is a code. Tried again until the message expires."""

    code = "undeliverable"


class AttachmentUnknown(PulangError):
    """No accepted message of this partner announced such a file, or it was settled already."""

    code = "attachment_unknown"


class KeysRefused(PulangError):
    """The keys of this node are not changed; `why` is a code."""

    code = "keys_refused"


class BundleRefused(PulangError):
    """A file of messages is not a paired partner's, not for this node, or not whole; `why` is a code."""

    code = "bundle_refused"


class PairingRefused(PulangError):
    """An invite, phrase or agreement does not fit; `why` is a code."""

    code = "pairing_refused"
