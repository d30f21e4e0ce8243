"""What a message says, as labelled facts and words: one function for each kind; unknown fields are never shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.cases.models import Urgency
from pulang.cases.rules import change_reasons
from pulang.cases.rules.kinds import forms_of_kinds
from pulang.exchange.models import Message
from pulang.persons.models import NameKind, PaperKind, PaperState, Sex
from pulang.repatriation.queries.lists import find_step
from pulang.web.cases.words import ELEMENTS, decision_title, risk_title
from pulang.web.dossiers.words import answer_title, relation_title
from pulang.web.messages.forms import ARRIVALS, RESULTS
from pulang.web.messages.words import moment
from pulang.web.messages.written import facts_of
from pulang.web.persons.facts import country
from pulang.web.repatriation.wording import result_in_words
from pulang.web.texts import in_language
from pulang.words.dates import date_in_words

OPS: dict[str, str | Promise] = {
    "withdraw": gettext_lazy("Takes it back"),
    "restrict": gettext_lazy("Changes the handling"),
    "review": gettext_lazy("Changes how long it is kept"),
}
FIELDS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "birth_date": gettext_lazy("Born"),
    "birth_place": gettext_lazy("Birth place"),
    "sex": gettext_lazy("Sex"),
    "nationality": gettext_lazy("Nationality"),
}
Body = Mapping[str, Any]
Facts = list[dict[str, Any]]


@dataclass(frozen=True)
class Said:
    """`facts` for `definition_list`; `text` is what a person wrote, with what it is (`text_label`)."""

    facts: Facts = field(default_factory=list)
    text: str = ""
    text_label: str = ""


def said_in(message: Message) -> Said:
    """What a message says. What this node refused, or does not know, was never checked and is not shown."""
    form = forms_of_kinds().get(message.kind)
    if (message.kind not in READERS and form is None) or not (message.outgoing or message.state == "accepted"):
        return Said(
            text_label=_("What it says is not shown: this node did not accept it, or does not know its kind.")
        )
    if message.body is None:
        return Said(text_label=_("What it said was removed: its owner took it back or corrected it."))
    if "reason" in message.body and (message.obj or {}).get("op") in OPS:
        return _change_of_owner(message)
    return Said(*facts_of(form, message.body)) if form else READERS[message.kind](message.body)


def _change_of_owner(message: Message) -> Said:
    """A withdrawal, a restriction or a review: what and why, and the terms that hold now."""
    facts = [
        _fact(_("What the owner does"), str(OPS[(message.obj or {})["op"]])),
        _fact(_("Reason"), reason_title(message.body["reason"])),
    ]
    return Said(facts, message.body.get("remark", ""), _("Remark"))


def said_of_share(body: Body) -> Said:
    """What a share carries, also before it leaves."""
    person = body["person"]
    facts = [
        _fact(_("Case number"), body.get("number")),
        _fact(_("Name"), person["name"]),
        *(_fact(_choice(NameKind, one["kind"]), one["text"]) for one in person.get("other_names", ())),
        _fact(_("Born"), date_in_words(person.get("birth_date", ""))),
        _fact(_("Birth place"), person.get("birth_place")),
        _fact(_("Sex"), _choice(Sex, person.get("sex", ""))),
        _fact(_("Nationality"), country(person.get("nationality", ""))),
        *(_fact(_choice(PaperKind, one["kind"]), _paper(one)) for one in person.get("papers", ())),
        _fact(_("Urgency"), _choice(Urgency, body["urgency"])),
        _fact(_("Urgent risks"), ", ".join(risk_title(risk) for risk in body.get("risks", ()))),
    ]
    return Said(_known(facts), body.get("summary", ""), _("Summary"))


def _paper(paper: Body) -> str:
    parts = (paper["number"], country(paper.get("country", "")), _choice(PaperState, paper.get("state", "")))
    return ", ".join(filter(None, parts))


def _question(body: Body) -> Said:
    return Said([], body["question"], _("Question"))


def _nationality_question(body: Body) -> Said:
    """With what she and her family say, where she has no paper."""
    known = body.get("dossier", {})
    facts = [
        *(_fact(answer_title(one), one["answer"]) for one in known.get("answers", ())),
        *(_fact(relation_title(one["relation"]), one["statement"]) for one in known.get("family", ())),
        *(
            _fact(_("Fingerprints held by"), f"{one['authority']}, {one['reference']}")
            for one in known.get("prints", ())
        ),
    ]
    return Said(facts, body["question"], _("Question"))


def _identification(body: Body) -> Said:
    facts = [
        _fact(_("Decision"), decision_title(body["outcome"])),
        _fact(_("Act"), str(ELEMENTS.get(body["act"], ""))),
        _fact(_("Means"), str(ELEMENTS.get(body["means"], ""))),
        _fact(_("Purpose"), str(ELEMENTS.get(body["purpose"], ""))),
        _fact(_("Officer"), body.get("officer")),
    ]
    return Said(_known(facts), body["reasons"], _("Reasons"))


def _nationality(body: Body) -> Said:
    checked = [one["state"] for one in body.get("checked", ())]
    facts = [
        _fact(_("Result"), str(RESULTS.get(body["result"], ""))),
        _fact(_("Reference"), body.get("reference")),
        _fact(_("Confirmed of what was said"), checked.count("confirmed")),
        _fact(_("Contradicted"), checked.count("contradicted")),
    ]
    return Said(_known(facts), body.get("remark", ""), _("Remark"))


def _notice(body: Body) -> Said:
    facts = [
        _fact(_("Flight number"), body["flight"]),
        _fact(_("Day of travel"), _day(body["date"])),
        _fact(_("From"), body.get("from")),
        _fact(_("To"), body.get("to")),
        _fact(_("Escort"), body.get("escort")),
    ]
    return Said(_known(facts), body.get("needs", ""), _("What the person needs"))


def _received(body: Body) -> Said:
    return Said([_fact(_("Result"), str(ARRIVALS.get(body["result"], "")))], body.get("remark", ""), _("Remark"))


def _interview(body: Body) -> Said:
    """That there is one; what she said is for readers of interviews alone, on a page of its own."""
    facts = [
        _fact(_("Interview of"), _day(body["started"])),
        _fact(_("Answers"), len(body["answers"])),
    ]
    return Said(facts, "", _("What was said is read on the page of the case, by those who may read interviews."))


def _note(body: Body) -> Said:
    return Said([], body["text"], "")


def _update(body: Body) -> Said:
    """Each step with how it ended; a step that this node's list does not have is told by its code."""
    facts = []
    for step in body["steps"]:
        known = find_step(step["code"])
        title = in_language(known.title) if known else step["code"]
        result = (result_in_words(known, step["result"]) if known else step["result"]) or _("Taken back")
        at = parse_datetime(step["done_at"])
        facts.append({"term": title, "value": result, "note": moment(at) if at else ""})
    return Said(facts)


def _proposal(body: Body) -> Said:
    facts = [_fact(str(FIELDS.get(one["field"], one["field"])), one["value"]) for one in body.get("changes", ())]
    return Said(facts, body.get("remark", ""), _("What else, and why"))


def _overlap(body: Body) -> Said:
    return Said([_fact(_("Rows, rounded up"), body["rows"])], body["text"], _("Who is on the list, and why"))


def _points(body: Body) -> Said:
    return Said([_fact(_("Part"), body["part"] + 1)])


def _overlap_answer(body: Body) -> Said:
    done = body["result"] == "compared"
    result = _fact(_("Result"), _("Compared") if done else _("Declined"))
    return Said(_known([result, _fact(_("Rows, rounded up"), body.get("rows"))]))


READERS: dict[str, Callable[[Body], Said]] = {
    "case.proposal": _proposal,
    "case.share": said_of_share,
    "case.update": _update,
    "identification.request": _question,
    "identification.answer": _identification,
    "interview.summary": _interview,
    "nationality.request": _nationality_question,
    "nationality.answer": _nationality,
    "note": _note,
    "overlap.request": _overlap,
    "overlap.points": _points,
    "overlap.answer": _overlap_answer,
    "return.notice": _notice,
    "return.received": _received,
}


def reason_title(code: str) -> str:
    """Why an owner changes it, whichever operation it is; a code of another node's own stays a code."""
    for op in OPS:
        if code in change_reasons(op):
            return in_language(change_reasons(op)[code])
    return code


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
    except ValueError:
        return text


def _fact(term: str, value: Any) -> dict[str, Any]:
    text = str(value or "")
    return {"term": term, "value": text, "lang": "km" if any("\u1780" <= sign <= "\u17ff" for sign in text) else ""}


def _known(facts: Facts) -> Facts:
    return [fact for fact in facts if fact["value"]]


def _choice(choices: Any, code: str) -> str:
    return str(dict(choices.choices).get(code, code))
