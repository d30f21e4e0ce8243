"""Forms of messages: the answer to each kind of question, and what is sent from a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.cases.models import CaseFile, Urgency
from pulang.cases.queries import CasePartner
from pulang.cases.rules import LEAVES
from pulang.web.cases.decision_forms import ElementsForm
from pulang.web.cases.forms import choose, day_input, text_area
from pulang.web.dossiers.words import CHECKS, refs_of
from pulang.web.form_page import OnceForm
from pulang.web.messages.words import LANGUAGES, moment
from pulang.web.texts import language

RESULTS: dict[str, str | Promise] = {
    "verified": _("This is our national"),
    "not_verified": _("Not our national, as far as we can tell"),
    "more_needed": _("We need to know more"),
}
ARRIVALS: dict[str, str | Promise] = {
    "received": _("Arrived and was received"),
    "did_not_arrive": _("Did not arrive"),
    "refused_help": _("Arrived and wants no help"),
}


@dataclass(frozen=True)
class Files:
    """Files of the case that can go with a message, and how large one may be."""

    offered: tuple[CaseFile, ...]
    largest: int


class WrittenForm(OnceForm):
    """A message in somebody's own words: the partner sees in which language they are. `files` can go with it."""

    attached = forms.TypedMultipleChoiceField(
        label=_("Files that go with it"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    lang = forms.ChoiceField(label=_("Language of what you write"), choices=list(LANGUAGES.items()))

    def __init__(self, *args: Any, files: Files | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lang"].initial = language()
        last = ("attached", "lang", "once")
        self.order_fields([*(name for name in self.fields if name not in last), *last])
        if files is None or not files.offered:
            del self.fields["attached"]
            return
        choose(
            self, "attached", [(file.pk, f"{file.name} ({filesizeformat(file.size)})") for file in files.offered]
        )
        self.fields["attached"].help_text = _now("At most %(size)s each, as agreed with the partner.") % {
            "size": filesizeformat(files.largest)
        }

    def body(self) -> dict[str, Any]:
        """What goes into the message: the fields that were filled in."""
        apart = {"lang", "once", "to", "due", "attached"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart and value}


class IdentificationAnswer(WrittenForm, ElementsForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].label = _("Your decision")
        self.fields["reasons"].help_text = _(
            "Which facts and which evidence. It goes to the partner with your name."
        )


class NationalityAnswer(WrittenForm):
    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect, choices=list(RESULTS.items()))
    reference = forms.CharField(
        label=_("Reference"), required=False, max_length=100, help_text=_("Of your letter or of the register.")
    )
    remark = forms.CharField(label=_("Remark"), required=False, max_length=5000, widget=text_area())

    def __init__(self, *args: Any, dossier: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.refs = refs_of(dossier or {})
        for place, (_ref, title) in enumerate(self.refs):
            field = forms.ChoiceField(label=title, choices=list(CHECKS.items()), initial="open", required=False)
            self.fields[f"checked_{place}"] = field
        last = ("remark", "attached", "lang", "once")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def body(self) -> dict[str, Any]:
        """Each thing that somebody without papers said, with whether it is confirmed here."""
        given = super().body()
        states = [given.pop(f"checked_{place}", "open") for place in range(len(self.refs))]
        checked = [
            {"ref": ref, "state": state}
            for (ref, _title), state in zip(self.refs, states, strict=True)
            if state != "open"
        ]
        return {**given, **({"checked": checked} if checked else {})}


class ArrivalAnswer(WrittenForm):
    result = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect, choices=list(ARRIVALS.items()))
    remark = forms.CharField(label=_("Remark"), required=False, max_length=2000, widget=text_area())


ANSWERS: Mapping[str, type[WrittenForm]] = {
    "identification.request": IdentificationAnswer,
    "nationality.request": NationalityAnswer,
    "return.notice": ArrivalAnswer,
}


class ToPartner(WrittenForm):
    """To whom it goes: partners whose agreement allows it. One alone is chosen already."""

    to = forms.ChoiceField(label=_("Partner"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, partners: Iterable[CasePartner], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(one.partner.node, self.label_of(one)) for one in partners]
        choose(self, "to", offered)
        if len(offered) == 1:
            self.fields["to"].initial = offered[0][0]
        self.order_fields(["to"])

    def label_of(self, one: CasePartner) -> str:
        return one.partner.name


class TranslatedForm(ToPartner):
    """With a translation beside the officer's own words; the partner sees who made it."""

    translation = forms.CharField(
        label=_("Translation, if there is one"), required=False, max_length=10_000, widget=text_area(3)
    )
    translation_lang = forms.ChoiceField(label=_("Language of the translation"), choices=list(LANGUAGES.items()))
    translation_by = forms.ChoiceField(
        label=_("Who translated it"), choices=[("human", _("A person")), ("machine", _("A machine"))]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("translation_lang", "translation_by"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """`translations` as they travel, in the place of the three fields."""
        given: dict[str, Any] = super().clean() or {}
        names = ("translation_lang", "translation_by", "translation")
        lang, by, text = (given.pop(name, "") for name in names)
        given["translations"] = [{"lang": lang or "en", "by": by or "machine", "text": text}] if text else []
        return given


class ShareForm(ToPartner):
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=10_000,
        widget=text_area(5),
        help_text=_("What the partner must know to work on it, and nothing more: no reporter, no place of hiding."),
    )

    onward = forms.BooleanField(
        label=_("The partner may pass it on"),
        required=False,
        help_text=_("Only to nodes with which it has an agreement. Your withdrawal reaches them too."),
    )

    def label_of(self, one: CasePartner) -> str:
        if not one.holds:
            return one.partner.name
        return _now("%(partner)s (holds the case already and gets it anew)") % {"partner": one.partner.name}


class QuestionForm(TranslatedForm):
    question = forms.CharField(label=_("What do you want to know?"), max_length=5000, widget=text_area(5))
    due = forms.ChoiceField(label=_("Answer until"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, now: datetime, urgency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_deadlines(self, now=now, urgency=urgency)
        self.order_fields(["to", "question", "due", "attached", "lang"])


class NoteForm(TranslatedForm):
    text = forms.CharField(label=_("Text"), max_length=10_000, widget=text_area(6))


class NoticeForm(ToPartner):
    flight = forms.CharField(label=_("Flight number"), min_length=2, max_length=20)
    day = forms.DateField(label=_("Day of travel"), widget=day_input())
    origin = forms.CharField(label=_("From"), required=False, max_length=100)
    destination = forms.CharField(label=_("To"), required=False, max_length=100)
    escort = forms.CharField(label=_("Escort"), required=False, max_length=200)
    needs = forms.CharField(
        label=_("What the person needs"),
        required=False,
        max_length=2000,
        widget=text_area(),
        help_text=_("A doctor, an interpreter, somebody who fetches a child …"),
    )


def offer_deadlines(form: forms.Form, *, now: datetime, urgency: str) -> None:
    """The choices of `due`, each with the moment that it means."""
    form.fields["due"].initial = urgency
    choose(form, "due", [(code, _until(label, now + LEAVES[code])) for code, label in Urgency.choices])


def _until(label: str | Promise, at: datetime) -> str:
    return _now("%(urgency)s: %(when)s") % {"urgency": label, "when": moment(at)}
