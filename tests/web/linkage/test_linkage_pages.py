"""The analyst's pages of linkage: how a run goes on, what it found, accepting weights and going back."""

import pytest

from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.matching.linkage.actions import begin_run, note_compared
from pulang.matching.linkage.expected import steps
from pulang.matching.weighing import weights_of_desk
from tests.web import objects_matching
from tests.web.world import sign_in

NODE = system("linkage")


@pytest.fixture
def analyst(cast):
    return sign_in(cast.analyst)


@pytest.fixture
def learnt(cast):
    return objects_matching.weights(cast, cast.analyst, {})


def compared(scores=(15.0, 18.5, 22.0, 31.0, 33.0)):
    run = begin_run(NODE, engine="duckdb", parts=4, weights="3.1")
    figures = {"steps": steps(scores, 500), "even": 16.0, "likely": 22.0, "possible": 16.0, "groups": {"2": 3}}
    note_compared(NODE, run_id=run.pk, people=500, figures=figures, scores={})


def test_before_a_first_run_the_page_says_how_to_start_one(analyst):
    page = analyst.get("/linkage/").content.decode()
    assert "pulang linkage run" in page
    assert "pulang linkage train" in page
    assert '<svg class="chart"' not in page


def test_a_run_shows_how_far_it_is(cast, analyst):
    begin_run(NODE, engine="duckdb", parts=4, weights="3.1")
    page = analyst.get("/linkage/").content.decode()
    assert 'value="0" max="4"' in page


def test_what_a_run_found_is_drawn_and_said_in_a_table(analyst):
    compared()
    page = analyst.get("/linkage/").content.decode()
    assert page.count('<svg class="chart"') == 2
    assert page.count("<polyline") == 2
    assert "style=" not in page
    assert page.count('scope="row" class="numeric"') == len(steps((15.0, 18.5, 22.0, 31.0, 33.0), 500)) + 1


def test_an_analyst_accepts_weights_and_goes_back(cast, analyst, learnt):
    assert str(learnt) in analyst.get("/linkage/").content.decode()
    page = analyst.get(f"/linkage/weights/{learnt}/").content.decode()
    assert "15.5" in page
    assert "chart-shipped" in page
    assert analyst.post(f"/linkage/weights/{learnt}/accept/").url == f"/linkage/weights/{learnt}/"
    with acting_as(cast.officer):
        assert weights_of_desk().birth_date["equal"] == 15.5
    assert "/linkage/set-aside/" in analyst.get("/linkage/").content.decode()
    assert analyst.post("/linkage/set-aside/").url == "/linkage/"
    with acting_as(cast.officer):
        assert weights_of_desk().birth_date["equal"] == 14.5


def test_officers_of_other_roles_find_nothing_there(cast, learnt):
    for actor in (cast.officer, cast.administrator):
        client = sign_in(actor)
        assert client.get("/linkage/").status_code == 404
        assert client.post(f"/linkage/weights/{learnt}/accept/").status_code == 404
