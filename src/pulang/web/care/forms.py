"""Forms of care."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency
from pulang.care.models import DayState
from pulang.care.queries import HouseView
from pulang.care.rules import legal_days, questions, services
from pulang.lib.money import CURRENCIES
from pulang.web.cases.forms import choose, day_input, text_area
from pulang.web.form_page import OnceForm
from pulang.web.texts import in_language


class ReferForm(OnceForm):
    service = forms.ChoiceField(label=_("Service"), widget=forms.RadioSelect)
    provider = forms.ChoiceField(label=_("Provider"), help_text=_("The person chooses, faith-based or not."))
    reason = forms.CharField(
        label=_("Why, and what is needed"),
        max_length=4000,
        widget=text_area(4),
        help_text=_("The provider reads it before it knows the name."),
    )
    at_her_request = forms.BooleanField(label=_("The person asks for it"), required=False)

    def __init__(self, *args: Any, providers: Iterable[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "service", [(code, in_language(text)) for code, text in services().items()])
        choose(self, "provider", [("", "–"), *((str(one.pk), one.name) for one in providers)])


class AnswerForm(forms.Form):
    accepts = forms.ChoiceField(
        label=_("Do you take this person?"), widget=forms.RadioSelect, choices=[("yes", _("Yes")), ("no", _("No"))]
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=text_area(3), help_text=_("Needed for a no.")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=text_area(3))


class GoalForm(OnceForm):
    text = forms.CharField(
        label=_("Goal"), max_length=1000, widget=text_area(3), help_text=_("In the person's words.")
    )
    service = forms.ChoiceField(label=_("Service"))
    due_on = forms.DateField(label=_("Until"), required=False, widget=day_input())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "service", [(code, in_language(text)) for code, text in services().items()])


class SettleForm(forms.Form):
    reached = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Goal reached")), ("no", _("Given up"))],
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=text_area(3))


class HomeForm(forms.Form):
    home_on = forms.DateField(
        label=_("Came home on"),
        widget=day_input(),
        help_text=_("After 1, 3, 6 and 12 months somebody asks how the person is."),
    )


class TalkForm(forms.Form):
    """What she told; what she did not say stays open."""

    held_on = forms.DateField(label=_("Held on"), widget=day_input())
    note = forms.CharField(label=_("Note"), max_length=4000, required=False, widget=text_area(4))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, one in questions().items():
            choices = [("", _("Did not say")), *((key, in_language(text)) for key, text in one.choices.items())]
            self.fields[f"told_{code}"] = forms.ChoiceField(
                label=in_language(one.text), required=False, choices=choices
            )
        self.order_fields(["held_on", *(f"told_{code}" for code in questions()), "note"])

    def outcomes(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"told_{code}"] for code in questions()}


class GivenForm(OnceForm):
    service = forms.ChoiceField(label=_("Service"))
    what = forms.CharField(label=_("What was given"), max_length=2000, widget=text_area(3))
    given_on = forms.DateField(label=_("Given on"), widget=day_input())
    amount = forms.DecimalField(label=_("Cost"), max_digits=14, decimal_places=2, required=False)
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", "–"), *((one, one) for one in CURRENCIES)]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "service", [(code, in_language(text)) for code, text in services().items()])


class DayForm(OnceForm):
    kind = forms.ChoiceField(label=_("What for"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Day"), widget=day_input())
    place = forms.CharField(label=_("Where"), max_length=300, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=text_area(3))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", [(code, in_language(text)) for code, text in legal_days().items()])


class DaySettledForm(forms.Form):
    state = forms.ChoiceField(label=_("What became of it?"), widget=forms.RadioSelect)
    outcome = forms.CharField(label=_("What came of it, or why not"), max_length=4000, widget=text_area(3))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "state", [one for one in DayState.choices if one[0] != DayState.PLANNED])


class HouseForm(forms.Form):
    label = forms.CharField(
        label=_("House"), max_length=60, help_text=_("A name that says no address, as in: house 3")
    )
    capacity = forms.IntegerField(
        label=_("Places"), min_value=0, max_value=5000, help_text=_("None closes the house.")
    )


class MissingForm(forms.Form):
    note = forms.CharField(label=_("When last seen, and what is known"), max_length=1000, widget=text_area(4))


class PlaceForm(forms.Form):
    house = forms.ChoiceField(label=_("House"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, houses: Iterable[HouseView], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(
            self,
            "house",
            [(str(one.id), f"{one.label} · {one.agency} · {one.free} / {one.capacity}") for one in houses],
        )
