"""Factories for the matrix of what two nodes tell each other: messages, copies, agreements."""

from uuid import UUID

from django.conf import settings

from pulang.access.models import AgencyKind, Officer
from pulang.access.permissions import Permission
from pulang.access.policy import actor_for, may
from pulang.cases.actions import open_case, share_case
from pulang.cases.models import Case
from pulang.cases.ownership.queries import copies_for
from pulang.cases.written.actions import draft_message
from pulang.db.context import acting_as
from pulang.exchange.models import AgreementDraft
from pulang.lib.actor import Actor
from pulang.lib.ids import new_id
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.cast import Cast, make_agency, make_officer
from tests.exchange.partner import NODE, asks, partner_of
from tests.web.objects_together import Known


def case(maker: Actor) -> UUID:
    person = register_person(maker, draft=PersonDraft(name=f"Siti {maker.name}", birth_date="1999"))
    return open_case(maker, person_id=person.pk).pk


def interviewer(maker: Actor) -> Actor:
    """The maker herself, or an officer of a ministry where her role has no interviews."""
    if may(maker, Permission.INTERVIEW_CONDUCT):
        return maker
    found = Officer.objects.filter(username="interviewer").first()
    if found is None:
        found = make_officer("interviewer", make_agency("ministry", AgencyKind.MINISTRY), "protection")
    return actor_for(found, via="cli")


def message(cast: Cast, maker: Actor, known: Known) -> UUID:
    """A note from the partner, with whom `maker` shared a case of her own."""
    return asks(partner_of(cast), _shared(cast, maker), "note", text=f"For {maker.name}.")


def _shared(cast: Cast, maker: Actor) -> Case:
    made = Case(pk=case(maker))
    share_case(maker, case_id=made.pk, to=partner_of(cast).peer.node_id)
    with acting_as(maker):
        made.refresh_from_db()
    return made


def proposal(cast: Cast, maker: Actor, known: Known) -> UUID:
    """A change that the partner proposes to a case of the maker's."""
    shared = _shared(cast, maker)
    return asks(partner_of(cast), shared, "case.proposal", changes=[], remark=f"For {maker.name}.")


def shared_object(cast: Cast, maker: Actor, known: Known) -> UUID:
    """The book of a case that the maker shared."""
    (view,) = copies_for(maker, _shared(cast, maker).pk)
    return view.book.pk


def told_summary(cast: Cast, maker: Actor, known: Known) -> UUID:
    """A summary of an interview that the partner held, of a case that an interviewer shared with it."""
    hers = interviewer(maker)
    shared = Case(pk=case(hers))
    partner = partner_of(cast)
    share_case(hers, case_id=shared.pk, to=partner.peer.node_id)
    with acting_as(hers):
        shared.refresh_from_db()
    said = {"interview": str(new_id()), "bank": "1.0", "language": "km", "started": "2026-11-01"}
    return asks(partner, shared, "interview.summary", **said, answers=[{"item": "ill", "answer": "yes"}])


def agreement_draft(cast: Cast, maker: Actor, known: Known) -> UUID:
    """Terms with the partner that nobody has signed yet."""
    terms = {**partner_of(cast).agreement.terms, "id": str(new_id()), "between": ["node-a", NODE]}
    terms |= {"until": "2030-01-01", "reference": "Invented"}
    return AgreementDraft.objects.create(id=UUID(terms["id"]), peer=partner_of(cast).peer, terms=terms).pk


def signed_draft(cast: Cast, maker: Actor, known: Known) -> UUID:
    """Terms that this node has signed."""
    made = agreement_draft(cast, maker, known)
    AgreementDraft.objects.filter(pk=made).update(signatures={settings.NODE.id: "a.b.c"})
    return made


def draft(cast: Cast, maker: Actor, known: Known) -> UUID:
    """A diffusion of the maker's that waits for a colleague."""
    said = {"aim": "locate", "text": f"For {maker.name}."}
    shared = _shared(cast, maker)
    return draft_message(maker, case_id=shared.pk, to=partner_of(cast).peer.node_id, kind="diffusion", body=said).pk
