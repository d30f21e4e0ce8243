"""Forms of emergency access: whom and why, and the reviewer's word."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.cases.emergencies.models import Verdict
from pulang.web.cases.forms import text_area
from pulang.web.form_page import OnceForm
from pulang.web.reports.forms import SearchForm


class EmergencyForm(SearchForm, OnceForm):
    """The identifiers of a match-only answer, and what threatens her."""

    reason = forms.CharField(
        label=_("What threatens the person, and what will you do?"), max_length=2000, widget=text_area()
    )

    field_order = ("reason", "paper", "name", "birth_date", "phone")


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Was it justified?"),
        widget=forms.RadioSelect,
        choices=[
            (Verdict.JUSTIFIED.value, _("Yes: there was danger to life")),
            (Verdict.NOT_JUSTIFIED.value, _("No: the access ends now")),
        ],
    )
    note = forms.CharField(label=_("Your reasons"), max_length=2000, widget=text_area())
