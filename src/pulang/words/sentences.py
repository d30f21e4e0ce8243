"""Sentences by error code. Each says what happened and what to do; a domain adds its own in `apps.ready`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.lib.errors import PulangError

SENTENCES: dict[str, str | Promise] = {
    "not_found": _("There is nothing here that you may see. Check the number, or ask the owner of the case."),
    "not_allowed": _("Your role does not include this. Ask a colleague whose role does."),
    "conflict": _("Somebody changed this in the meantime. Nothing was overwritten; compare and save again."),
    "unavailable": _("A part of Pulang does not answer now. Nothing was lost; try again in a minute."),
    "grant_too_wide": _("You can hand on only what you hold yourself, and no longer than you hold it."),
    "not_a_choice": _("Choose one of the options that are offered."),
    "required": _("This is needed."),
    "too_long": _("This is too long: at most %(limit)s characters."),
    "text_too_long": _("This is too long: %(length)s characters, at most %(max_length)s."),
    "text_not_unicode": _("This text holds signs that cannot be read. Type it again."),
    "template_broken": _(
        "The template of this paper (%(template)s) has a fault: %(problem)s. Tell your administrator."
    ),
    "sheet_too_long": _("This list has more than %(most)s rows. Choose a filter, and download its parts."),
    "country_unknown": _("This country is not known. Write its name or its code of three letters."),
}


def say(sentences: Mapping[str, str | Promise]) -> None:
    """Add the sentences of a domain; a code that has another sentence already is refused."""
    taken = {code for code in sentences if SENTENCES.get(code, sentences[code]) is not sentences[code]}
    if taken:
        raise ValueError(f"these error codes have a sentence already: {sorted(taken)}")
    SENTENCES.update(sentences)


def sentence(error: PulangError) -> str:
    """The sentence for the reader; an error without one still gives its code, so that she can report it."""
    template = SENTENCES.get(error.code)
    if template is None:
        return str(_("This cannot be done (%(code)s).")) % {"code": error.code}
    try:
        return str(template) % error.details
    except KeyError:
        return str(template)
