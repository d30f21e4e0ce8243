"""Forms of flights and costs."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.lib.money import CURRENCIES
from pulang.operations.models import PassengerState
from pulang.operations.rules import costs
from pulang.web.cases.forms import day_input, text_area
from pulang.web.form_page import OnceForm

SEGMENT = re.compile(r"(\S+)\s+(\S+?)\s*[-–]\s*(\S+)")
KINDS = {
    "ticket": _("Tickets"),
    "fine": _("Fines"),
    "shelter": _("Shelter"),
    "health": _("Health"),
    "other": _("Other"),
}
PAYERS = {
    "self": _("Herself"),
    "family": _("Her family"),
    "state": _("The state"),
    "organisation": _("An organisation"),
    "airline": _("The airline"),
}
ENDED = (
    PassengerState.OFF,
    PassengerState.MISSED,
    PassengerState.NOT_LET_OUT,
    PassengerState.REFUSED,
    PassengerState.MISSING,
    PassengerState.DIED,
)


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=text_area(3))


class FlightForm(OnceForm):
    day = forms.DateField(label=_("Day of travel"), widget=day_input())
    segments = forms.CharField(
        label=_("Route"),
        max_length=500,
        widget=text_area(3),
        help_text=_("One line for each flight, as in: QZ475 PNH-CGK"),
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=600)
    escorts = forms.CharField(
        label=_("Escorts"), max_length=1000, required=False, widget=text_area(3), help_text=_("One a line")
    )

    def clean_segments(self) -> list[dict[str, str]]:
        found = []
        for line in filter(str.strip, self.cleaned_data["segments"].splitlines()):
            match = SEGMENT.fullmatch(line.strip())
            if match is None:
                raise forms.ValidationError(
                    gettext("This line is no flight: %(line)s") % {"line": line.strip()[:60]}
                )
            found.append(dict(zip(("flight", "from", "to"), match.groups(), strict=True)))
        return found


class PassengerForm(forms.Form):
    seat = forms.CharField(label=_("Seat"), max_length=6, required=False)
    needs = forms.CharField(
        label=_("What she needs on the way"),
        max_length=300,
        required=False,
        help_text=_("Wheelchair, pregnant, medicine … No diagnosis."),
    )
    guardian = forms.CharField(label=_("Travels with"), max_length=200, required=False)
    state = forms.ChoiceField(
        label=_("Does she not fly?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("She flies")), *((state.value, state.label) for state in ENDED)],
    )
    note = forms.CharField(
        label=_("What happened to her"),
        max_length=1000,
        required=False,
        widget=text_area(3),
        help_text=_("Needed where she does not fly."),
    )


class CostForm(OnceForm):
    kind = forms.ChoiceField(label=_("For what"), choices=list(KINDS.items()))
    amount = forms.DecimalField(label=_("Amount"), max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(one, one) for one in CURRENCIES])
    payer = forms.ChoiceField(label=_("Who pays"), choices=list(PAYERS.items()))
    number = forms.IntegerField(
        label=_("Number of the person"), required=False, min_value=1, help_text=_("Left open: for everybody.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert set(KINDS) == set(costs.KINDS)
        assert set(PAYERS) == set(costs.PAYERS)
