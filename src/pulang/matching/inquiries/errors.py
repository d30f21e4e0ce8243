"""What inquiries refuse."""

from pulang.lib.errors import PulangError


class InquiryAnswered(PulangError):
    """The answer left already."""

    code = "inquiry_answered"


class InquiryNeedsCase(PulangError):
    """The officer's agency has no open case of the person, so that nobody would read what the partner says next."""

    code = "inquiry_needs_case"
