"""How long answers take, by kind and partner, in both directions; and who is told when one is overdue."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles

from django.utils import timezone

from pulang.access.models import AgencyKind, Officer
from pulang.access.permissions import Permission
from pulang.access.policy import action, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.context import acting_as
from pulang.exchange.errors import PeerUnknown
from pulang.exchange.models import Message, Peer
from pulang.lib.actor import Actor, system
from pulang.lib.errors import Invalid

LOOKED_BACK = timedelta(days=365)
WITHOUT_CASES = (AgencyKind.ADMINISTRATION, AgencyKind.OVERSIGHT, AgencyKind.PEER)


@dataclass(frozen=True)
class AnswerTime:
    """Of the questions of one kind in the last year: how many were answered, and how fast. `ours`: we answered."""

    node: str
    kind: str
    ours: bool
    count: int
    median: timedelta
    p80: timedelta


@query(Permission.EXCHANGE_READ)
def answer_times_for(actor: Actor) -> tuple[AnswerTime, ...]:
    """Median and 80th percentile of answer times; counts and times only, no content."""
    spans: dict[tuple[str, str, bool], list[float]] = defaultdict(list)
    with acting_as(system("times")):
        answered = Message.objects.filter(answered_at__isnull=False, created__gte=timezone.now() - LOOKED_BACK)
        for node, kind, outgoing, asked, ended in answered.values_list(
            "peer__node_id", "kind", "outgoing", "created", "answered_at"
        ):
            assert ended is not None, "only answered ones were asked for"
            spans[node, kind, not outgoing].append(max(0.0, (ended - asked).total_seconds()))
    return tuple(_time(*key, found) for key, found in sorted(spans.items()))


def _time(node: str, kind: str, ours: bool, spans: list[float]) -> AnswerTime:
    p80 = quantiles(spans, n=5, method="inclusive")[3] if len(spans) > 1 else spans[0]
    return AnswerTime(node, kind, ours, len(spans), timedelta(seconds=median(spans)), timedelta(seconds=p80))


@action(Permission.EXCHANGE_MANAGE)
def name_fallback(actor: Actor, *, node: str, username: str) -> Peer:
    """Who is told when an answer from or to this partner is overdue; an empty name for nobody.

    Raises PeerUnknown, Invalid(username) where nobody of that name works on cases here.
    """
    peer = Peer.objects.select_for_update().filter(node_id=node).first()
    if peer is None:
        raise PeerUnknown(peer=node)
    officers = Officer.objects.filter(is_active=True).exclude(agency__kind__in=WITHOUT_CASES)
    officer = officers.filter(username=username).first() if username else None
    if username and officer is None:
        raise Invalid("username", "officer_unknown")
    peer.fallback = officer
    peer.save(update_fields=["fallback"])
    record(actor, Event.PEER_CHANGED, peer=node, fallback=officer.pk if officer else None)
    return peer
