"""Forms of agreements."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pulang.exchange.actions import LEAVES
from pulang.exchange.errors import PairingRefused
from pulang.exchange.objects.owning import KEPT
from pulang.exchange.partners.agreements import kinds_to_agree
from pulang.web.cases.forms import choose, day_input, text_area
from pulang.web.copies.words import PURPOSES
from pulang.web.messages.words import LANGUAGES, kind_title

FILE_LIMIT = 100_000  # bytes
MB = 1024 * 1024
HOURS = {"danger": _("Answer where life is in danger, in hours"), "urgent": _("Urgent answer, in hours")}
HOURS |= {"normal": _("Any other answer, in hours")}


class DraftForm(forms.Form):
    node = forms.ChoiceField(label=_("Partner"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Treaty or memorandum"), max_length=300, help_text=_("With its date and article: the legal basis.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Messages that may be sent"), widget=forms.CheckboxSelectMultiple, initial=kinds_to_agree
    )
    purposes = forms.MultipleChoiceField(
        label=_("For what"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(PURPOSES.items()),
        initial=list(PURPOSES),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(LANGUAGES.items()),
        initial=list(LANGUAGES),
    )
    danger, urgent, normal = (
        forms.IntegerField(
            label=HOURS[name], min_value=1, max_value=8760, initial=int(LEAVES[name].total_seconds() // 3600)
        )
        for name in ("danger", "urgent", "normal")
    )
    retention_days = forms.IntegerField(
        label=_("How long the receiver may keep it, in days"), min_value=1, max_value=36_500, initial=KEPT
    )
    file_mb = forms.IntegerField(
        label=_("How large a file may be that goes with a message, in MB"),
        min_value=0,
        max_value=100_000,
        initial=2048,
        help_text=_("0: no file may."),
    )
    until = forms.DateField(label=_("In force until"), widget=day_input())

    def __init__(self, *args: Any, partners: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = list(partners)
        choose(self, "node", offered)
        choose(self, "kinds", [(kind, kind_title(kind)) for kind in kinds_to_agree()])
        self.fields["until"].initial = timezone.localdate() + timedelta(days=365)
        if len(offered) == 1:
            self.fields["node"].initial = offered[0][0]

    def clean(self) -> dict[str, Any]:
        """As the action wants it."""
        given: dict[str, Any] = super().clean() or {}
        given["deadlines"] = {name: given.pop(name) for name in HOURS if given.get(name)}
        given["attachment_bytes"] = (given.pop("file_mb", None) or 0) * MB
        return given


class FileForm(forms.Form):
    file = forms.FileField(label=_("Agreement file of the partner"))


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Why it ends"), max_length=300, widget=text_area())


def json_of(file: Any) -> dict[str, Any]:
    """Raises PairingRefused(agreement_broken)."""
    try:
        if file.size > FILE_LIMIT:
            raise ValueError("too large")
        value = json.loads(file.read().decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PairingRefused(why="agreement_broken") from error
    return value if isinstance(value, dict) else {}
