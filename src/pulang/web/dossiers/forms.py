"""Forms for somebody without papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.cases.dossiers.models import EntryState
from pulang.cases.dossiers.rules import questions, relations
from pulang.web.cases.forms import choose, text_area
from pulang.web.texts import in_language


class QuestionsForm(forms.Form):
    """One field for each question of the bank; what is left empty was not asked."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, texts in questions().items():
            self.fields[code] = forms.CharField(
                label=in_language(texts), required=False, max_length=2000, widget=text_area(2)
            )


class StatementForm(forms.Form):
    relation = forms.ChoiceField(label=_("Relation to the person"))
    name = forms.CharField(label=_("Who said it"), max_length=200)
    text = forms.CharField(label=_("What was said of the person"), max_length=2000, widget=text_area(4))
    contact = forms.CharField(
        label=_("How to reach them"),
        required=False,
        max_length=200,
        help_text=_("Sealed: only your agency sees it, and it never leaves with a request."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "relation", [(code, in_language(texts)) for code, texts in relations().items()])


class PrintsForm(forms.Form):
    authority = forms.CharField(label=_("Authority that holds the fingerprints"), max_length=200)
    reference = forms.CharField(
        label=_("Reference number there"),
        max_length=200,
        help_text=_("The print itself is never kept here."),
    )


class SettleForm(forms.Form):
    state = forms.ChoiceField(label=_("How it stands"), widget=forms.RadioSelect, choices=EntryState.choices)
    remark = forms.CharField(label=_("Who said so, or why"), required=False, max_length=2000, widget=text_area(3))
