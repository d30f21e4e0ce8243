"""Errors as pages: the class gives the status, the code gives the sentence in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound, Problems, PulangError, Unavailable

STATUS: list[tuple[type[PulangError], int]] = [
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Unavailable, 503),
    (Invalid, 422),
    (Problems, 422),
]

#: Sentences by error code. Each says what happened and what to do. Domains add theirs with `say`.
SENTENCES: dict[str, str | Promise] = {
    "not_found": _("There is nothing here that you may see. Check the number, or ask the owner of the case."),
    "not_allowed": _("Your role does not include this. Ask a colleague whose role does."),
    "conflict": _("Somebody changed this in the meantime. Nothing was overwritten; compare and save again."),
    "unavailable": _("A part of Pulang does not answer now. Nothing was lost; try again in a minute."),
    "grant_too_wide": _("You can hand on only what you hold yourself, and no longer than you hold it."),
    "required": _("This is needed."),
    "too_long": _("This is too long: at most %(limit)s characters."),
}


def say(sentences: dict[str, str | Promise]) -> None:
    """Add the sentences of a domain; a code that is already there is refused."""
    taken = SENTENCES.keys() & sentences.keys()
    if taken:
        raise ValueError(f"these error codes have a sentence already: {sorted(taken)}")
    SENTENCES.update(sentences)


def status_of(error: PulangError) -> int:
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


def sentence(error: PulangError) -> str:
    """The sentence for the reader; an error without one still gives its code, so that she can report it."""
    template = SENTENCES.get(error.code)
    if template is None:
        return str(_("This cannot be done (%(code)s).")) % {"code": error.code}
    return str(template) % error.details if "%(" in str(template) else str(template)


def problem_page(request: HttpRequest, error: PulangError) -> HttpResponse:
    status = status_of(error)
    template = "pulang/errors/404.html" if status == 404 else "pulang/errors/problem.html"
    return render(request, template, {"sentence": sentence(error), "code": error.code}, status=status)
