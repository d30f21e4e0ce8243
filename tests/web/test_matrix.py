"""Role × URL × whose object: who may not see gets, byte for byte, what stands where nothing is."""

import pytest
from django.test import Client

from pulang.access.policy import may
from pulang.web.checks import doors, undeclared
from pulang.web.pages import PUBLIC, SIGN_IN
from tests.web.matrix import (
    World,
    address,
    ask,
    is_a_list_without_sheet,
    missing_values,
    one_of_each_role,
    pages,
    parameters,
    seen,
)
from tests.web.world import officer_of, sign_in

NOTHING = "/nothing-stands-here"
DONE = {200, 302, 409, 422}


def test_every_url_declares_who_may_open_it():
    assert not undeclared(doors())


def test_public_pages_are_these_and_no_others():
    assert {door.name for door in doors() if door.declared == PUBLIC} == {
        "api:api-root",
        "api:openapi-json",
        "genuine",
        "set_language",
    }


@pytest.mark.parametrize("door", pages(), ids=lambda door: door.name)
def test_a_page_opens_for_its_roles_and_their_objects_only(cast, door):
    world = World(cast, door)
    for role, actor in one_of_each_role(cast).items():
        client = sign_in(actor)
        nothing = seen(ask(client, NOTHING))
        if not all(may(actor, each) for each in door.needed):
            answer = ask(client, address(door, missing_values(door)))
            assert seen(answer) == nothing, f"{role} must not learn that this page exists"
            continue
        own = world.own(actor)
        answer = ask(client, address(door, own))
        assert answer.status_code in DONE, f"{role}: {answer.status_code} for what she may see"
        assert "no-store" in answer["Cache-Control"]
        assert not is_a_list_without_sheet(door, answer), "decorate the view with @listed, or name it in NO_SHEET"
        # A page may ask for a fresh sign-in, or show an empty form, before it looks at the object at all.
        unlooked = seen(answer, *own.values()) if answer.status_code in {200, 302} else nothing
        for values in world.hidden(actor, own):
            found = seen(ask(client, address(door, values)), *values.values())
            assert found in (nothing, unlooked), f"{role} with {values}"


@pytest.mark.parametrize("door", pages(), ids=lambda door: door.name)
def test_a_page_sends_visitors_to_the_sign_in(db, door):
    answer = ask(Client(), address(door, missing_values(door)))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("door", pages(), ids=lambda door: door.name)
def test_a_page_sends_officers_without_second_factor_to_set_it_up(cast, door):
    client = Client()
    client.force_login(officer_of(cast.officer), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = ask(client, address(door, missing_values(door)))
    assert (answer.status_code, answer.get("Location")) == (302, "/account/factor/")


@pytest.mark.parametrize("door", [door for door in doors() if door.declared == SIGN_IN], ids=lambda door: door.name)
def test_a_page_of_the_sign_in_shows_a_visitor_no_account(db, door):
    answer = ask(Client(), address(door, dict.fromkeys(parameters(door), 1)))
    assert answer.status_code in {200, 302}
    assert "no-store" in answer["Cache-Control"]
