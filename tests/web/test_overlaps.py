"""Comparing lists with partners, by the pages, the API and the command line."""

import pytest
from typer.testing import CliRunner

from pulang.cli.main import app
from pulang.crypto.blinding import Blinder
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.matching.overlaps.actions import proceed
from pulang.matching.overlaps.models import Overlap
from tests.api.test_cases import Caller
from tests.browser import LAPTOP, PHONE, assert_accessible, save_picture
from tests.exchange.partner import partner_of
from tests.matching.overlaps.conftest import hand_in, sent, wants
from tests.matching.overlaps.test_comparing import RAID, compares
from tests.web.world import sign_in

JOB = system("job")
ASKED = {"to": "ncb-phnom-penh", "reason": "Their families ask."}


@pytest.fixture
def cast(committed_cast):
    return committed_cast


@pytest.fixture
def partner(cast):
    return partner_of(cast)


@pytest.fixture
def missing(cast):
    return hand_in(cast.officer)


def text(response) -> str:
    return response.content.decode()


def the_overlap() -> Overlap:
    with acting_as(JOB):
        return Overlap.objects.get()


def test_a_list_is_compared_and_each_row_that_may_match_leads_to_a_question(cast, partner, missing):
    officer = sign_in(cast.officer)
    assert f"/lists/{missing}/compare/" in text(officer.get(f"/lists/{missing}/"))
    begun = officer.post(f"/lists/{missing}/compare/", ASKED)
    assert "It goes on by itself" in text(officer.get(begun.url))
    proceed(JOB, overlap_id=the_overlap().pk)
    compares(partner, RAID)
    proceed(JOB, overlap_id=the_overlap().pk)
    shown = text(officer.get(begun.url))
    assert "2 rows may match" in shown
    assert "Rina Wati" in shown
    assert "Slamet" not in shown
    assert shown.count("/ask/") == 2
    assert "Compared" in text(officer.get("/overlaps/"))


def test_a_partners_list_is_compared_when_an_officer_accepts(cast, partner, missing):
    wants(partner, RAID, Blinder.new())
    proceed(JOB, overlap_id=the_overlap().pk)
    officer, here = sign_in(cast.officer), f"/overlaps/{the_overlap().pk}/"
    assert "at most 64 rows" in text(officer.get(here))
    assert officer.post(here, {"import_id": "x"}).status_code == 422
    assert officer.post(here, {"import_id": str(missing)}).url == here
    proceed(JOB, overlap_id=the_overlap().pk)
    assert "The partner learnt which of its rows" in text(officer.get(here))
    assert sent("overlap.answer")[0].body["result"] == "compared"


def test_or_declined(cast, partner):
    wants(partner, RAID, Blinder.new())
    proceed(JOB, overlap_id=the_overlap().pk)
    here = f"/overlaps/{the_overlap().pk}/"
    officer = sign_in(cast.officer)
    assert "Hand in a list" in text(officer.get(here))
    officer.post(f"{here}decline/")
    assert "nothing was compared" in text(officer.get(here))
    assert "decided already" in text(officer.post(f"{here}decline/", follow=True))


def test_the_desk_reads_the_messages_in_words(cast, partner, missing):
    sign_in(cast.officer).post(f"/lists/{missing}/compare/", ASKED)
    proceed(JOB, overlap_id=the_overlap().pk)
    (request,) = sent("overlap.request")
    page = text(sign_in(cast.desk).get(f"/messages/{request.pk}/"))
    for said in ("Request to compare lists", "Their families ask.", "Blinded words of a list"):
        assert said in page


def test_the_same_over_the_api(cast, partner, missing):
    caller = Caller(cast.officer)
    made = caller.send(f"/lists/{missing}/overlaps", ASKED, once="o1")
    assert made.status_code == 201
    proceed(JOB, overlap_id=the_overlap().pk)
    compares(partner, RAID)
    proceed(JOB, overlap_id=the_overlap().pk)
    (listed,) = caller.get("/overlaps").json()
    assert (listed["state"], listed["found"]) == ("compared", 2)
    rows = caller.get(f"/overlaps/{listed['id']}").json()["rows"]
    assert [row["number"] for row in rows] == [2, 3]
    assert caller.send(f"/overlaps/{listed['id']}/decision", {"import_id": None}).status_code == 400


def test_the_same_by_command(cast, partner, missing):
    def run(*words):
        result = CliRunner().invoke(app, ["overlaps", *map(str, words), "--officer", "officer"])
        assert result.exit_code == 0, result.output
        return result.output

    number = run("ask", missing, "--to", "ncb-phnom-penh", "--reason", "Their families ask.").split("\t")[0]
    assert number in run("list")
    proceed(JOB, overlap_id=the_overlap().pk)
    compares(partner, RAID)
    proceed(JOB, overlap_id=the_overlap().pk)
    assert "Rina Wati" in run("show", number)


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [("km", PHONE), ("en", LAPTOP)])
def test_the_pages_are_accessible(open_page, cast, partner, missing, language, width):
    wants(partner, RAID, Blinder.new())
    proceed(JOB, overlap_id=the_overlap().pk)
    page = open_page(cast.officer, width=width, language=language)
    for name, address in {
        "ask": f"/lists/{missing}/compare/",
        "all": "/overlaps/",
        "decide": f"/overlaps/{the_overlap().pk}/",
    }.items():
        page.goto(address)
        save_picture(page, f"overlaps-{name}-{language}-{width}")
        assert_accessible(page)
