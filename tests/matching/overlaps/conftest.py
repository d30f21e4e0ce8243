from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID, uuid4

import pytest

from pulang.cases.lists.actions import run_import, start_import
from pulang.crypto.blinding import Blinder
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Message
from pulang.lib.actor import Actor, system
from pulang.matching.overlaps.rules import blinded_set, padded, parts_of
from pulang.matching.overlaps.version import words_version
from tests.cast import Cast
from tests.exchange.partner import Partner, partner_of

HEAD = "Name,Birth date,Passport\n"
MISSING = HEAD + "Moh. Djoko Soesilo,8/3/1997,\nRina Wati,5/1/1999,B7654321\nSlamet,,\n"


@pytest.fixture
def partner(cast: Cast) -> Partner:
    return partner_of(cast)


def hand_in(actor: Actor, text: str = MISSING) -> UUID:
    import_id = start_import(actor, file_name="missing.csv", content=text.encode(), label="missing in May")
    run_import(actor, import_id=import_id)
    return import_id


@pytest.fixture
def missing(cast: Cast) -> UUID:
    """A list that the embassy handed in and took."""
    return hand_in(cast.officer)


def sent(kind: str) -> list[Message]:
    with acting_as(system("test")):
        return list(Message.objects.filter(outgoing=True, kind=kind).order_by("seq"))


def points_sent(what: str) -> bytes:
    said = [one.body for one in sent("overlap.points") if one.body["what"] == what]
    return b"".join(urlsafe_b64decode(one["points"] + "==") for one in sorted(said, key=lambda one: one["part"]))


def says(partner: Partner, kind: str, **body: object) -> Message:
    more = {"re": body.pop("re")} if "re" in body else {}
    fields = partner.fields(type=kind, body=body, **more)
    (answer,) = receive(partner.peer, [partner.seal(fields)])
    assert answer.receipt, answer.code
    with acting_as(system("test")):
        return Message.objects.get(pk=fields["id"])


def gives_points(partner: Partner, of_set: str, what: str, points: bytes) -> list[Message]:
    return [
        says(partner, "overlap.points", set=of_set, what=what, part=number, points=_text(part))
        for number, part in enumerate(parts_of(points))
    ]


def wants(partner: Partner, rows: list[tuple[str, ...]], blinder: Blinder, *, of_set: str = "") -> str:
    """The partner asks to compare its rows."""
    of_set = of_set or str(uuid4())
    points, _ = blinded_set(rows, blinder, UUID(of_set).bytes)
    gives_points(partner, of_set, "asked", points)
    size = {"rows": padded(len(rows)), "slots": 32, "words": words_version()}
    assert says(partner, "overlap.request", set=of_set, text="People missing since May", **size).state == "accepted"
    return of_set


def _text(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")
