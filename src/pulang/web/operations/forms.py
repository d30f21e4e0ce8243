"""Forms of operations. The form of a desk is filled in from top to bottom by keyboard."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency
from pulang.access.permissions import Section
from pulang.cases.models import Urgency
from pulang.cases.rules import risk_words
from pulang.operations.models import OperationKind
from pulang.persons.drafts import ContactDraft, PersonDraft
from pulang.web.cases import words
from pulang.web.cases.forms import choose, day_input
from pulang.web.form_page import OnceForm
from pulang.web.reports.forms import RegisterForm, draft_of

NEW = "new"


class OperationForm(OnceForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=OperationKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As in: wave at the embassy from 20 January, bus from Poipet")
    )
    place = forms.CharField(label=_("Place"), max_length=300, required=False)


class AgencyForm(forms.Form):
    agency = forms.ChoiceField(label=_("Agency"))
    sections = forms.MultipleChoiceField(
        label=_("What it may see and work on"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "It is given for everybody in the operation, and for those who come. Give only what is needed."
        ),
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "agency", [("", "–"), *((str(agency.pk), agency.name) for agency in agencies)])
        given = [section for section in words.SECTIONS if section != Section.WORK]
        choose(self, "sections", [(section, words.SECTIONS[section]) for section in given])


class FindForm(forms.Form):
    text = forms.CharField(max_length=60)


class ListForm(OnceForm):
    file = forms.FileField(
        label=_("List"),
        help_text=_("Excel, LibreOffice or CSV, with headings above the rows, at most 10 MB."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )


class DeskForm(OnceForm, RegisterForm):
    """Just what a desk asks at the door: who she is, and whether somebody must act now."""

    person = forms.ChoiceField(label=_("Is it this person?"), required=False, widget=forms.RadioSelect)
    phone = forms.CharField(label=_("The person's phone"), max_length=40, required=False)
    risks = forms.MultipleChoiceField(label=_("Urgent risks"), required=False, widget=forms.CheckboxSelectMultiple)
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency.choices, widget=forms.RadioSelect, initial=Urgency.NORMAL
    )
    place = forms.CharField(label=_("Where the person stays now"), max_length=500, required=False)
    allowed_until = forms.DateField(
        label=_("The visa or permit allowed the stay until"),
        required=False,
        widget=day_input(),
        help_text=_("The fine for overstaying is counted from there."),
    )
    field_order = (
        "once",
        "person",
        "name",
        "birth_date",
        "sex",
        "nationality",
        "paper_kind",
        "paper_number",
        "phone",
    )

    def __init__(self, *args: Any, likely: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "risks", [(code, words.risk_title(code)) for code in risk_words()])
        found = list(likely)
        self.fields["name"].widget.attrs["autofocus"] = not found
        if found:
            choose(self, "person", [*found, (NEW, _("No, another person"))])
        else:
            del self.fields["person"]

    def draft(self) -> PersonDraft:
        phone = self.cleaned_data["phone"]
        contacts = (ContactDraft("phone", phone, "own"),) if phone else ()
        return replace(draft_of(self.cleaned_data), contacts=contacts)
