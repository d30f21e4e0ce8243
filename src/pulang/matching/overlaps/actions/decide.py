"""What officers decide: to ask a partner, to compare with a list of theirs, or not to."""

from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, agency_id, officer_id, require
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.lists.models import ListImport
from pulang.db.context import acting_as
from pulang.db.once import row_once
from pulang.exchange.actions import agreement_for
from pulang.exchange.errors import PeerUnknown
from pulang.exchange.models import Peer
from pulang.lib.actor import Actor, system
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.ids import new_id
from pulang.lib.text import clean_text
from pulang.matching.overlaps.actions.sending import PURPOSE, send_answer
from pulang.matching.overlaps.errors import OverlapDecided
from pulang.matching.overlaps.models import Overlap, State
from pulang.matching.overlaps.rules import MOST_ROWS
from pulang.matching.overlaps.waking import wake

NODE = system("overlaps")


@action(Permission.LIST_IMPORT)
def ask_overlap(actor: Actor, *, import_id: UUID, to: str, reason: str, once: str = "") -> Overlap:
    """Ask a partner to compare a list of the actor's agency with one of its own. The words leave blinded.

    `reason` is read by the partner's officer. Raises NotFound, Invalid, PeerUnknown, AgreementMissing.
    """
    require(actor, Permission.MESSAGE_SEND)
    text = clean_text(reason, field="reason", max_length=2000, multiline=True)
    if not text:
        raise Invalid("reason", "required")
    _check_list(import_id)
    peer = Peer.objects.filter(node_id=to).exclude(paired_at=None).first()
    if peer is None:
        raise PeerUnknown(peer=to)
    for kind in ("overlap.request", "overlap.points"):
        agreement_for(peer, kind, PURPOSE)

    def make() -> Overlap:
        overlap = Overlap.objects.create(
            set=new_id(),
            peer=peer,
            ours=True,
            agency_id=agency_id(actor),
            officer_id=officer_id(actor),
            source=import_id,
            reason=text,
            state=State.PREPARING,
        )
        record(actor, Event.OVERLAP_ASKED, why="role", overlap=overlap.pk, peer=to)
        wake(overlap.pk)
        return overlap

    return row_once(actor, once, Overlap, make)


@action(Permission.LIST_IMPORT)
def accept_overlap(actor: Actor, *, overlap_id: UUID, import_id: UUID) -> Overlap:
    """Compare a partner's list with this one of the actor's agency. The partner learns which of its rows may match.

    Raises NotFound, OverlapDecided, Invalid.
    """
    require(actor, Permission.MESSAGE_SEND)
    overlap = _open(overlap_id)
    _check_list(import_id)
    with acting_as(NODE):
        overlap.agency_id, overlap.officer_id = agency_id(actor), officer_id(actor)
        overlap.source, overlap.state, overlap.decided_at = import_id, State.WORKING, timezone.now()
        overlap.save()
    record(actor, Event.OVERLAP_DECIDED, why="role", overlap=overlap.pk, accepted=True)
    wake(overlap.pk)
    return overlap


@action(Permission.LIST_IMPORT)
def decline_overlap(actor: Actor, *, overlap_id: UUID) -> Overlap:
    """Do not compare; the partner is told. Raises NotFound, OverlapDecided."""
    require(actor, Permission.MESSAGE_SEND)
    overlap = _open(overlap_id)
    with acting_as(NODE):
        overlap.agency_id, overlap.officer_id = agency_id(actor), officer_id(actor)
        overlap.state, overlap.decided_at = State.DECLINED, timezone.now()
        overlap.save()
        overlap.parts.all().delete()
        send_answer(overlap, {"result": "declined"})
    record(actor, Event.OVERLAP_DECIDED, why="role", overlap=overlap.pk, accepted=False)
    return overlap


def _open(overlap_id: UUID) -> Overlap:
    """A partner's comparison that nobody has decided, locked."""
    if not Overlap.objects.filter(pk=overlap_id).exists():
        raise NotFound()
    with acting_as(NODE):
        overlap = Overlap.objects.select_for_update(of=("self",)).select_related("peer").get(pk=overlap_id)
    if overlap.state != State.OPEN:
        raise OverlapDecided()
    return overlap


def _check_list(import_id: UUID) -> None:
    """Raises NotFound for a list of another agency, Invalid where nobody of it can be compared, or too many."""
    source = ListImport.objects.filter(pk=import_id).first()
    if source is None:
        raise NotFound()
    people = source.rows.exclude(person_id=None).count()
    if not people:
        raise Invalid("import_id", "list_has_nobody")
    if people > MOST_ROWS:
        raise Invalid("import_id", "list_too_long", limit=MOST_ROWS)
