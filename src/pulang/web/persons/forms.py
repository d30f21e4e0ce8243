"""Forms of a person: herself, and rows for her names, papers and contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.lib.countries import alpha3_codes, country_name
from pulang.persons.models import ContactKind, NameKind, PaperKind, PaperState, Sex
from pulang.web.cases.forms import choose, text_area
from pulang.web.form_page import OnceForm, VersionForm
from pulang.web.texts import language

ROWS = 20
SPOKEN = {
    "id": _("Indonesian"),
    "jv": _("Javanese"),
    "su": _("Sundanese"),
    "ms": _("Malay"),
    "en": _("English"),
    "km": _("Khmer"),
    "th": _("Thai"),
    "vi": _("Vietnamese"),
    "lo": _("Lao"),
    "my": _("Burmese"),
    "zh": _("Chinese"),
    "tl": _("Tagalog"),
    "bn": _("Bengali"),
    "hi": _("Hindi"),
    "ar": _("Arabic"),
}


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language, those of most cases first."""
    return [("", "–"), *((code, country_name(code, language())) for code in alpha3_codes())]


class PersonForm(OnceForm, VersionForm):
    """Who she is. `confirmed` is set once the officer has seen what is odd."""

    confirmed = forms.CharField(widget=forms.HiddenInput, max_length=1, required=False)
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As the person says it, with all its words; one word is a name too."),
    )
    birth_date = forms.CharField(
        label=_("Born"), max_length=60, required=False, help_text=_("17/08/1995, 1995, or about 1995")
    )
    birth_place = forms.CharField(label=_("Birth place"), max_length=200, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN)
    nationality = forms.ChoiceField(label=_("Nationality"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=list(SPOKEN.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    description = forms.CharField(
        label=_("What the person looks like"), max_length=4000, required=False, widget=text_area(3)
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "nationality", countries())


class NameForm(forms.Form):
    kind = forms.ChoiceField(label=_("What kind of name"), choices=NameKind.choices, initial=NameKind.ALIAS)
    text = forms.CharField(label=_("Further name"), max_length=200, required=False)


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("Paper"), choices=PaperKind.choices, initial=PaperKind.PASSPORT)
    number = forms.CharField(label=_("Number"), max_length=40, required=False)
    state = forms.ChoiceField(label=_("Where it is"), choices=PaperState.choices, initial=PaperState.UNKNOWN)
    report = forms.CharField(label=_("Number of the police report, if it is lost"), required=False, max_length=80)
    reported_on = forms.CharField(label=_("Reported on"), required=False, max_length=60)
    country = forms.ChoiceField(label=_("Issued by"), required=False)
    expires = forms.CharField(label=_("Valid until"), max_length=60, required=False)
    mrz = forms.CharField(
        label=_("Both lines at the foot of the passport"),
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 2, "class": "code", "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "country", countries())


class ContactForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices, initial=ContactKind.PHONE)
    value = forms.CharField(label=_("Number, account or address"), max_length=200, required=False)
    whose = forms.CharField(
        label=_("Whose it is"), max_length=40, required=False, help_text=_("The person's own, the mother's …")
    )
    unsafe = forms.BooleanField(label=_("A call there could put the person in danger"), required=False)
    note = forms.CharField(label=_("When and how to call"), max_length=200, required=False)


def rows_of(form: type[forms.Form], extra: int) -> type[Any]:
    """A formset with `extra` empty rows; a row that is emptied is taken away."""
    return forms.formset_factory(form, extra=extra, max_num=ROWS, absolute_max=ROWS, validate_max=True)


def _per_cent(label: Any, help_text: Any = "") -> forms.FloatField:
    widget = forms.NumberInput({"step": "0.1", "inputmode": "decimal"})
    return forms.FloatField(label=label, min_value=0, max_value=100, help_text=help_text, widget=widget)


class CropForm(forms.Form):
    """The part of her photo that papers show, in per cent: typed, or moved with the script of the page."""

    left = _per_cent(_("From the left edge (per cent)"))
    top = _per_cent(_("From the upper edge (per cent)"))
    width = _per_cent(_("Width of the part (per cent)"), _("Its height follows the size that the paper asks for."))


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP. Nothing but the picture itself is kept."),
    )
