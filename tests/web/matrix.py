"""The parts of the matrix of role × URL × whose object."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from pulang.access.models import AgencyKind
from pulang.access.permissions import Permission
from pulang.access.roles import roles
from pulang.lib.actor import Actor
from pulang.web.checks import API_TOKEN, Door, doors
from pulang.web.pages import SIGNED_IN
from tests.cast import Cast, make_actor, make_agency
from tests.web.objects import Known, factory_for, make_values, share

APART = {"Expires", "Date", "Content-Length"}
ROWS = (b'class="table"', b'<ol class="queue"')
#: Pages with a table or a queue that is no list of work or of people, and why.
NO_SHEET = {
    "assessment": "one opinion, with a paper of its own",
    "agreements": "what was signed, each with its own file",
    "account_sessions": "an officer's own signing in",
    "account_tokens": "an officer's own keys for programs",
    "case": "a file with parts, each with its own page",
    "identification_compare": "two opinions side by side",
    "linkage": "counts and weights of a run, as of this moment",
    "linkage_weights": "one file of weights",
    "links": "the state of lines, as of this moment",
    "node_keys": "keys of this node",
    "paper_samples": "papers with made-up people",
    "way_home_path": "a picture, in words",
}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def pages() -> list[Door]:
    return [door for door in doors() if isinstance(door.declared, Permission) or door.declared == SIGNED_IN]


def endpoints() -> list[Door]:
    return [door for door in doors() if door.declared == API_TOKEN]


def one_of_each_role(cast: Cast) -> dict[str, Actor]:
    """A role without an actor here fails the matrix."""
    immigration = make_agency("immigration", AgencyKind.IMMIGRATION)
    found = {
        "protection": cast.officer,
        "investigator": cast.colleague,
        "shelter": cast.shelter_worker,
        "ncb_desk": cast.desk,
        "analyst": cast.analyst,
        "administrator": cast.administrator,
        "data_protection": cast.data_protection,
        "double_status": make_actor("coordinator", cast.police, "double_status"),
        "immigration": make_actor("immigration-officer", immigration, "immigration"),
        "monitor": make_actor("watch", make_agency("watch-desk", AgencyKind.MINISTRY), "monitor"),
    }
    assert found.keys() == roles().keys()
    return found


def address(door: Door, values: Known) -> str:
    return "/" + PARAMETER.sub(lambda match: str(values[match.group(1)]), door.route)


def parameters(door: Door) -> list[str]:
    return PARAMETER.findall(door.route)


class World:
    """The objects behind one URL: made once, shared with whom they should be seen by."""

    def __init__(self, cast: Cast, door: Door, also: Sequence[str] = ()) -> None:
        """`also`: names of further objects, such as those that a body names."""
        self.cast, self.door = cast, door
        self.parameters = [*parameters(door), *also]
        self.made: dict[object, dict[str, object]] = {}

    def own(self, actor: Actor) -> dict[str, object]:
        """Objects that this actor may see: the embassy's, shared with her agency, and her own personal ones."""
        values = {**self._of(self.cast.officer)}
        share(self.cast.officer, values, actor)
        for name in self.parameters:
            factory = factory_for(self.door.name, name)
            if factory.personal:
                values[name] = factory.make(self.cast, actor, values)
        return values

    def hidden(self, actor: Actor, own: Known) -> Iterator[dict[str, object]]:
        """Each parameter in turn another agency's (or officer's) or of nothing, beside what is the actor's own."""
        stranger = self.cast.desk if actor.agency_id != self.cast.desk.agency_id else self.cast.colleague
        foreign = self._of(stranger) if self.parameters else {}
        for name in self.parameters:
            factory = factory_for(self.door.name, name)
            if factory.free:
                continue
            yield {**own, name: factory.missing()}
            if not factory.common:
                yield {**own, name: foreign[name]}

    def _of(self, maker: Actor) -> dict[str, object]:
        if maker.id not in self.made:
            self.made[maker.id] = make_values(self.cast, maker, self.door.name, self.parameters)
        return self.made[maker.id]


def missing_values(door: Door) -> dict[str, object]:
    return {name: factory_for(door.name, name).missing() for name in parameters(door)}


@contextmanager
def undone() -> Iterator[None]:
    """What a cell does is taken back, so that the next one meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, url: str, **headers: str) -> HttpResponse:
    """By GET, or by an empty POST where the page is only for sending."""
    with undone():
        response = client.get(url, headers=headers)
    if response.status_code == 405:
        with undone():
            response = client.post(url, headers=headers)
    client.cookies.pop("messages", None)  # a word of thanks would stand on the next page
    return response


def is_a_list_without_sheet(door: Door, response: HttpResponse) -> bool:
    """It shows a table or a queue that cannot be taken away as a spreadsheet (`web.listing`)."""
    named = getattr(door.callback, "lists", "") or door.name in NO_SHEET
    return not named and not response.streaming and any(mark in response.content for mark in ROWS)


def seen(response: HttpResponse, *ids: object) -> tuple[int, str, dict[str, str]]:
    """Everything that a reader could tell two answers apart by; the address itself and the form's seal apart."""
    content = b"".join(response) if response.streaming else response.content
    text = re.sub(rb'name="(csrfmiddlewaretoken|next)" value="[^"]+"', b"", content).decode(errors="replace")
    headers = {name: value for name, value in response.items() if name not in APART}
    for value in map(str, ids):
        text = text.replace(value, "…")
        headers = {name: held.replace(value, "…") for name, held in headers.items()}
    return response.status_code, text, headers
