"""Telling the partner that somebody comes home: flight, escort, needs."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.cases.actions.sharing import send_about
from pulang.exchange.models import Message
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, raise_problems
from pulang.repatriation.errors import NoticeOutOfPlace
from pulang.repatriation.queries.way_home import travels_soon

LIMITS = {"flight": 20, "origin": 100, "destination": 100, "escort": 200, "needs": 2000}  # of the schema


@action(Permission.MESSAGE_SEND)
def announce_return(
    actor: Actor,
    *,
    case_id: UUID,
    to: str,
    flight: str,
    day: date,
    origin: str = "",
    destination: str = "",
    escort: str = "",
    needs: str = "",
    lang: str = "en",
    once: str = "",
) -> Message:
    """Send `return.notice`; the partner's desk prepares the reception and answers when she is there.

    Raises NoticeOutOfPlace unless the ticket is there and the arrival is not yet; Invalid; and as `send_about`.
    """
    given = {"flight": flight, "origin": origin, "destination": destination, "escort": escort, "needs": needs}
    problems = [
        Invalid(name, "too_long", limit=limit) for name, limit in LIMITS.items() if len(given[name]) > limit
    ]
    if len(flight.strip()) < 2:
        problems.append(Invalid("flight", "required"))
    if day < timezone.localdate():
        problems.append(Invalid("day", "date_in_past"))
    raise_problems(problems)
    if not travels_soon(actor, case_id):
        raise NoticeOutOfPlace()
    body = {"flight": flight, "date": day.isoformat(), "from": origin, "to": destination}
    body |= {"escort": escort, "needs": needs}
    said = {name: value for name, value in body.items() if value}
    return send_about(actor, case_id=case_id, to=to, kind="return.notice", body=said, lang=lang, once=once)
