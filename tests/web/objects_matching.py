"""Factories for the matrix of matching with partners: questions whether somebody is known, compared lists."""

import itertools
from uuid import UUID

from pulang.cases.lists.actions import run_import, start_import
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.lib.actor import Actor, system
from pulang.lib.ids import new_id
from pulang.matching.actions import keep_weights
from pulang.matching.inquiries.models import Inquiry
from pulang.matching.linkage.rules.learnt import changes
from pulang.matching.overlaps.actions import ask_overlap
from pulang.matching.rules.weights import DATA
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from tests.cast import Cast
from tests.exchange.partner import partner_of
from tests.web.objects_together import Known

SERIALS = itertools.count(1)  # of passports: nobody has the number of another


def inquiry(cast: Cast, maker: Actor, known: Known) -> UUID:
    """The partner asks about somebody whom the maker's agency knows."""
    number = f"X{next(SERIALS):07d}"
    paper = PaperDraft("passport", number, "IDN")
    register_person(maker, draft=PersonDraft(name=f"Siti {maker.name}", birth_date="1999", papers=(paper,)))
    said = {"names": [f"Siti {maker.name}"], "birth_date": "1999", "papers": [number]}
    body = {"case": str(new_id()), "question": f"Is she with {maker.name}?", "person": said}
    partner = partner_of(cast)
    receive(partner.peer, [partner.seal(partner.fields(type="locate.request", body=body))])
    with acting_as(maker):
        return Inquiry.objects.filter(agency_id=maker.agency_id).latest("received_at").pk


def overlap(cast: Cast, maker: Actor, known: Known) -> UUID:
    """A comparison that the maker asked for."""
    import_id = list_import(cast, maker, known)
    run_import(maker, import_id=import_id)
    node = partner_of(cast).peer.node_id
    return ask_overlap(maker, import_id=import_id, to=node, reason=f"For {maker.name}.").pk


def weights(cast: Cast, maker: Actor, known: Known) -> UUID:
    """Weights that the node learnt."""
    text = (DATA / "weights.yaml").read_text().replace("equal: 14.5", "equal: 15.5")
    judged = {"likely": {"same": 2, "different": 1}}
    return keep_weights(
        system("linkage"), text=text, figures={"records": 3, "changes": changes(text), "judged": judged}
    ).pk


def list_import(cast: Cast, maker: Actor, known: Known) -> UUID:
    return start_import(maker, file_name="list.csv", content=b"Name,Sex\nSiti,F\n", label="arrivals")
