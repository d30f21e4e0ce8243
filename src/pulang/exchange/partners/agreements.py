"""Agreements at the screen: drafted by one officer, signed by two of each node, ended by one.

The signed file goes over by any way, as an invite does: what counts are the signatures in it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, officer_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.signing import verify_jws
from pulang.db.context import acting_as
from pulang.exchange.errors import BodyRefused, PairingRefused
from pulang.exchange.kinds import registered
from pulang.exchange.models import Agreement, AgreementDraft, Peer, SharedObject
from pulang.exchange.partners.pairing import (
    AGREEMENT_TYPE,
    canonical,
    keep_agreement,
    new_terms,
    sign_agreement,
    signing_keys,
)
from pulang.exchange.schemas import check, validator
from pulang.lib.actor import Actor, system
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.text import clean_text

OFFICERS = 2  # of this node stand behind its signature
LONGEST = 10 * 365  # days that an agreement may run


@dataclass(frozen=True)
class DraftView:
    """`signed` officers of this node of the two; `by_you` whether the actor is one; who of the nodes has signed."""

    draft: AgreementDraft
    name: str
    signed: int
    by_you: bool
    ours: bool
    theirs: bool


@dataclass(frozen=True)
class Agreements:
    """All drafts that wait, and all agreements, those that run first."""

    drafts: tuple[DraftView, ...]
    kept: tuple[Agreement, ...]


def kinds_to_agree() -> list[str]:
    """What an agreement can name; what the nodes tell each other needs none."""
    return [kind.name for kind in registered() if not kind.name.startswith("system.")]


@query(Permission.EXCHANGE_READ)
def agreements_for(actor: Actor) -> Agreements:
    drafts = AgreementDraft.objects.select_related("peer__agency").filter(in_force_at=None).order_by("-made_at")
    kept = Agreement.objects.select_related("peer__agency").order_by("-until", "id")
    return Agreements(
        tuple(_view(actor, draft) for draft in drafts),
        tuple(sorted(kept, key=lambda one: one.ended_at is not None or one.until < timezone.localdate())),
    )


@query(Permission.EXCHANGE_READ)
def agreement_draft_for(actor: Actor, draft_id: UUID) -> DraftView:
    """Raises NotFound."""
    return _view(actor, _draft(draft_id))


@query(Permission.EXCHANGE_READ)
def agreement_for_ending(actor: Actor, agreement_id: UUID) -> Agreement:
    """One that runs. Raises NotFound."""
    found = Agreement.objects.select_related("peer__agency").filter(pk=agreement_id, ended_at=None).first()
    if found is None:
        raise NotFound()
    return found


@query(Permission.EXCHANGE_MANAGE)
def agreement_file(actor: Actor, draft_id: UUID) -> dict[str, Any]:
    """What goes to the partner: the terms and the signatures that stand under them. Raises NotFound."""
    draft = _draft(draft_id)
    if settings.NODE.id not in draft.signatures:
        raise NotFound()
    return {"terms": draft.terms, "signatures": draft.signatures}


@action(Permission.EXCHANGE_MANAGE)
def draft_agreement(
    actor: Actor,
    *,
    node: str,
    kinds: Collection[str],
    purposes: Collection[str],
    languages: Collection[str],
    deadlines: Mapping[str, int],
    retention_days: int,
    attachment_bytes: int,
    reference: str,
    until: date,
) -> AgreementDraft:
    """Write terms down; nothing is signed yet. Raises NotFound, Invalid, Problems."""
    peer = Peer.objects.filter(node_id=node).exclude(paired_at=None).first()
    if peer is None:
        raise NotFound()
    named = clean_text(reference, field="reference", max_length=300)
    today = timezone.localdate()
    problems = [Invalid("kinds", "not_a_choice")] if not set(kinds) <= set(kinds_to_agree()) else []
    problems += [Invalid(name, "required") for name, said in _needed(kinds, purposes, named) if not said]
    problems += [Invalid("until", "date_in_past")] if until <= today else []
    problems += [Invalid("until", "agreement_too_long")] if (until - today).days > LONGEST else []
    raise_problems(problems)
    terms = new_terms(
        node,
        kinds=list(kinds),
        purposes=list(purposes),
        until=until,
        reference=named,
        languages=list(languages),
        attachment_bytes=attachment_bytes,
        retention_days=retention_days,
        deadlines=dict(deadlines),
    )
    _check_terms(terms)
    draft = AgreementDraft.objects.create(id=UUID(terms["id"]), peer=peer, terms=terms)
    record(actor, Event.PEER_CHANGED, peer=node, agreement=draft.pk, drafted=True)
    return draft


def _needed(kinds: Collection[str], purposes: Collection[str], reference: str) -> tuple[tuple[str, bool], ...]:
    return ("kinds", bool(kinds)), ("purposes", bool(purposes)), ("reference", bool(reference))


@action(Permission.EXCHANGE_MANAGE)
def sign_draft(actor: Actor, *, draft_id: UUID) -> AgreementDraft:
    """One officer stands behind it; with the second one this node signs, and where the partner has, it is in force.

    Raises NotFound, PairingRefused: `same_officer`.
    """
    draft, officer = _draft(draft_id, lock=True), str(officer_id(actor))
    if officer in draft.signed_by:
        raise PairingRefused(why="same_officer")
    draft.signed_by = [*draft.signed_by, officer]
    if len(draft.signed_by) >= OFFICERS and settings.NODE.id not in draft.signatures:
        draft.signatures = sign_agreement(actor, terms=draft.terms, signatures=draft.signatures)["signatures"]
    record(actor, Event.PEER_CHANGED, peer=draft.peer.node_id, agreement=draft.pk, officers=len(draft.signed_by))
    return _in_force_or_kept(actor, draft)


@action(Permission.EXCHANGE_MANAGE)
def take_agreement(actor: Actor, *, signed: Mapping[str, Any]) -> AgreementDraft:
    """Take in the partner's file: its proposal, or our own terms with its signature.

    Raises PairingRefused: `agreement_broken`, `not_between_us`, `signature_wrong`, `terms_differ`.
    """
    terms, signatures = _said(signed)
    others = [node for node in terms["between"] if node != settings.NODE.id]
    peer = Peer.objects.filter(node_id__in=others).exclude(paired_at=None).first()
    if settings.NODE.id not in terms["between"] or len(others) != 1 or peer is None:
        raise PairingRefused(why="not_between_us")
    token = str(signatures.get(peer.node_id, ""))
    try:
        keys = {key.kid: key for key in signing_keys(peer)}
        payload = verify_jws(token.encode(), keys, typ=AGREEMENT_TYPE).payload
    except CryptoRefusal as error:
        raise PairingRefused(why="signature_wrong", node=peer.node_id) from error
    draft = AgreementDraft.objects.select_for_update().filter(pk=terms["id"]).first()
    if payload != canonical(terms) or (draft is not None and draft.terms != terms):
        raise PairingRefused(why="terms_differ", node=peer.node_id)
    draft = draft or AgreementDraft(id=UUID(terms["id"]), peer=peer, terms=terms)
    draft.signatures = {**draft.signatures, peer.node_id: token}
    record(actor, Event.PEER_CHANGED, peer=peer.node_id, agreement=draft.pk, taken=True)
    return _in_force_or_kept(actor, draft)


@action(Permission.EXCHANGE_MANAGE)
def put_draft_away(actor: Actor, *, draft_id: UUID) -> None:
    """It never comes into force here. Raises NotFound."""
    draft = _draft(draft_id, lock=True)
    record(actor, Event.PEER_CHANGED, peer=draft.peer.node_id, agreement=draft.pk, put_away=True)
    draft.delete()


@action(Permission.EXCHANGE_MANAGE)
def end_agreement(actor: Actor, *, agreement_id: UUID, reason: str) -> Agreement:
    """From now on neither sends nor takes under it; whether what was shared is still needed is asked at once.

    What was shared under it can still be corrected and withdrawn. Raises NotFound, Invalid.
    """
    said = clean_text(reason, field="reason", max_length=300)
    if not said:
        raise Invalid("reason", "required")
    agreement = Agreement.objects.select_for_update().filter(pk=agreement_id, ended_at=None).first()
    if agreement is None:
        raise NotFound()
    agreement.ended_at, agreement.ended_because = timezone.now(), said
    agreement.save(update_fields=["ended_at", "ended_because"])
    asked = _ask_for_review(agreement.peer_id)
    record(actor, Event.PEER_CHANGED, peer=agreement.peer.node_id, agreement=agreement.pk, ended=True, review=asked)
    return agreement


def _ask_for_review(peer_id: UUID) -> int:
    """What the partner holds of ours, and we of its: the desks are asked by the job of the deadlines."""
    with acting_as(system("agreements")):
        theirs, ours = Q(source=peer_id), Q(source=None, holdings__peer=peer_id, holdings__state="held")
        shared = SharedObject.objects.filter(theirs | ours, state="held").values_list("pk", flat=True)
        wanted = SharedObject.objects.filter(pk__in=list(shared))
        return wanted.update(review_at=timezone.localdate(), reviewed_for=None)


def _in_force_or_kept(actor: Actor, draft: AgreementDraft) -> AgreementDraft:
    if {settings.NODE.id, draft.peer.node_id} <= set(draft.signatures):
        keep_agreement(actor, signed={"terms": draft.terms, "signatures": draft.signatures})
        draft.in_force_at = timezone.now()
    draft.save()
    return draft


def _said(signed: Mapping[str, Any]) -> tuple[dict[str, Any], Mapping[str, Any]]:
    try:
        terms, signatures = dict(signed["terms"]), dict(signed["signatures"])
        check(validator("agreement"), terms, what="agreement")
        date.fromisoformat(terms["until"])
    except (KeyError, TypeError, ValueError, BodyRefused) as error:
        raise PairingRefused(why="agreement_broken") from error
    return terms, signatures


def _check_terms(terms: dict[str, Any]) -> None:
    try:
        check(validator("agreement"), terms, what="agreement")
    except BodyRefused as error:
        raise Invalid(str(error.details["place"]).split("/")[0], "not_a_choice") from error


def _draft(draft_id: UUID, *, lock: bool = False) -> AgreementDraft:
    drafts = AgreementDraft.objects.select_related("peer__agency").filter(pk=draft_id, in_force_at=None)
    draft = (drafts.select_for_update(of=("self",)) if lock else drafts).first()
    if draft is None:
        raise NotFound()
    return draft


def _view(actor: Actor, draft: AgreementDraft) -> DraftView:
    return DraftView(
        draft=draft,
        name=draft.peer.agency.name,
        signed=len(draft.signed_by),
        by_you=str(actor.id) in draft.signed_by,
        ours=settings.NODE.id in draft.signatures,
        theirs=draft.peer.node_id in draft.signatures,
    )
