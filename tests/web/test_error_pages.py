"""What goes wrong has a page of its own, and says nothing that it should not."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from pulang.audit.events import Event
from pulang.audit.models import Entry
from pulang.audit.record import record
from pulang.lib.ids import new_id
from pulang.web.checks import Door, undeclared
from pulang.web.pages import page
from tests.outage import database_away
from tests.web.world import officer_of, sign_in


def test_a_page_that_is_not_there(db):
    answer = Client().get("/nothing")
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]
    assert "Nothing is shown here" in answer.content.decode()


def test_a_form_without_its_seal_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/account/login/", {"login": "officer"}).status_code == 403


@pytest.mark.parametrize(
    ("path", "content_type", "length", "status"),
    [
        ("/account/login/", "application/x-www-form-urlencoded", 2 * 1024 * 1024 + 1, 413),
        ("/account/login/", "multipart/form-data; boundary=x", 30 * 1024 * 1024, 413),
        ("/nx/1/in", "application/jose", 17 * 1024 * 1024, 413),
        ("/api/v1/me", "application/json", 3 * 1024 * 1024, 413),
    ],
)
def test_what_is_too_large_is_refused_unread(db, path, content_type, length, status):
    answer = Client().generic("POST", path, b"x=1", content_type, CONTENT_LENGTH=str(length))
    assert answer.status_code == status


def test_a_database_that_is_away_is_said_in_three_languages(cast):
    client = sign_in(cast.officer)
    client.raise_request_exception = False
    with database_away():
        answer = client.get("/account/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert all(word in answer.content.decode() for word in ("Sedang", "Not available", "មិនអាច"))


def test_pages_allow_no_script_or_style_of_their_own(cast):
    answer = sign_in(cast.officer).get("/account/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    page = answer.content.decode()
    assert "style=" not in page
    assert "onclick" not in page


def test_text_of_people_is_never_markup(cast):
    client = sign_in(cast.administrator)
    form = {"name": "<script>alert(1)</script>", "username": "x'; DROP TABLE access_officer; --"}
    page = client.post("/administration/officers/new/", form).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


@page(None)
def opens_a_person(request):
    record(request.actor, Event.PERSON_READ, scope=new_id())
    return HttpResponse("her name")


def test_the_limit_of_people_is_a_page_and_a_word(cast):
    for _ in range(30):
        record(cast.officer, Event.PERSON_READ, scope=new_id())
    request = RequestFactory().get("/")
    request.user, request.actor, request.complete = officer_of(cast.officer), cast.officer, True
    answer = opens_a_person(request)
    assert answer.status_code == 429
    assert "30 different people" in answer.content.decode()
    assert Entry.objects.latest("id").event == "limit.reached"


def test_a_url_without_declaration_is_found():
    [found] = undeclared([Door("x", "x/", None, None), Door("y", "y/", "public", None)])
    assert found.name == "x"
