"""The parts of a case page as the components want them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.cases.models import Channel, Consent, Task
from pulang.cases.queries import CasePage
from pulang.lib.countries import country_name
from pulang.persons.models import Sex
from pulang.web.cases import words
from pulang.web.cases.forms import LANGUAGES
from pulang.web.cases.task_pages import by_hand, title_of, url_of
from pulang.web.texts import language
from pulang.words.dates import date_in_words

Item = dict[str, Any]


def person_facts(shown: CasePage) -> list[Item]:
    """For `definition_list.html`; empty without the section identity."""
    person = shown.person
    if person is None:
        return []
    nationality = country_name(person.nationality, language()) if person.nationality else ""
    return [
        {"term": _("Born"), "value": date_in_words(person.birth_date)},
        {"term": _("Sex"), "value": dict(Sex.choices).get(person.sex, person.sex)},
        {"term": _("Nationality"), "value": nationality},
    ]


def tasks_of(shown: CasePage, now: datetime) -> list[Item]:
    """Open tasks, the one that is due first at the top."""
    return [_task(shown, task, now) for task in shown.tasks if task.done_at is None]


def _task(shown: CasePage, task: Task, now: datetime) -> Item:
    here = {"case_id": shown.case.pk, "task_id": task.pk}
    return {
        "id": task.pk,
        "title": title_of(task.code, task.ref),
        "note": task.note or "",
        "who": ", ".join(filter(None, (task.officer.name if task.officer else "", task.agency.name))),
        "agency_id": task.agency_id,
        "state": words.due_state(task.due_at, now),
        "deadline": task.due_at,
        "deadline_text": words.due_text(task.due_at, now),
        "done_url": reverse("case_task_done", kwargs=here),
        "assign_url": reverse("case_task_assign", kwargs=here),
        "page_url": url_of(shown.case.pk, task.ref, task.code),
        "by_hand": by_hand(task.ref),
    }


def consents_of(shown: CasePage) -> list[Item]:
    return [_consent(shown, consent) for consent in shown.consents]


def _consent(shown: CasePage, consent: Consent) -> Item:
    if consent.withdrawn_at:
        badge = {"label": _("withdrawn"), "kind": "danger"}
    else:
        badge = {"label": _("given"), "kind": "ok"} if consent.given else {"label": _("refused"), "kind": "warning"}
    return {
        "badge": badge,
        "scopes": [words.scope_title(scope) for scope in consent.scopes],
        "language": dict(LANGUAGES).get(consent.language, consent.language),
        "by": consent.read_by.name if consent.read_by else "",
        "at": consent.recorded_at,
        "until": consent.until,
        "withdraw_url": ""
        if consent.withdrawn_at or not consent.given
        else reverse("case_consent_withdraw", kwargs={"case_id": shown.case.pk, "consent_id": consent.pk}),
    }


def files_of(shown: CasePage) -> list[Item]:
    """For `file_list.html`."""
    return [
        {
            "name": file.name,
            "url": reverse("case_file", kwargs={"case_id": shown.case.pk, "file_id": file.pk}),
            "type_label": file.media_type.rsplit("/", 1)[-1].rsplit(".", 1)[-1].upper(),
            "size": file.size,
            "added_by": file.agency.name,
            "added_at": file.added_at,
            "image": file.media_type.startswith("image/"),
            "badge": {"label": words.section_title(file.section)},
            "origin": words.origin(file.owner_node, file.agency.name, file.handling) if file.owner_node else "",
        }
        for file in shown.files
    ]


def members_of(shown: CasePage) -> list[Item]:
    return [
        {
            "name": ", ".join(filter(None, (grant.officer.name if grant.officer else "", grant.agency.name))),
            "leads": grant.agency_id == shown.case.agency_id,
            "sections": [words.section_title(section) for section in grant.sections],
            "until": grant.until,
            "end_url": reverse("case_member_end", kwargs={"case_id": shown.case.pk, "grant_id": grant.pk}),
        }
        for grant in shown.members
    ]


def reports_of(shown: CasePage) -> list[Item]:
    return [
        {
            "number": report.number,
            "url": reverse("report", kwargs={"report_id": report.pk}),
            "channel": dict(Channel.choices)[report.channel],
            "at": report.received_at,
        }
        for report in shown.reports
    ]
