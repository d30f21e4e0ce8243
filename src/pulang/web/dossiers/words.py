"""Titles of what somebody without papers is verified by."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.cases.dossiers.queries import question_of
from pulang.cases.dossiers.rules import questions
from pulang.web.texts import language

CHECKS: dict[str, str | Promise] = {
    "open": _("Not checked"),
    "confirmed": _("Confirmed"),
    "contradicted": _("Contradicted"),
}
LOOKS = {"open": "info", "confirmed": "ok", "contradicted": "danger", "withdrawn": ""}


def answer_title(one: Mapping[str, Any]) -> str:
    """The question in the reader's language; a question of the partner's own as it came."""
    return question_of(one["code"], language()) if one["code"] in questions() else one["question"]


def relation_title(code: str) -> str:
    return _now("Statement: %(who)s") % {"who": question_of(code, language())}


def refs_of(known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each thing that an answer can confirm, by its ref, with what was said."""
    answers = [(one["ref"], f"{answer_title(one)}: {one['answer']}") for one in known.get("answers", ())]
    family = [
        (one["ref"], f"{relation_title(one['relation'])}: {one['statement']}") for one in known.get("family", ())
    ]
    return answers + family
