"""The form of a step is made from its definition; undoing and opening ask why."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.lib.money import CURRENCIES
from pulang.repatriation.rules.definitions import FieldDefinition, FieldKind, StepDefinition, Texts
from pulang.web.texts import in_language


class VersionForm(forms.Form):
    """A form that knows for which version of the step it was filled in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class StepForm(VersionForm):
    """How a step ended, what it records and what proves it. Fields of the step are called `data_<name>`."""

    result = forms.ChoiceField(label=_("How did it end?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, definition: StepDefinition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        result = self.fields["result"]
        assert isinstance(result, forms.ChoiceField)
        result.choices = [(code, in_language(one.text)) for code, one in definition.outcomes.items()]
        for field in definition.fields:
            self.fields[f"data_{field.name}"] = _control(field)
        if definition.evidence and definition.evidence.file:
            self.fields["evidence"] = _proof(definition, definition.evidence.file)
        self.order_fields(["version", "result", *(f"data_{f.name}" for f in definition.fields), "evidence", "note"])

    def data_given(self) -> dict[str, object]:
        """The fields of the step that were filled in, by their names in the list."""
        given = self.cleaned_data.items()
        return {name.removeprefix("data_"): value for name, value in given if name.startswith("data_") and value}


class UndoForm(VersionForm):
    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was recorded stays readable beside the reason."),
    )


class StayForm(forms.Form):
    allowed_until = forms.DateField(
        label=_("Her visa or permit allowed her to stay until"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("The fine for overstaying is counted from there."),
    )


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=_("For what do you need it?"),
        max_length=300,
        help_text=_("It stands in the story of the case, with your name."),
    )


def _proof(definition: StepDefinition, file: Texts) -> forms.Field:
    """The file that proves the step, and which fields prove it as well."""
    assert definition.evidence is not None
    named = [in_language(f.label) for f in definition.fields if f.name in definition.evidence.fields]
    hint = gettext("A file, or instead of it: %(fields)s.") % {"fields": ", ".join(named)} if named else ""
    return forms.FileField(label=in_language(file), required=False, help_text=hint)


def _control(field: FieldDefinition) -> forms.Field:
    """Whether it is needed depends on the result, so the action says it and not the form."""
    control = _plain_control(field)
    if field.required:
        control.help_text = _("Needed when the step is done.")
        control.needed_at_times = True  # type: ignore[attr-defined]
    return control


def _plain_control(field: FieldDefinition) -> forms.Field:
    label = in_language(field.label)
    match field.kind:
        case FieldKind.DATE:
            return forms.DateField(
                label=label, required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
            )
        case FieldKind.CHOICE:
            choices = [("", _("Choose")), *((code, in_language(text)) for code, text in field.choices.items())]
            return forms.ChoiceField(label=label, required=False, choices=choices)
        case FieldKind.CURRENCY:
            return forms.ChoiceField(
                label=label, required=False, choices=[("", _("Choose")), *((c, c) for c in CURRENCIES)]
            )
        case FieldKind.WHOLE | FieldKind.MONEY:
            return forms.CharField(
                label=label, required=False, max_length=20, widget=forms.TextInput({"inputmode": "decimal"})
            )
        case FieldKind.TEXT:
            return forms.CharField(label=label, required=False, max_length=500)
        case _:
            plain = forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})
            return forms.CharField(label=label, required=False, max_length=40, widget=plain)
