"""What is said of a person is ticked, part by part; what would leave is shown before it leaves."""

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.matching.inquiries.rules import Part
from pulang.web.cases.forms import choose, text_area
from pulang.web.messages.forms import ToPartner, WrittenForm, offer_deadlines
from pulang.web.messages.written import facts_of_person

FIELDS: dict[str, str | Promise] = {
    "names": _("Name"),
    "papers": _("Paper"),
    "phones": _("Phone"),
}


class PartsForm(forms.Form):
    """`seen` is what the officer was shown of it; `send` was pressed beside it."""

    parts = forms.MultipleChoiceField(
        label=_("What you say of the person"), widget=forms.CheckboxSelectMultiple, required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def was_seen(self, shown: Any) -> None:
        """Remember in the page what she is shown now."""
        self.data = QueryDict(mutable=True) if not isinstance(self.data, QueryDict) else self.data.copy()
        self.data["seen"] = fingerprint(shown)

    def offer(self, parts: Iterable[Part]) -> None:
        choose(self, "parts", [(part.key, _label(part)) for part in parts])


class AskForm(PartsForm, ToPartner):
    """To whom, what is said of her, what is asked, and until when."""

    question = forms.CharField(label=_("What do you want to know?"), max_length=5000, widget=text_area())
    due = forms.ChoiceField(label=_("Answer until"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, parts: Iterable[Part], now: datetime, urgency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(parts)
        self.fields["parts"].required = True
        offer_deadlines(self, now=now, urgency=urgency)
        self.order_fields(["to", "parts", "question", "due", "lang"])


class KnownForm(PartsForm, WrittenForm):
    """Nothing ticked means: known, ask us."""

    remark = forms.CharField(
        label=_("Remark, without the address of a shelter"), required=False, max_length=5000, widget=text_area()
    )

    def __init__(self, *args: Any, parts: Iterable[Part], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(parts)
        self.fields["parts"].help_text = _("Tick nothing to say only that the person is known and whom to ask.")
        self.order_fields(["parts", "remark", "lang"])


def fingerprint(shown: Any) -> str:
    """What was shown, as one word, so that nothing else leaves than what she saw."""
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def _label(part: Part) -> str:
    """“Paper: C1234567”."""
    (fact,) = facts_of_person({part.field: [part.value] if part.field in FIELDS else part.value})
    return f"{FIELDS.get(part.field, fact['term'])}: {fact['value']}"
