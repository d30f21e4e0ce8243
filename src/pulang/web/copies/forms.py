"""Forms of owners and holders."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.cases.ownership.queries import Holder
from pulang.cases.rules import change_reasons
from pulang.persons.models import Sex
from pulang.web.cases.forms import choose, day_input, text_area
from pulang.web.copies.words import CODES
from pulang.web.messages.forms import WrittenForm
from pulang.web.texts import in_language


class ReasonedForm(WrittenForm):
    """Why: a word that every node knows, and more in the officer's own."""

    op = ""
    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("Remark for the partner"),
        required=False,
        max_length=2000,
        widget=text_area(3),
        help_text=_("Names nobody: it stays with the partner after the copy is gone."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "reason", [(code, in_language(title)) for code, title in change_reasons(self.op).items()])


class WithdrawForm(ReasonedForm):
    op = "withdraw"
    to = forms.ChoiceField(label=_("From whom"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, holders: Iterable[Holder], **options: Any) -> None:
        super().__init__(*args, **options)
        held = [(one.node, one.name) for one in holders if one.state == "held"]
        choose(self, "to", [("", _("From everybody who holds a copy")), *held])
        self.order_fields(["to", "reason", "remark", "lang"])


class RestrictForm(ReasonedForm):
    op = "restrict"
    code = forms.ChoiceField(label=_("Who may see it"), choices=list(CODES.items()), widget=forms.RadioSelect)
    onward = forms.BooleanField(label=_("It may be passed on"), required=False)
    caveat = forms.CharField(
        label=_("Caveat"), required=False, max_length=500, help_text=_("As in: call us before you act on it.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["code", "onward", "caveat", "reason", "remark", "lang"])


class ReviewForm(ReasonedForm):
    op = "review"
    delete_after = forms.DateField(label=_("Keep until"), widget=day_input())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["delete_after", "reason", "remark", "lang"])


class CorrectForm(WrittenForm):
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=10_000,
        widget=text_area(5),
        help_text=_("Takes the place of the summary that was sent before."),
    )


class ProposeForm(WrittenForm):
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    birth_date = forms.CharField(label=_("Born"), required=False, max_length=40)
    birth_place = forms.CharField(label=_("Birth place"), required=False, max_length=200)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", "–"), *Sex.choices])
    remark = forms.CharField(
        label=_("What else, and why"),
        required=False,
        max_length=5000,
        widget=text_area(4),
        help_text=_("What the owner should change, and from which paper or person you know it."),
    )


class DecideForm(WrittenForm):
    accept = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Accept: change it here and in every copy")), ("no", _("Refuse"))],
    )
    remark = forms.CharField(
        label=_("Remark for the partner"),
        required=False,
        max_length=5000,
        widget=text_area(3),
        help_text=_("If you refuse, say why."),
    )
