"""Between forms and actions: the errors of an action stand at the fields that they are about."""

from django import forms
from django.http import HttpRequest, QueryDict

from pulang.lib.errors import Invalid, Problems, PulangError
from pulang.words import sentence


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty form that was sent is wrong, not new."""
    return request.POST if request.method == "POST" else None


def add_problems(form: forms.Form, error: PulangError) -> None:
    """Put an `Invalid`, each part of `Problems` or any other error on the form.

    A field that the form does not have gives an error at the top.
    """
    for item in error.problems if isinstance(error, Problems) else (error,):
        field = item.field.split(".")[0] if isinstance(item, Invalid) else None
        form.add_error(field if field in form.fields else None, sentence(item))
