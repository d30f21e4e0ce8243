"""Forms of deciding, confirming, and asking for a review."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pulang.cases.models import Outcome
from pulang.cases.rules import review_channels, standards
from pulang.identification.laws import list_rules
from pulang.web.cases import words
from pulang.web.cases.forms import choose, day_input, text_area
from pulang.web.form_page import OnceForm
from pulang.web.texts import in_language


class ElementsForm(OnceForm):
    """What a decision says, here or in the answer to a partner."""

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, choices=Outcome.choices)
    act = forms.ChoiceField(label=_("Act (recruitment, transport, harbouring …)"))
    means = forms.ChoiceField(label=_("Means (deceit, force, abuse of vulnerability …)"))
    purpose = forms.ChoiceField(label=_("Purpose (exploitation)"))
    reasons = forms.CharField(label=_("Reasons"), max_length=10_000, widget=text_area(8))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ordinary = [(code, title) for code, title in words.ELEMENTS.items() if code != "not_required"]
        choose(self, "act", [("", "–"), *ordinary])
        choose(self, "means", [("", "–"), *words.ELEMENTS.items()])
        choose(self, "purpose", [("", "–"), *ordinary])


class DecisionForm(ElementsForm):
    standard = forms.ChoiceField(
        label=_("Standard of proof"),
        widget=forms.RadioSelect,
        help_text=_("How sure you are. To protect somebody, reasonable grounds are enough."),
    )
    laws = forms.MultipleChoiceField(
        label=_("Rules that you cite"), required=False, widget=forms.CheckboxSelectMultiple
    )
    review_at = forms.DateField(label=_("Look at it again on"), required=False, widget=day_input())
    field_order = ("outcome", "act", "means", "purpose", "standard", "reasons", "laws", "review_at")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reasons"].help_text = _(
            "Which facts and which evidence. Others may decide differently; both decisions stand."
        )
        choose(self, "standard", [(code, words.standard_title(code)) for code in standards()])
        rules = [rule for rule in list_rules() if rule.cited]
        choose(self, "laws", [(rule.id, f"{in_language(rule.cite)}: {in_language(rule.says)}") for rule in rules])


class ConfirmForm(forms.Form):
    agrees = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[("yes", _("I confirm the decision")), ("no", _("I do not confirm it"))],
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=5000,
        widget=text_area(),
        help_text=_("Needed where you do not confirm: your colleague decides again with it."),
    )


class ReviewForm(OnceForm):
    channel = forms.ChoiceField(label=_("How it was asked"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What the person says"),
        max_length=5000,
        widget=text_area(),
        help_text=_("In the person's own words, if you can."),
    )
    asked_on = forms.DateField(label=_("On which day"), widget=day_input(), initial=timezone.localdate)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "channel", [(code, words.channel_title(code)) for code in review_channels()])
