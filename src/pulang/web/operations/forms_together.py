"""Forms for many people: what is asked once, and for whom."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.repatriation.queries.lists import current_list
from pulang.repatriation.rules import StepDefinition
from pulang.web.cases.forms import choose, text_area
from pulang.web.form_page import OnceForm
from pulang.web.messages.words import LANGUAGES
from pulang.web.repatriation.forms import StepForm
from pulang.web.texts import in_language, language


class TogetherForm(OnceForm):
    """`people` are numbers with names; all are chosen at first."""

    people = forms.MultipleChoiceField(
        label=_("For whom"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody who can do it now is chosen. Take out whom it is not for."),
    )

    def __init__(self, *args: Any, people: dict[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        # Whoever was chosen stays valid when she has moved on meanwhile: her line will say so.
        offered = {str(number): name for number, name in people.items()}
        if self.is_bound:
            widget = self.fields["people"].widget
            given = widget.value_from_datadict(self.data, self.files, "people") or []
            sent = [one for one in given if one.isdecimal() and len(one) < 7]
            offered |= {one: offered.get(one, "") for one in sent}
        field = self.fields["people"]
        choose(
            self,
            "people",
            [(one, f"{one} · {name or _now('name not yours to see')}") for one, name in offered.items()],
        )
        field.initial = list(offered)

    def numbers(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["people"]]

    def asked(self) -> dict[str, Any]:
        """What the kind reads; each form says."""
        return {}


class StepTogetherForm(TogetherForm, StepForm):
    """The form of a step without a file: what proves it is said in its fields."""

    def __init__(self, *args: Any, definition: StepDefinition, **options: Any) -> None:
        self.definition = definition
        super().__init__(*args, definition=definition, **options)
        del self.fields["version"]
        self.fields.pop("evidence", None)
        self.order_fields([*(name for name in self.fields if name != "people"), "people"])

    def asked(self) -> dict[str, Any]:
        data = {name: str(value) for name, value in self.data_given().items()}
        given = self.cleaned_data
        return {"code": self.definition.code, "result": given["result"], "data": data, "note": given["note"]}


class NationalityForm(TogetherForm):
    to = forms.ChoiceField(label=_("Partner"), widget=forms.RadioSelect)
    question = forms.CharField(label=_("What do you want to know?"), max_length=5000, widget=text_area(4))
    lang = forms.ChoiceField(label=_("Language of what you write"), choices=list(LANGUAGES.items()))
    field_order = ("once", "to", "question", "lang", "people")

    def __init__(self, *args: Any, partners: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = list(partners)
        choose(self, "to", offered)
        self.fields["lang"].initial = language()
        if len(offered) == 1:
            self.fields["to"].initial = offered[0][0]

    def asked(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("to", "question", "lang")}


class MoveForm(TogetherForm):
    number = forms.ChoiceField(label=_("List of steps"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why do they follow it?"),
        max_length=1000,
        widget=text_area(3),
        help_text=_("It stands in the story of each case. To undo a move, choose the earlier list and say why."),
    )
    field_order = ("once", "number", "reason", "people")

    def __init__(self, *args: Any, lists: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = list(lists)
        choose(self, "number", offered)
        self.fields["number"].initial = offered[0][0] if offered else ""

    def asked(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("number", "reason")}


class SeatsForm(TogetherForm):
    """Who gets a seat on a flight; those whose ticket comes next are chosen."""

    payer = forms.ChoiceField(label=_("Who pays"), widget=forms.RadioSelect)
    guardian = forms.CharField(
        label=_("Who travels with a child"),
        max_length=200,
        required=False,
        help_text=_("No child flies alone. Give children seats apart from the others, with the one beside them."),
    )
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)
    field_order = ("once", "payer", "guardian", "note", "people")

    def __init__(self, *args: Any, flight: UUID, **options: Any) -> None:
        super().__init__(*args, **options)
        self.flight = flight
        outcomes = current_list().step("ticket").outcomes
        choose(self, "payer", [(code, in_language(one.text)) for code, one in outcomes.items() if one.ends.lets_on])

    def asked(self) -> dict[str, Any]:
        return {
            "flight": str(self.flight),
            **{name: self.cleaned_data[name] for name in ("payer", "guardian", "note")},
        }


class PaperForm(TogetherForm):
    """A paper about many people: in which language, to whom."""

    language = forms.ChoiceField(label=_("Language of the paper"), choices=list(LANGUAGES.items()))
    addressee = forms.CharField(label=_("To whom"), max_length=300, required=False, widget=text_area(3))
    field_order = ("once", "language", "addressee", "people")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = language()
        self.fields["people"].help_text = _("Who cannot stand on it is named before it is issued, with the reason.")

    def asked(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("language", "addressee")}
