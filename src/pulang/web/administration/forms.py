"""Forms for officers and agencies."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pulang.access.models import Agency, AgencyKind
from pulang.access.roles import roles
from pulang.lib.countries import alpha3_codes, country_name


class OfficerForm(forms.Form):
    """Name, agency and role of an officer."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("A person, never a group or an office."))
    agency = forms.ChoiceField(label=_("Agency"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        _choices(self, "agency", [(str(agency.pk), agency.name) for agency in agencies])
        _choices(self, "role", [(role.id, role.title[language]) for role in roles().values()])


class NewOfficerForm(OfficerForm):
    """With what is chosen once."""

    username = forms.CharField(label=_("User name"), max_length=60)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ["name", "username", "agency", "role", "language"]


class AgencyForm(forms.Form):
    """Name and country of an agency."""

    name = forms.CharField(label=_("Name"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        named = sorted((country_name(code, language), code) for code in alpha3_codes())
        _choices(self, "country", [(code, name) for name, code in named])
        self.fields["country"].initial = settings.NODE.country


class ChangedAgencyForm(AgencyForm):
    """With its policies."""

    confirms_decisions = forms.BooleanField(
        label=_("A second officer of the agency confirms each identification decision"),
        required=False,
        help_text=_("Holds for decisions from now on. Nobody confirms their own."),
    )


class NewAgencyForm(AgencyForm):
    """With its kind, which stays."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in AgencyKind.choices if choice[0] != AgencyKind.PEER]
    )
    field_order = ["name", "kind", "country"]


def _choices(form: forms.Form, field: str, choices: list[tuple[str, str]]) -> None:
    chosen = form.fields[field]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = choices
