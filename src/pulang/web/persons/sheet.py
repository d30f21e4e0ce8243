"""The whole sheet of a person as one form: what is typed becomes a draft, and errors go back to their rows."""

from collections import defaultdict
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from pulang.lib.errors import Invalid, Problems, PulangError
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft
from pulang.persons.queries import Oddity
from pulang.web.persons.forms import ContactForm, NameForm, PaperForm, PersonForm, rows_of
from pulang.words import sentence

OWN = ("name", "birth_date", "birth_place", "sex", "nationality", "description")


class PersonSheet:
    """A form with three sets of rows. Rows are in the draft at the places that they have on the page."""

    def __init__(
        self, data: QueryDict | None = None, *, draft: PersonDraft | None = None, version: int | None = None
    ) -> None:
        shown = draft or PersonDraft(
            name="", papers=(PaperDraft("passport", ""),), contacts=(ContactDraft("phone", ""),)
        )
        initial = {name: getattr(shown, name) for name in OWN} | {"languages": list(shown.languages)}
        extra = 1 if draft else 0
        self.form = PersonForm(data, initial=initial | {"version": version})
        self.parts: dict[str, Any] = {
            "other_names": rows_of(NameForm, 1)(
                data,
                prefix="other_names",
                initial=[{"kind": one.kind, "text": one.text} for one in shown.other_names],
            ),
            "papers": rows_of(PaperForm, extra + 1)(
                data, prefix="papers", initial=[_paper(one) for one in shown.papers if one.number or one.mrz]
            ),
            "contacts": rows_of(ContactForm, extra + 1)(
                data, prefix="contacts", initial=[_contact(one) for one in shown.contacts if one.value]
            ),
        }

    def is_valid(self) -> bool:
        sound = [self.form.is_valid(), *(part.is_valid() for part in self.parts.values())]
        if not all(sound[1:]):
            self.form.add_error(None, _("Something in the rows below is not right; it is marked there."))
        return all(sound)

    def draft(self) -> PersonDraft:
        """What is typed, as the actions take it; only after `is_valid`."""
        given = self.form.cleaned_data
        return PersonDraft(
            **{name: given[name] for name in OWN},
            languages=tuple(given["languages"]),
            other_names=tuple(NameDraft(row["kind"], row["text"]) for row in self._rows("other_names")),
            papers=tuple(PaperDraft(**row) for row in self._rows("papers")),
            contacts=tuple(
                ContactDraft(row["kind"], row["value"], row["whose"], not row["unsafe"], row["note"])
                for row in self._rows("contacts")
            ),
        )

    def _rows(self, part: str) -> list[dict[str, Any]]:
        # A row that nobody touched has no data of its own; its place must stay.
        forms_of: list[forms.Form] = self.parts[part].forms
        return [{name: row.cleaned_data.get(name, _empty(row, name)) for name in row.fields} for row in forms_of]

    def add_problems(self, error: PulangError) -> None:
        """Put each problem at its field: `papers.1.number` at the number of the second row of papers."""
        for item in error.problems if isinstance(error, Problems) else (error,):
            part, *rest = (item.field if isinstance(item, Invalid) else "").split(".")
            if part in self.parts and len(rest) == 2:
                self.parts[part].forms[int(rest[0])].add_error(rest[1], sentence(item))
                if not self.form.non_field_errors():
                    self.form.add_error(None, _("Something in the rows below is not right; it is marked there."))
            else:
                self.form.add_error(part if part in self.form.fields else None, sentence(item))

    def ask_about(self, oddities: list[Oddity]) -> None:
        """Show what is odd beside its row; sent again as it stands, the sheet counts as seen."""
        said: dict[str, list[str]] = defaultdict(list)
        for oddity in oddities:
            said[oddity.field].append(sentence(Invalid(oddity.field, oddity.code)))
        for place, row in enumerate(self.parts["papers"].forms):
            row.oddities = said.get(f"papers.{place}", [])
        self.oddities = said["birth_date"]
        self.put("confirmed", "1")

    def put(self, name: str, value: str) -> None:
        """Change a hidden field of a sheet that was sent, before it is shown again."""
        data = QueryDict(mutable=True)
        data.update(self.form.data)
        data[name] = value
        self.form.data = data


PAPER_FIELDS = ("kind", "number", "country", "expires", "mrz", "state", "report", "reported_on")


def _empty(row: forms.Form, name: str) -> Any:
    field = row.fields[name]
    return False if isinstance(field, forms.BooleanField) else field.initial or ""


def _paper(paper: PaperDraft) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in PAPER_FIELDS}


def _contact(contact: ContactDraft) -> dict[str, Any]:
    plain = {name: getattr(contact, name) for name in ("kind", "value", "whose", "note")}
    return plain | {"unsafe": not contact.safe}
