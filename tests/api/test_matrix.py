"""Role × endpoint × whose object, as for the pages: what one may not see answers as what is not there."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pulang.access.models import Token
from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.lib.actor import Actor
from pulang.web.checks import Door, operations_of
from tests.api.bodies import body_for, named_in
from tests.web.matrix import PARAMETER, World, address, endpoints, missing_values, one_of_each_role, seen, undone
from tests.web.objects import factory_for

OBJECTS = ("person_id", "case_id", "kept_id", "gone_id", "house_id", "section")  # what a body may name


@dataclass(frozen=True)
class Cell:
    """One method of one endpoint, and what it declares."""

    door: Door
    method: str
    declared: Permission | str

    def __str__(self) -> str:
        return f"{self.method} {self.door.route}"

    @property
    def path(self) -> str:
        """As the OpenAPI document writes it."""
        return "/" + PARAMETER.sub(r"{\1}", self.door.route)

    def allows(self, actor: Actor) -> bool:
        return not isinstance(self.declared, Permission) or may(actor, self.declared)


def cells() -> list[Cell]:
    """Each once, though an address with two methods stands in the resolver twice."""
    found = {
        (door.route, method): Cell(door, method, operation.view_func.declared)
        for door in reversed(endpoints())
        for operation in operations_of(door.callback)
        for method in operation.methods
    }
    return list(found.values())


def token_of(actor: Actor) -> str:
    """Any role, also those that may not make tokens: the permission of the endpoint is what is asked here."""
    text = secrets.token_urlsafe()
    digest = hashlib.sha256(text.encode()).digest()
    soon = timezone.now() + timedelta(days=1)
    Token.objects.create(officer_id=actor.id, label="a", digest=digest, expires_at=soon)
    return text


def ask(cell: Cell, token: str, values: dict[str, object]) -> Any:
    """With a body of the right shape, so that the endpoint comes to look at the object itself."""
    client = Client(headers={"authorization": f"Bearer {token}"} if token else {})
    content, kind = body_for(cell.path, cell.method, values)
    with undone():
        return client.generic(cell.method, address(cell.door, values), content, content_type=kind)


@pytest.mark.parametrize("cell", cells(), ids=str)
def test_an_endpoint_opens_for_its_roles_and_their_objects_only(cast, cell):
    world = World(cast, cell.door, also=named_in(cell.path, cell.method, OBJECTS))
    for role, actor in one_of_each_role(cast).items():
        token = token_of(actor)
        if not cell.allows(actor):
            assert ask(cell, token, missing_values(cell.door)).status_code in {403, 422}, role
            continue
        own = world.own(actor)
        answer = ask(cell, token, own)
        assert answer.status_code in {200, 201, 204, 400, 403, 409, 422}, f"{role}: {answer.content!r}"
        assert "no-store" in answer["Cache-Control"]
        # The body, or a second permission that the endpoint needs, may be refused before it looks at the object.
        unlooked = seen(answer, *own.values()) if answer.status_code in {403, 422} else None
        missing = {name: factory_for(cell.door.name, name).missing() for name in world.parameters}
        nothing = seen(ask(cell, token, missing), *missing.values())
        for values in world.hidden(actor, own):
            found = seen(ask(cell, token, values), *values.values())
            assert found[0] == 404 or found == unlooked, f"{role} with {values}"
            assert found in (nothing, unlooked), f"{role} with {values}"


@pytest.mark.parametrize("cell", cells(), ids=str)
def test_an_endpoint_opens_nothing_without_a_token(db, cell):
    assert ask(cell, "", missing_values(cell.door)).status_code == 401
