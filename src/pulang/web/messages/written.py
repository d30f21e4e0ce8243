"""One form and one reading for every kind of message that is a form: made from its description."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.functional import lazy

from pulang.cases.rules.kinds import FieldOfKind, FormOfKind, forms_of_kinds
from pulang.web.cases.forms import day_input, text_area
from pulang.web.messages.forms import ToPartner, WrittenForm
from pulang.web.texts import in_language

_said = lazy(in_language, str)  # in the reader's language, when it is shown


def title_of(kind: str) -> Any:
    return _said(forms_of_kinds()[kind].title)


@lru_cache
def writing_form(kind: str) -> type[ToPartner]:
    """The form that writes a message of this kind to a partner."""
    fields = {field.name: _field(field) for field in forms_of_kinds()[kind].fields}
    return type("Writing", (ToPartner,), {**fields, "body": _body})


@lru_cache
def answer_form(kind: str) -> type[WrittenForm]:
    """The form that answers with a message of this kind."""
    fields = {field.name: _field(field) for field in forms_of_kinds()[kind].fields}
    return type("Answering", (WrittenForm,), {**fields, "body": _body})


def _body(form: WrittenForm) -> dict[str, Any]:
    """What was filled in, as the schema wants it."""
    given = WrittenForm.body(form)
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in given.items()}


def _field(field: FieldOfKind) -> forms.Field:
    label: dict[str, Any] = {"label": _said(field.label), "required": field.required}
    if field.type == "yes":
        return forms.BooleanField(**label)
    if field.type == "day":
        return forms.DateField(widget=day_input(), **label)
    if field.choices is not None:
        choices = [(code, _said(texts)) for code, texts in field.choices.items()]
        offered = choices if field.required else [("", "–"), *choices]
        return forms.ChoiceField(
            choices=offered, widget=forms.RadioSelect if field.required else forms.Select, **label
        )
    longest = field.max or (10_000 if field.type == "long" else 200)
    area = text_area(5) if field.type == "long" else forms.TextInput()
    return forms.CharField(max_length=longest, widget=area, **label)


def facts_of(form: FormOfKind, body: Mapping[str, Any]) -> tuple[list[dict[str, Any]], str, str]:
    """Labelled facts of a body, and the long text with its label; unknown fields are never shown."""
    facts, text, label = [], "", ""
    for field in form.fields:
        value = body.get(field.name)
        if value in (None, "", False):
            continue
        if field.type == "long" and not text:
            text, label = str(value), in_language(field.label)
        else:
            facts.append({"term": in_language(field.label), "value": _value(field, value)})
    return facts, text, label


def _value(field: FieldOfKind, value: Any) -> str:
    if field.type == "yes":
        return "✓"
    return in_language(field.choices[value]) if field.choices and value in field.choices else str(value)
