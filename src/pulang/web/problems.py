"""Errors as pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pulang.audit.errors import OpenedTooMany
from pulang.lib.errors import PulangError
from pulang.web.errors import error_page
from pulang.words import sentence, status_of


def problem_page(request: HttpRequest, error: PulangError) -> HttpResponse:
    """The page of an error that a view did not catch. What may not be seen looks as what is not there."""
    status = 429 if isinstance(error, OpenedTooMany) else status_of(error)
    if status == 404:
        return error_page(request, 404)
    context = {"sentence": sentence(error), "code": error.code}
    return render(request, "pulang/errors/problem.html", context, status=status)
