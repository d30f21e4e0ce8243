"""Forms of work on a case. Choices are filled in the reader's language when a form is made."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, Officer
from pulang.access.permissions import Section
from pulang.cases.models import Case, Urgency
from pulang.cases.rules import CLOSED, consent_scopes, risk_words, task_words, workflow
from pulang.web.cases import words
from pulang.web.form_page import OnceForm, VersionForm

Choices = list[tuple[str, str]]


def choose(form: forms.Form, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of `form` its choices."""
    chosen = form.fields[field]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = list(choices)


def text_area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date", "class": "width-short"}, format="%Y-%m-%d")


class OpenForm(forms.Form):
    """How fast somebody must act, when a case is opened."""

    urgency = forms.ChoiceField(
        label=_("Urgency"),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        initial=Urgency.NORMAL,
        help_text=_("Danger to life: 8 hours. Urgent: 3 days. Normal: 7 days."),
    )


class UrgencyForm(VersionForm, OpenForm):
    risks = forms.MultipleChoiceField(label=_("Urgent risks"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "risks", [(code, words.risk_title(code)) for code in risk_words()])


class StatusForm(VersionForm):
    status = forms.ChoiceField(label=_("Status"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        # Every status is offered when it comes back, so that a stale form meets the conflict and not the list.
        codes = workflow().titles if self.is_bound else workflow().following[case.status]
        choose(self, "status", [(code, words.status_title(code)) for code in codes if code != CLOSED])


class CloseForm(VersionForm):
    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=text_area())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "outcome", [(code, words.outcome_title(code)) for code in workflow().outcomes])


class ReasonForm(VersionForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=text_area())


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=text_area(),
        max_length=2000,
        help_text=_("No reason need be given."),
    )


class MemberForm(OnceForm):
    agency = forms.ChoiceField(label=_("Agency"))
    sections = forms.MultipleChoiceField(
        label=_("What it may see and work on"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Status and tasks always belong to it. Give only what the agency needs for its part."),
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=day_input(), help_text=_("At most 90 days; it can be renewed.")
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], held: Iterable[Section], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "agency", [("", "–"), *((str(agency.pk), agency.name) for agency in agencies)])
        given = [section for section in words.SECTIONS if section in set(held) and section != Section.WORK]
        choose(self, "sections", [(section, words.SECTIONS[section]) for section in given])


class TaskForm(OnceForm):
    code = forms.ChoiceField(label=_("What is to be done"))
    own_words = forms.CharField(
        label=_("In your own words"), max_length=60, required=False, help_text=_("Where the list does not have it.")
    )
    note = forms.CharField(label=_("More about it"), max_length=2000, required=False, widget=text_area(3))
    agency = forms.ChoiceField(label=_("Who does it"))
    due_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=day_input(),
        help_text=_("Left empty, the urgency of the case decides."),
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(code, words.task_title(code)) for code, word in task_words().items() if word.offered]
        choose(self, "code", [*offered, ("own", _("Something else"))])
        choose(self, "agency", [(str(agency.pk), agency.name) for agency in agencies])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("code") == "own" and not given.get("own_words"):
            self.add_error("own_words", _("Say in a few words what is to be done."))
        return given


class AssignForm(forms.Form):
    officer = forms.ChoiceField(label=_("Officer"), required=False)

    def __init__(self, *args: Any, officers: Iterable[Officer], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "officer", [("", _("Anybody of the agency")), *((str(o.pk), o.name) for o in officers)])


class FileForm(OnceForm):
    file = forms.FileField(label=_("File"))
    section = forms.ChoiceField(label=_("Who may see it: those who hold the section"), initial=Section.FILES)
    note = forms.CharField(label=_("What it shows"), max_length=1000, required=False)

    def __init__(self, *args: Any, held: Iterable[Section], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "section", [(one, title) for one, title in words.SECTIONS.items() if one in set(held)])
        limit = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)
        self.fields["file"].help_text = _(
            "PDF, picture, text, list or recording, at most %(limit)s MB. Pictures lose what the camera wrote in."
        ) % {"limit": limit}


class ConsentForm(OnceForm):
    scopes = forms.MultipleChoiceField(label=_("What was asked"), widget=forms.CheckboxSelectMultiple)
    given = forms.ChoiceField(
        label=_("The person's answer"),
        widget=forms.RadioSelect,
        choices=[("yes", _("It is allowed")), ("no", _("The person refuses"))],
    )
    language = forms.ChoiceField(label=_("Language in which it was read out"))
    interpreter = forms.CharField(label=_("Interpreter"), max_length=200, required=False)
    until = forms.DateField(label=_("Until"), required=False, widget=day_input())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _version, scopes = consent_scopes()
        choose(self, "scopes", [(code, words.scope_title(code)) for code in scopes])
        choose(self, "language", LANGUAGES)


#: Languages that people in the compounds speak, beside those of the screens.
LANGUAGES: list[tuple[str, Any]] = [
    ("id", _("Indonesian")),
    ("jv", _("Javanese")),
    ("su", _("Sundanese")),
    ("ban", _("Balinese")),
    ("min", _("Minangkabau")),
    ("ms", _("Malay")),
    ("km", _("Khmer")),
    ("en", _("English")),
    ("zh", _("Chinese")),
    ("th", _("Thai")),
    ("vi", _("Vietnamese")),
    ("my", _("Burmese")),
    ("tl", _("Filipino")),
]


class PlaceForm(forms.Form):
    place = forms.CharField(label=_("Where the person is now"), max_length=500, widget=text_area(2))


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=_("Why do you need to know?"),
        max_length=300,
        help_text=_("This stands in the story of the case, with your name."),
    )
