"""Errors as pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pulang.lib.errors import PulangError
from pulang.words import sentence, status_of


def problem_page(request: HttpRequest, error: PulangError) -> HttpResponse:
    status = status_of(error)
    template = "pulang/errors/404.html" if status == 404 else "pulang/errors/problem.html"
    return render(request, template, {"sentence": sentence(error), "code": error.code}, status=status)
