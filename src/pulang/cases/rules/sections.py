"""Which parts of a case a message may carry. Pure."""

from pulang.access.permissions import Section

#: A file of another section, as of an interview or of her whereabouts, leaves by its own way or not at all.
SENDABLE = (Section.FILES, Section.IDENTITY, Section.TRAVEL, Section.WORK)
