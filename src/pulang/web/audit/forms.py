"""Searching the audit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.web.audit.words import TITLES


class AuditForm(forms.Form):
    """All optional; what is given narrows."""

    username = forms.CharField(label=_("User name of the officer"), max_length=60, required=False)
    about = forms.CharField(
        label=_("Case"),
        max_length=60,
        required=False,
        help_text=_("A case number, or the identifier of a case, person or report."),
    )
    event = forms.ChoiceField(
        label=_("What happened"),
        required=False,
        choices=[("", _("Everything")), *((event.value, title) for event, title in TITLES.items())],
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(
        label=_("To, that day included"), required=False, widget=forms.DateInput({"type": "date"})
    )
