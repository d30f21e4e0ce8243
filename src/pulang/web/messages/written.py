"""One form and one reading for every kind of message that is a form: made from its description."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from pulang.cases.rules.kinds import FieldOfKind, FormOfKind, forms_of_kinds
from pulang.persons.models import Sex
from pulang.web.cases.forms import day_input, text_area
from pulang.web.messages.forms import ToPartner, WrittenForm
from pulang.web.persons.facts import country
from pulang.web.texts import in_language
from pulang.words.dates import date_in_words

_said = lazy(in_language, str)  # in the reader's language, when it is shown


def title_of(kind: str) -> Any:
    return _said(forms_of_kinds()[kind].title)


@lru_cache
def writing_form(kind: str) -> type[ToPartner]:
    """The form that writes a message of this kind to a partner."""
    return type("Writing", (ToPartner,), {**_fields(kind), "body": _body})


@lru_cache
def answer_form(kind: str) -> type[WrittenForm]:
    """The form that answers with a message of this kind."""
    return type("Answering", (WrittenForm,), {**_fields(kind), "body": _body})


def _fields(kind: str) -> dict[str, forms.Field]:
    """Those that are filled in; what is said of a person is ticked on a page of its own."""
    return {field.name: _field(field) for field in forms_of_kinds()[kind].fields if field.type != "person"}


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
        if field.type == "person":
            facts += facts_of_person(value)
        elif field.type == "long" and not text:
            text, label = str(value), in_language(field.label)
        else:
            facts.append({"term": in_language(field.label), "value": _value(field, value)})
    return facts, text, label


def _value(field: FieldOfKind, value: Any) -> str:
    if field.type == "yes":
        return "✓"
    return in_language(field.known_choices[value]) if value in field.known_choices else str(value)


def facts_of_person(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is said of a person for a look-up, in words; what nobody chose to say is left out."""
    told = [
        (_("Name"), " · ".join(said.get("names", ()))),
        (_("Born"), date_in_words(said.get("birth_date", ""))),
        (_("Birth place"), said.get("birth_place", "")),
        (_("Sex"), str(dict(Sex.choices).get(said.get("sex", ""), ""))),
        (_("Nationality"), country(said.get("nationality", ""))),
        (_("Papers"), " · ".join(said.get("papers", ()))),
        (_("Phone"), " · ".join(said.get("phones", ()))),
    ]
    return [{"term": term, "value": value} for term, value in told if value]
