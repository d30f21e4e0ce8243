"""*Needs my action*, the start page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases.models import Urgency
from pulang.cases.queries import QueueFilter, QueueRow, queue_for
from pulang.cases.queries.queue import COUNTED, PAGE
from pulang.web.cases import words
from pulang.web.cases.task_pages import title_of, url_of
from pulang.web.listing import Listed, listed, queue_table, rows_at_once
from pulang.web.navigation import items_for
from pulang.web.pages import OfficerRequest, signed_in

KINDS = ("report", "message", "step", "referral", "talk")


@signed_in
@listed("queue")
def start(request: OfficerRequest) -> Listed | HttpResponse:
    """The queue for those who work on cases; for the others the first page that their role opens."""
    if may(request.actor, Permission.CASE_READ):
        return _queue(request)
    others = [item["url"] for item in items_for(request.actor, "") if item["url"] != reverse("start")]
    return HttpResponseRedirect(others[0] if others else reverse("account"))


def _queue(request: OfficerRequest) -> Listed:
    chosen = _chosen(request.GET)
    after, size = request.GET.get("after", ""), rows_at_once(request, PAGE)
    found, now = queue_for(request.actor, chosen=chosen, after=after, size=size), timezone.now()
    context: dict[str, Any] = {
        "rows": [_row(row, now) for row in found.rows],
        "filters": _filters(chosen, found.overdue, found.new_reports),
        "next": found.next,
        "later_page": "after" in request.GET,
        "chosen": chosen != QueueFilter(),
    }
    tables = queue_table(_("Needs my action"), context["rows"])
    return Listed("cases/queue.html", context, tables, {"after": found.next} if found.next else {})


def _chosen(asked: QueryDict) -> QueueFilter:
    """What the address asks for; what it does not know, it asks for nothing."""
    urgency, kind = asked.get("urgency", ""), asked.get("kind", "")
    return QueueFilter(
        mine=asked.get("mine") == "1",
        overdue=asked.get("overdue") == "1",
        urgency=urgency if urgency in Urgency.values else "",
        kind=kind if kind in KINDS else "",
    )


def _filters(chosen: QueueFilter, overdue: int, new_reports: int) -> list[dict[str, Any]]:
    wanted: list[tuple[str, dict[str, str], int | None]] = [
        (_("All"), {}, None),
        (_("Given to me"), {"mine": "1"}, None),
        (_("Overdue"), {"overdue": "1"}, overdue),
        (_("Danger to life"), {"urgency": Urgency.DANGER}, None),
        (_("New reports"), {"kind": "report"}, new_reports),
        (_("Messages"), {"kind": "message"}, None),
        (_("Way home"), {"kind": "step"}, None),
        (_("Referrals"), {"kind": "referral"}, None),
        (_("Talks after coming home"), {"kind": "talk"}, None),
    ]
    return [
        {
            "label": label,
            "url": f"?{urlencode(asked)}" if asked else reverse("start"),
            "current": _chosen(_query(asked)) == chosen,
            "count": f"{COUNTED - 1}+" if count is not None and count >= COUNTED else count,
        }
        for label, asked, count in wanted
    ]


def _query(asked: dict[str, str]) -> QueryDict:
    return QueryDict(urlencode(asked))


def _row(row: QueueRow, now: Any) -> dict[str, Any]:
    """As `queue_row.html` wants it: one next action, in words."""
    if row.kind == "report":
        url, action = reverse("report", kwargs={"report_id": row.id}), _("Read the report")
    else:
        assert row.case_id is not None
        url, action = reverse("case", kwargs={"case_id": row.case_id}), title_of(row.code, row.ref)
    return {
        "url": url,
        "title": row.name or row.number,
        "title_lang": "km" if any("\u1780" <= letter <= "\u17ff" for letter in row.name) else "",
        "reference": row.number,
        "summary": _("New report") if row.kind == "report" else "",
        "badges": words.urgency_badges(row.urgency),
        "state": words.due_state(row.due_at, now),
        "deadline": row.due_at,
        "deadline_text": words.due_text(row.due_at, now),
        "action_label": action,
        "action_url": url if row.case_id is None else url_of(row.case_id, row.ref, row.code) or f"{url}#tasks",
    }
