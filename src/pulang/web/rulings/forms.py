"""Forms of the question of non-punishment."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pulang.identification.nonpunishment.rules import words
from pulang.web.cases.forms import choose, day_input, text_area
from pulang.web.form_page import OnceForm
from pulang.web.texts import in_language


def choices(kind: str) -> list[tuple[str, str]]:
    return [(code, in_language(texts)) for code, texts in words(kind).items()]


class ActForm(OnceForm):
    kind = forms.ChoiceField(label=_("What kind of act"))
    what = forms.CharField(label=_("What the person was made to do"), max_length=5000, widget=text_area())
    when = forms.CharField(label=_("When, as the person tells it"), max_length=200, required=False)
    compulsions = forms.MultipleChoiceField(
        label=_("Under which compulsion"), required=False, widget=forms.CheckboxSelectMultiple
    )
    compulsion = forms.CharField(
        label=_("The compulsion in words"), max_length=5000, required=False, widget=text_area(3)
    )
    link = forms.ChoiceField(label=_("Link to the trafficking"), widget=forms.RadioSelect)
    link_because = forms.CharField(label=_("Why so"), max_length=5000, required=False, widget=text_area(3))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", [("", "–"), *choices("acts")])
        choose(self, "compulsions", choices("compulsions"))
        choose(self, "link", choices("links"))


class SanctionForm(OnceForm):
    kind = forms.ChoiceField(label=_("Sanction"))
    state = forms.ChoiceField(label=_("How it stands"), widget=forms.RadioSelect)
    authority = forms.CharField(label=_("Authority"), max_length=200)
    decided_by = forms.CharField(label=_("Who decided"), max_length=200, required=False)
    decided_on = forms.DateField(label=_("On which day"), required=False, widget=day_input())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", [("", "–"), *choices("sanctions")])
        choose(self, "state", choices("states"))


class LetterForm(OnceForm):
    addressee = forms.CharField(label=_("To whom"), max_length=300, widget=text_area(3))
    country = forms.ChoiceField(
        label=_("Country of that authority"),
        choices=[("IDN", _("Indonesia")), ("KHM", _("Cambodia"))],
        help_text=_("Its rules are cited, then those of ASEAN. Nothing is cited that the data do not hold."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    on = forms.DateField(
        label=_("Last day of the acts"),
        widget=day_input(),
        initial=timezone.localdate,
        help_text=_("No rule is cited that came into force later."),
    )
