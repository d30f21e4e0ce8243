"""Forms of reports: what somebody told, whom it is about."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.cases.models import Channel, Urgency
from pulang.lib.countries import alpha3_codes, country_name
from pulang.persons.drafts import PaperDraft, PersonDraft, Sought
from pulang.persons.models import PaperKind, Sex
from pulang.web.cases.forms import choose, text_area
from pulang.web.form_page import OnceForm, VersionForm
from pulang.web.texts import language

SHORT, LONG = 300, 20_000
NOBODY = ""


class SearchForm(forms.Form):
    """Who is it about? Any part may be missing."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    birth_date = forms.CharField(
        label=_("Born"), max_length=30, required=False, help_text=_("17/08/1995, 1995, or about 1995")
    )
    paper = forms.CharField(
        label=_("Number of a paper"), max_length=40, required=False, help_text=_("Passport, NIK or SPLP")
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def sought(self) -> Sought:
        return sought_in(self.cleaned_data)

    def is_empty(self) -> bool:
        return not any(self.cleaned_data.values())


def sought_in(given: Mapping[str, str]) -> Sought:
    """Whom the cleaned fields of a SearchForm ask for."""
    return Sought(
        name=given["name"],
        birth_date=given["birth_date"],
        papers=tuple(filter(None, [given["paper"]])),
        phones=tuple(filter(None, [given["phone"]])),
    )


class ReportForm(OnceForm):
    """What was told, as it was told."""

    channel = forms.ChoiceField(label=_("How it came"), choices=Channel.choices)
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        initial=Urgency.NORMAL,
        help_text=_("Danger to life: 8 hours. Urgent: 3 days. Normal: 7 days."),
    )
    narrative = forms.CharField(label=_("What was told"), max_length=LONG, widget=text_area(8))
    place = forms.CharField(label=_("Where the person is said to be"), max_length=SHORT, required=False)
    subject_name = forms.CharField(label=_("Name of the person"), max_length=SHORT, required=False)
    subject_birth_date = forms.CharField(label=_("Born"), max_length=SHORT, required=False)
    subject_papers = forms.CharField(label=_("Papers"), max_length=SHORT, required=False)
    subject_phone = forms.CharField(label=_("The person's phone"), max_length=SHORT, required=False)
    reporter_name = forms.CharField(label=_("Who tells it"), max_length=SHORT, required=False)
    reporter_relation = forms.CharField(
        label=_("Relation to the person"),
        max_length=SHORT,
        required=False,
        help_text=_("Mother, friend, officer …"),
    )
    reporter_contact = forms.CharField(label=_("How to reach the person"), max_length=SHORT, required=False)
    reporter_safe_contact = forms.CharField(
        label=_("When and how it is safe to call"), max_length=SHORT, required=False
    )

    def told(self) -> dict[str, Any]:
        """The arguments of `take_report`."""
        given = self.cleaned_data
        parts = {
            part: {
                key.removeprefix(f"{part}_"): value for key, value in given.items() if key.startswith(f"{part}_")
            }
            for part in ("subject", "reporter")
        }
        plain = {key: given[key] for key in ("channel", "urgency", "narrative", "place", "once")}
        return {**plain, **parts}


class DismissForm(VersionForm):
    reason = forms.CharField(label=_("Reason"), max_length=SHORT, widget=text_area(3))


class OpenCaseForm(forms.Form):
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, widget=forms.RadioSelect)


class RegisterForm(forms.Form):
    """Just what makes a person findable; the rest is added on her own page."""

    name = forms.CharField(label=_("Name"), max_length=200)
    birth_date = forms.CharField(
        label=_("Born"), max_length=30, required=False, help_text=_("17/08/1995, 1995, or about 1995")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN)
    nationality = forms.ChoiceField(label=_("Nationality"), required=False)
    paper_kind = forms.ChoiceField(label=_("Paper"), choices=PaperKind.choices, initial=PaperKind.PASSPORT)
    paper_number = forms.CharField(label=_("Number of the paper"), max_length=40, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named = sorted((country_name(code, language()), code) for code in alpha3_codes())
        choose(self, "nationality", [("", "–"), *((code, name) for name, code in named)])


def draft_of(given: dict[str, Any]) -> PersonDraft:
    """The cleaned data of a `RegisterForm` as a draft."""
    number = given["paper_number"]
    return PersonDraft(
        name=given["name"],
        birth_date=given["birth_date"],
        sex=given["sex"],
        nationality=given["nationality"],
        papers=(PaperDraft(given["paper_kind"], number),) if number else (),
    )


class ChooseForm(VersionForm):
    """One of the people who were found."""

    person = forms.ChoiceField(label=_("Whom it is about"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "person", people)
