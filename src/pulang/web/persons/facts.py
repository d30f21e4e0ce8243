"""A person in words: labels and values for a page."""

from typing import Any

from django.utils.translation import gettext as _

from pulang.lib.countries import country_name
from pulang.lib.errors import Invalid
from pulang.persons.drafts import ContactDraft, PaperDraft, PersonDraft
from pulang.persons.models import ContactKind, NameKind, PaperKind, PaperState, Sex
from pulang.persons.queries import PersonView
from pulang.web.persons.forms import SPOKEN
from pulang.web.texts import language
from pulang.words import sentence
from pulang.words.dates import date_in_words


def parts_in_words(draft: PersonDraft) -> dict[str, str]:
    """Every part of the draft by its label, for setting two versions side by side."""
    return {
        _("Name"): draft.name,
        _("Born"): date_in_words(draft.birth_date),
        _("Birth place"): draft.birth_place,
        _("Sex"): str(dict(Sex.choices).get(draft.sex, draft.sex)),
        _("Nationality"): country(draft.nationality),
        _("Languages"): ", ".join(str(SPOKEN.get(code, code)) for code in draft.languages),
        _("Further names"): "\n".join(
            f"{_name_kind(one.kind)}: {one.text}" for one in draft.other_names if one.text
        ),
        _("Papers"): "\n".join(_paper_line(one) for one in draft.papers if one.number or one.mrz),
        _("Contacts"): "\n".join(_contact_line(one) for one in draft.contacts if one.value),
        _("What the person looks like"): draft.description,
    }


def country(code: str) -> str:
    """A country's name in the reader's language; a word that is no code stays as it is."""
    try:
        return country_name(code, language()) if code else ""
    except Invalid:
        return code


def facts(view: PersonView) -> list[dict[str, Any]]:
    """For `definition_list.html`: who she is, without papers and contacts."""
    said = parts_in_words(view.draft)
    shown = ("Born", "Birth place", "Sex", "Nationality", "Languages", "What the person looks like")
    items: list[dict[str, Any]] = [{"term": _(label), "value": said[_(label)]} for label in shown]
    names = [
        {"term": _name_kind(one.kind), "value": one.text, "lang": _lang(one.kind)} for one in view.draft.other_names
    ]
    return [*names, *items, {"term": _("Registered by"), "value": view.registered_by}]


def papers(view: PersonView) -> list[dict[str, Any]]:
    """Each paper with its warnings in sentences."""
    warned = [codes for _number, codes in view.paper_warnings]
    return [
        {
            "kind": dict(PaperKind.choices).get(paper.kind, paper.kind),
            "number": paper.number,
            "state": dict(PaperState.choices).get(paper.state, paper.state),
            "country": country(paper.country),
            "expires": paper.expires,
            "report": " · ".join(filter(None, [paper.report, date_in_words(paper.reported_on)])),
            "warnings": [sentence(Invalid("papers", code)) for code in codes],
        }
        for paper, codes in zip(view.draft.papers, warned, strict=True)
    ]


def contacts(view: PersonView) -> list[dict[str, Any]]:
    kinds = dict(ContactKind.choices)
    return [
        {
            "kind": kinds.get(one.kind, one.kind),
            "value": one.value,
            "whose": one.whose,
            "safe": one.safe,
            "note": one.note,
        }
        for one in view.draft.contacts
    ]


def _name_kind(kind: str) -> str:
    return str(dict(NameKind.choices).get(kind, kind))


def _lang(kind: str) -> str:
    return "km" if kind == NameKind.KHMER else ""


def _paper_line(paper: PaperDraft) -> str:
    kind, state = dict(PaperKind.choices).get(paper.kind, ""), dict(PaperState.choices).get(paper.state, "")
    return " · ".join(
        filter(None, [str(kind), paper.number, country(paper.country), paper.expires, str(state), paper.report])
    )


def _contact_line(contact: ContactDraft) -> str:
    safe = "" if contact.safe else _("a call there could put the person in danger")
    return " · ".join(filter(None, [contact.value, contact.whose, safe, contact.note]))
