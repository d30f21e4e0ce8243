"""Two records in words: the lines of `pairs/_lines.html`, reasons, verdicts."""

from collections.abc import Iterable
from typing import Any

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.matching.pairs.models import PairState
from pulang.matching.pairs.rules import Line, Piece, Said, beside
from pulang.matching.rules import Claim
from pulang.matching.sentences import STRENGTHS, WARNINGS, claim_sentence
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft
from pulang.persons.models import ContactKind, NameKind, PaperKind, PaperState, Sex
from pulang.web.persons.facts import country
from pulang.web.persons.forms import SPOKEN
from pulang.words.dates import date_in_words

FIELDS: dict[str, str | Promise] = {
    "name": _("Name"),
    "other_names": _("Further name"),
    "birth_date": _("Born"),
    "birth_place": _("Birth place"),
    "sex": _("Sex"),
    "nationality": _("Nationality"),
    "papers": _("Paper"),
    "contacts": _("Contact"),
    "languages": _("Languages"),
    "description": _("What the person looks like"),
}
VERDICTS: dict[str, tuple[str | Promise, str]] = {
    "agree": (_("agrees"), "ok"),
    "alike": (_("written otherwise"), "info"),
    "differs": (_("differs"), "warning"),
    "one_side": (_("only in one record"), ""),
}
REASONS: dict[str, str | Promise] = {
    **STRENGTHS,
    "paper": _("Same paper number"),
    "phone": _("Same phone"),
    "name": _("Same name"),
    "born": _("Same name and birth date"),
}
CONFLICTS: dict[str, str | Promise] = {
    **WARNINGS,
    "nik_differs": _("Two different NIKs: nobody has two. Compare the cards."),
    "khmer_id_differs": _("Two different Cambodian identity numbers: nobody has two. Compare the cards."),
}
SEPARATORS = {"languages": ", ", "papers": "", "contacts": ""}  # between the pieces of a value
STATES: dict[str, str | Promise] = {
    PairState.OPEN: _("To be judged"),
    PairState.SAME: _("Same person, to be joined"),
    PairState.UNSURE: _("Unsure"),
    PairState.DIFFERENT: _("Not the same"),
}


def lines(left: PersonDraft, right: PersonDraft) -> list[dict[str, Any]]:
    """Every line of both records with its verdict, the pieces of each side marked."""
    return [_line(line) for line in beside(left, right)]


def reasons(codes: Iterable[str]) -> list[str]:
    """What agrees; the name alone is not said beside the name with the birth date."""
    said = list(codes)
    return [str(REASONS.get(code, code)) for code in said if not (code == "name" and "born" in said)]


def claims(said: Iterable[Claim]) -> list[dict[str, Any]]:
    """Why the score is what it is: each claim in words with its weight in bits, the heaviest first."""
    return [
        {
            "text": claim_sentence(one),
            "weight": f"{one.weight:+.1f}",
            "verdict": "agree" if one.agrees else "differ",
        }
        for one in sorted(said, key=lambda one: -abs(one.weight))
    ]


def conflicts(codes: Iterable[str]) -> list[str]:
    return [str(CONFLICTS.get(code, code)) for code in codes]


def value_of(field: str, value: str) -> str:
    """A plain field of a record in words."""
    if field == "birth_date":
        return date_in_words(value)
    if field == "sex":
        return str(dict(Sex.choices).get(value, value))
    if field == "nationality":
        return country(value)
    if field == "languages":
        return str(SPOKEN.get(value, value))
    return value


def _line(line: Line) -> dict[str, Any]:
    label, kind = VERDICTS[line.verdict]
    return {
        "label": FIELDS[line.field],
        "verdict": line.verdict,
        "verdict_label": label,
        "kind": kind,
        "sides": [_side(line.field, line.left), _side(line.field, line.right)],
    }


def _side(field: str, said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    head, note, unsafe = _around(said.part)
    return {
        "pieces": _date(said) if field == "birth_date" else _words(field, said),
        "separator": SEPARATORS.get(field, " "),
        "head": head,
        "note": note,
        "unsafe": unsafe,
        "lang": "km" if any("\u1780" <= sign <= "\u17ff" for each in said.pieces for sign in each.text) else "",
    }


def _words(field: str, said: Said) -> list[Piece]:
    return [Piece(value_of(field, each.text), each.mark) for each in said.pieces]


def _date(said: Said) -> list[Piece]:
    """Year, month and day, as far as they are known, in the order and the words of people."""
    year, *rest = said.pieces
    about = year.text.startswith("~")
    found = [Piece(str(int(rest[1].text)), rest[1].mark)] if len(rest) > 1 else []
    found += [Piece(str(MONTHS[int(rest[0].text)]), rest[0].mark)] if rest else []
    found.append(Piece(year.text.lstrip("~"), year.mark))
    return [Piece(str(_("about"))), *found] if about else found


def _around(part: NameDraft | PaperDraft | ContactDraft | None) -> tuple[str, str, bool]:
    """What kind of part it is, what else is known of it, and whether a call there is dangerous."""
    if isinstance(part, NameDraft):
        return str(dict(NameKind.choices).get(part.kind, part.kind)), "", False
    if isinstance(part, PaperDraft):
        state = str(dict(PaperState.choices).get(part.state, part.state))
        note = " · ".join(filter(None, [state, country(part.country), date_in_words(part.expires)]))
        return str(dict(PaperKind.choices).get(part.kind, part.kind)), note, False
    if isinstance(part, ContactDraft):
        kind = str(dict(ContactKind.choices).get(part.kind, part.kind))
        return kind, " · ".join(filter(None, [part.whose, part.note])), not part.safe
    return "", "", False
