"""The form of a step of a draft: everything that the engine, the pages and the partner go by."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, AgencyKind
from pulang.repatriation.rules.clock import CLOSED
from pulang.web.cases import words
from pulang.web.cases.forms import choose, text_area
from pulang.web.form_page import VersionForm
from pulang.web.steplists.documents import LANGUAGES

KINDS = ("embassy", "immigration", "ministry", "ncb", "ngo", "police", "shelter")
SECTIONS = ("care", "identity", "interview", "police", "travel", "whereabouts", "work")
CODE = r"^[a-z][a-z0-9_]{1,29}$"
NAMES = {"en": _("English"), "id": _("Indonesian"), "km": _("Khmer")}
PARTS = {
    "title": _("Name of the step"),
    "who": _("Who does it, in words"),
    "help": _("What the officer must know"),
    "proof": _("File that proves it"),
}


class StepForm(VersionForm):
    code = forms.RegexField(
        label=_("Code"), regex=CODE, help_text=_("Small letters, figures and _; it stays for good.")
    )
    below = forms.ChoiceField(label=_("Stands below"), required=False)
    side = forms.ChoiceField(label=_("Country whose step it is"))
    agencies = forms.MultipleChoiceField(
        label=_("Agencies that do it"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The first of these that works on a case gets the task."),
    )
    also = forms.MultipleChoiceField(
        label=_("Agencies of the other country that may record it too"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    section = forms.ChoiceField(label=_("Section of the case that holds what is recorded"))
    all = forms.MultipleChoiceField(
        label=_("All of these come before"), widget=forms.CheckboxSelectMultiple, required=False
    )
    any = forms.MultipleChoiceField(
        label=_("One of these comes before"), widget=forms.CheckboxSelectMultiple, required=False
    )
    until = forms.ChoiceField(label=_("Not needed any more after"), required=False)
    days = forms.IntegerField(label=_("Days until it is late"), min_value=1, max_value=400)
    working = forms.MultipleChoiceField(
        label=_("Count working days of"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Weekends and holidays of these countries are left out. None: days of the calendar."),
    )
    fallback_days = forms.IntegerField(
        label=_("Days after the deadline until somebody else is told"), min_value=0, max_value=60, required=False
    )
    fallback_agency = forms.ChoiceField(
        label=_("Agency that is told"),
        required=False,
        help_text=_("Only if it works on the case: being told opens no case."),
    )
    fallback_kinds = forms.MultipleChoiceField(
        label=_("Else the first of these"), widget=forms.CheckboxSelectMultiple, required=False
    )
    proof_fields = forms.CharField(
        label=_("Fields that prove it too"), required=False, max_length=300, help_text=_("Codes, with commas.")
    )
    partner_sees = forms.CharField(
        label=_("Fields that the partner sees beside the result"),
        required=False,
        max_length=300,
        help_text=_("Codes, with commas."),
    )
    outcomes = forms.CharField(
        label=_("Results"),
        widget=text_area(8),
        max_length=20_000,
        help_text=_("YAML: a code, how it ends (done, failed or not_needed), and its text in three languages."),
    )
    fields_recorded = forms.CharField(
        label=_("Fields that it records"),
        widget=text_area(8),
        required=False,
        max_length=20_000,
        help_text=_("YAML: a code, its kind, its label in three languages, and whether it is required."),
    )

    def __init__(
        self,
        *args: Any,
        codes: Iterable[tuple[str, str]],
        sides: Iterable[str],
        agencies: Iterable[Agency],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        for part, label in PARTS.items():
            for lang in LANGUAGES:
                self.fields[f"{part}_{lang}"] = forms.CharField(
                    label=f"{label} ({NAMES[lang]})", max_length=1000, required=part != "proof"
                )
        steps, kinds = list(codes), [(kind, AgencyKind(kind).label) for kind in KINDS]
        choose(self, "below", [("", _("the top")), *steps])
        choose(self, "until", [("", "–"), *steps])
        choose(self, "section", [(section, words.SECTIONS[section]) for section in SECTIONS])
        choose(self, "side", [(side, side) for side in sides])
        choose(self, "working", [(country, country) for country in CLOSED])
        choose(self, "fallback_agency", [("", "–"), *((one.code, one.name) for one in agencies)])
        for field in ("all", "any"):
            choose(self, field, steps)
        for field in ("agencies", "also", "fallback_kinds"):
            choose(self, field, kinds)
        texts = [f"{part}_{lang}" for part in PARTS for lang in LANGUAGES]
        self.order_fields(["version", "code", *texts[:9], "below", *list(self.base_fields)[2:-3], *texts[9:]])


class PublishForm(VersionForm):
    remark = forms.CharField(
        label=_("Why this list is as it is"),
        max_length=1000,
        widget=text_area(3),
        help_text=_("Ways that begin now follow it; those that have begun keep theirs until somebody moves them."),
    )
