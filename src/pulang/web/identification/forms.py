"""Forms around an interview; the answers themselves are buttons (`identification/_item.html`)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.identification.instruments import list_instruments, load_instrument
from pulang.web.cases.forms import LANGUAGES, choose, day_input, text_area
from pulang.web.form_page import OnceForm
from pulang.web.texts import in_language

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class StartForm(OnceForm):
    language = forms.ChoiceField(label=_("Language spoken with the person"), choices=LANGUAGES)
    interpreter = forms.CharField(
        label=_("Interpreter"),
        required=False,
        max_length=200,
        help_text=_("The name of whoever translates. Never somebody who came along from the place."),
    )


class ConsentForm(OnceForm):
    """What she said after the script was read to her."""

    given = forms.ChoiceField(
        label=_("May the interview begin?"),
        choices=[("yes", _("The person says yes")), ("no", _("The person says no"))],
        widget=forms.RadioSelect,
    )
    share_partner = forms.ChoiceField(
        label=_("May a summary go to the authorities and helpers of the person's country?"),
        choices=[("yes", _("The person says yes")), ("no", _("The person says no")), ("", _("Not asked yet"))],
        required=False,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=day_input(), help_text=_("Empty: until it is taken back.")
    )


class AssessForm(OnceForm):
    age = forms.IntegerField(
        label=_("Age at the time, in years"),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "width-short"}),
        help_text=_("Leave it empty if it is not known: then both rules are shown, for a child and for an adult."),
    )
    instrument = forms.ChoiceField(label=_("List"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=text_area(3))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lists = ((name, in_language(load_instrument(name).title)) for name in list_instruments())
        choose(self, "instrument", [("", _("Delphi indicators for this age")), *lists])
