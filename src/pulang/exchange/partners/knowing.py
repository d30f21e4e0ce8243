"""Which partners there are, what the agreements with them allow, and how the links stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import query
from pulang.exchange.models import Agreement, Peer
from pulang.exchange.partners.links import LinkStatus, link_states
from pulang.lib.actor import Actor


@dataclass(frozen=True)
class Partner:
    """A paired node and the kinds that its running agreements allow; `agency_id` stands for it in grants."""

    node: str
    name: str
    agency_id: UUID
    kinds: frozenset[str]
    file_bytes: int = 0  # how large a file may be that goes with a message; 0: none may

    def allows(self, *kinds: str) -> bool:
        return self.kinds.issuperset(kinds)


@dataclass(frozen=True)
class AgreementTerms:
    """What an agreement allows until its last day; `runs` is whether it does so today."""

    kinds: tuple[str, ...]
    purposes: tuple[str, ...]
    reference: str
    until: date
    runs: bool


@dataclass(frozen=True)
class Link:
    """The link to one partner, and what was agreed with it."""

    status: LinkStatus
    paired_at: datetime | None
    agreements: tuple[AgreementTerms, ...]
    fallback: str = ""  # user name of who is told of overdue answers


@query(Permission.MESSAGE_READ)
def partners_for(actor: Actor, *, purpose: str = "protection") -> tuple[Partner, ...]:
    """Every paired partner by name, with the kinds that may be sent to it now for the purpose."""
    peers = Peer.objects.select_related("agency").exclude(paired_at=None).order_by("agency__name")
    allowed: dict[UUID, set[str]] = {}
    largest: dict[UUID, int] = {}
    for agreement in Agreement.objects.filter(ended_at=None, until__gte=timezone.localdate()):
        if purpose in agreement.terms["purposes"]:
            allowed.setdefault(agreement.peer_id, set()).update(agreement.terms["kinds"])
            size = int(agreement.terms.get("attachment_bytes", 0))
            largest[agreement.peer_id] = max(size, largest.get(agreement.peer_id, 0))
    return tuple(
        Partner(
            peer.node_id,
            peer.agency.name,
            peer.agency_id,
            frozenset(allowed.get(peer.pk, ())),
            largest.get(peer.pk, 0),
        )
        for peer in peers
    )


@query(Permission.EXCHANGE_READ)
def links_for(actor: Actor) -> tuple[Link, ...]:
    """How every link stands: counts, times and codes, never what a message says."""
    states = link_states()
    peers = {peer.node_id: peer for peer in Peer.objects.select_related("fallback")}
    agreements = list(Agreement.objects.order_by("-until"))
    return tuple(_link(state, peers[state.node], agreements) for state in states)


def _link(state: LinkStatus, peer: Peer, agreements: Iterable[Agreement]) -> Link:
    return Link(
        status=state,
        paired_at=peer.paired_at,
        agreements=tuple(_terms(each) for each in agreements if each.peer_id == peer.pk),
        fallback=peer.fallback.username if peer.fallback else "",
    )


def _terms(agreement: Agreement) -> AgreementTerms:
    return AgreementTerms(
        kinds=tuple(agreement.terms["kinds"]),
        purposes=tuple(agreement.terms["purposes"]),
        reference=str(agreement.terms.get("reference", "")),
        until=agreement.until,
        runs=agreement.ended_at is None and agreement.until >= timezone.localdate(),
    )
