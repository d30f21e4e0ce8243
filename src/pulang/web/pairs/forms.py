"""Forms of joining and parting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.persons.queries import PersonView
from pulang.persons.rules import FIELDS as JOINED
from pulang.web.cases.forms import text_area
from pulang.web.form_page import OnceForm
from pulang.web.pairs.wording import FIELDS, value_of

LEFT, RIGHT = "left", "right"
LETTERS = {LEFT: "A", RIGHT: "B"}  # as the two records are called on the page
LONGEST = 2000


class BothVersions(forms.Form):
    """Which versions of both records the officer has seen."""

    left_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    right_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class JoinForm(OnceForm, BothVersions):
    """Which record carries on, and which value holds where both say something else."""

    kept = forms.ChoiceField(label=_("Which record carries on"), widget=forms.RadioSelect, initial=LEFT)

    def __init__(self, *args: Any, left: PersonView, right: PersonView, needs_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        sides = ((LEFT, left), (RIGHT, right))
        names = [(side, f"{LETTERS[side]}: {view.draft.name} · {view.registered_by}") for side, view in sides]
        self._choices("kept").choices = names
        for name in JOINED:
            values = [(side, str(getattr(view.draft, name))) for side, view in sides]
            said = {value for _, value in values if value not in ("", "unknown")}
            if len(said) > 1:
                self.fields[name] = forms.ChoiceField(
                    label=str(FIELDS[name]),
                    widget=forms.RadioSelect,
                    choices=[(side, f"{LETTERS[side]}: {value_of(name, value) or '–'}") for side, value in values],
                    initial=LEFT,
                )
        self.fields["reason"] = forms.CharField(
            label=_("Why it is one person"), max_length=LONGEST, required=needs_reason, widget=text_area(3)
        )

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def take(self) -> list[str]:
        """The fields of which the record that is gone has the value that holds."""
        given = self.cleaned_data
        return [name for name in JOINED if given.get(name) and given[name] != given["kept"]]


class AnswerForm(BothVersions):
    """A second officer's answer; the button says which."""

    reason = forms.CharField(
        label=_("What you compared, or why not"), max_length=LONGEST, required=False, widget=text_area(3)
    )


class PartForm(OnceForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    later_to = forms.ChoiceField(
        label=_("What was learned or opened since they were joined belongs to"), widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Why they are two people"), max_length=LONGEST, widget=text_area(3))

    def __init__(self, *args: Any, names: tuple[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["later_to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("kept", f"A: {names[0]}"), ("gone", f"B: {names[1]}")]
