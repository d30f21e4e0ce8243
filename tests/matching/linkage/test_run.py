"""A run over the register of a node: pairs in the queue, nothing twice, taken up after a kill; learnt weights."""

import re
from dataclasses import replace

import pytest
from django.db import connections

from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed, NotFound
from pulang.matching.actions import accept_weights, keep_weights, set_weights_aside
from pulang.matching.linkage import job
from pulang.matching.linkage.actions import begin_run
from pulang.matching.linkage.engines import Scored
from pulang.matching.linkage.engines.duck import DuckEngine
from pulang.matching.linkage.errors import TooFewRecords
from pulang.matching.linkage.models import Found, Run
from pulang.matching.linkage.queries import linkage_status
from pulang.matching.linkage.reading import highest
from pulang.matching.linkage.report import report_html
from pulang.matching.linkage.rules.learnt import changes
from pulang.matching.linkage.training import train
from pulang.matching.models import Profile
from pulang.matching.pairs.models import Pair
from pulang.matching.pairs.queries import pairs_for
from pulang.matching.rules import weights
from pulang.matching.rules.weights import DATA
from pulang.matching.weighing import weights_of_register
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.matching.pairs.people import SITI, SITTI, judge, waiting

NODE = system("linkage")
SLAMET = PersonDraft(name="Slamet", birth_date="1990")
LEARNT = (
    (DATA / "weights.yaml").read_text().replace("equal: 14.5", "equal: 15.5").replace("version: 3", "version: 9")
)


def link(engine=None, say=lambda *said: None):
    made = engine or DuckEngine()
    try:
        return job.link_register(NODE, engine=made, name="duckdb", say=say)
    finally:
        made.close()


@pytest.fixture
def people(cast):
    return [register_person(cast.officer, draft=draft) for draft in (SITI, SITTI, SLAMET)]


def test_pairs_of_the_register_come_into_the_queue_once(cast, people):
    stages = []
    run = link(say=lambda stage, done, of: stages.append(stage))
    assert (run.state, run.people, run.fresh) == ("done", 3, 1)
    assert [(row.left.name, row.right.name) for row in pairs_for(cast.officer).rows] == [
        ("Siti Aminah", "Sitti Aminah")
    ]
    assert {"reading", "comparing"} <= set(stages)
    with acting_as(NODE):
        assert not Found.objects.exists()
    assert link().fresh == 0


def test_a_rejected_pair_stays_rejected(cast, people):
    link()
    judge(cast.officer)
    assert link().fresh == 0
    assert not waiting(cast.officer)


def test_a_pair_that_nobody_holds_together_is_not_made_of_names_alone(cast):
    alone = replace(SITI, contacts=())
    register_person(cast.officer, draft=replace(alone, birth_date="1995"))
    register_person(cast.desk, draft=replace(alone, birth_date="1996"))
    assert link().fresh == 0


def test_a_killed_run_goes_on_with_the_parts_that_are_left(cast, people, monkeypatch):
    monkeypatch.setattr(job, "PART", -(-highest() // 3))  # three parts, however many numbers were given before
    asked = []

    class Dying(DuckEngine):
        def pairs(self, model, *, least, part, parts):
            if len(asked) == 2:
                raise KeyboardInterrupt
            asked.append(part)
            return super().pairs(model, least=least, part=part, parts=parts)

    with pytest.raises(KeyboardInterrupt):
        link(Dying())
    (view,), _ = linkage_status(NODE)
    assert (view.state, view.done) == ("linking", 2)
    asked.clear()
    run = link()
    assert run.pk == view.id
    assert (run.state, run.fresh) == ("done", 1)


@pytest.mark.parametrize("told_apart", [False, True], ids=["open", "told apart"])
def test_a_rival_of_another_part_counts_unless_an_officer_told_it_apart(cast, people, monkeypatch, told_apart):
    if told_apart:
        link()
        judge(cast.officer)
    with acting_as(NODE):
        siti, sitti, slamet = (Profile.objects.get(person_id=one.pk).number for one in people)
    monkeypatch.setattr(job, "PART", -(-highest() // 3))
    monkeypatch.setattr(job, "hand_over_some", lambda *said, **more: 0)  # what was found stays to be looked at

    class Finding(DuckEngine):
        def pairs(self, model, *, least, part, parts):
            held = [Scored(siti, sitti, 40.0)], [Scored(sitti, slamet, 30.0)], []
            return held[part]

    link(Finding())
    with acting_as(NODE):
        scores = sorted(Found.objects.values_list("score", flat=True))
    assert scores == ([30.0, 40.0] if told_apart else [26.0, 36.0])


def test_rivals_take_no_pair_from_the_queue_and_nothing_of_its_score(cast, people, monkeypatch):
    monkeypatch.setattr(job, "beside_rivals", lambda pairs, **more: [(*one[:2], -99.0) for one in pairs])
    assert link().fresh == 1
    with acting_as(NODE):
        assert Pair.objects.get().score >= weights_of_register().possible


def test_other_weights_begin_a_new_run(cast, people):
    first = begin_run(NODE, engine="duckdb", parts=1, weights="1.1")
    second = begin_run(NODE, engine="duckdb", parts=1, weights="2.1")
    assert second.pk != first.pk
    with acting_as(NODE):
        assert Run.objects.get(pk=first.pk).state == "stopped"


def test_nothing_that_names_somebody_is_kept_by_a_run(cast, people):
    link()
    with connections["default"].cursor() as cursor, acting_as(NODE):
        cursor.execute("SELECT row_to_json(r)::text FROM linkage_run r")
        (text,) = cursor.fetchone()
    assert "Aminah" not in text
    assert "+628" not in text


def test_officers_see_no_run_and_start_none(cast, people):
    link()
    with acting_as(cast.officer):
        assert not Run.objects.exists()
    with pytest.raises(NotAllowed):
        begin_run(cast.officer, engine="duckdb", parts=1, weights="1")
    with pytest.raises(NotAllowed):
        linkage_status(cast.officer)


def test_an_analyst_sees_how_far_a_run_is(cast, people):
    link()
    (run,), _ = linkage_status(cast.analyst)
    assert (run.state, run.people, run.waiting, run.fresh) == ("done", 3, 0, 1)
    with acting_as(cast.analyst):
        assert not Run.objects.exists()


def test_the_desk_compares_by_learnt_weights_once_an_analyst_accepted_them(cast, people):
    made = keep_weights(NODE, text=LEARNT, figures={"records": 3, "changes": changes(LEARNT), "judged": {}})
    with acting_as(cast.officer):
        assert weights_of_register().birth_date == weights().birth_date
    with pytest.raises(NotAllowed):
        accept_weights(cast.officer, weights_id=made.pk)
    accept_weights(cast.analyst, weights_id=made.pk)
    with acting_as(cast.officer):
        assert weights_of_register().birth_date["equal"] == 15.5
        assert weights_of_register().version.startswith("9.")
    assert set_weights_aside(cast.analyst) == 1
    with acting_as(cast.officer):
        assert weights_of_register().birth_date["equal"] == 14.5
    with pytest.raises(NotFound):
        accept_weights(cast.analyst, weights_id=people[0].pk)


def test_few_records_teach_nothing(cast, people):
    with pytest.raises(TooFewRecords):
        train(NODE, say=lambda *said: None)


@pytest.mark.parametrize("language", ["en", "id", "km"])
def test_the_report_stands_alone_and_holds_no_script(cast, people, language):
    link()
    figures = {"records": 3, "changes": changes(LEARNT), "judged": {"likely": {"same": 2, "different": 1}}}
    keep_weights(NODE, text=LEARNT, figures=figures)
    (run,), (learnt,) = linkage_status(NODE)
    page = report_html(run, learnt, language=language)
    assert f'<html lang="{language}">' in page
    assert not re.search(r"<script|https?:|\son\w+=|style=|Aminah", page)
    assert re.search("15[.,]5", page)
    assert report_html(None, None, language=language)
