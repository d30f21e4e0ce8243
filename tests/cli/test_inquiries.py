"""`pulang inquiries`: the same actions from the command line."""

import pytest
from typer.testing import CliRunner

from pulang.cli.main import app
from tests.matching.inquiries.conftest import asks_whether
from tests.matching.inquiries.conftest import case as _case
from tests.matching.inquiries.conftest import partner as _partner

case, partner = _case, _partner


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def run(*words, **more):
    result = CliRunner().invoke(app, ["inquiries", *map(str, words), "--officer", "officer"], **more)
    assert result.exit_code == 0, result.output
    return result.output


def test_asking_shows_what_leaves_and_waits_for_a_yes(partner, case):
    assert "paper.0\tC1234567" in run("parts", case.pk)
    words = ("ask", case.pk, "--to", "ncb-phnom-penh", "--say", "name.0", "--question", "Is he with you?")
    said = run(*words, input="y\n")
    assert "name.0\tMoh. Djoko Soesilo" in said
    assert "C1234567" not in said
    assert "answer until" in said


def test_a_question_is_listed_shown_and_answered(partner, case):
    asks_whether(partner)
    number, state, band, *_ = run("list").splitlines()[0].split("\t")
    assert (state, band) == ("open", "likely")
    shown = run("show", number)
    assert str(case.person_id) in shown
    assert "Same paper number" in shown
    assert run("answer", number, "--known", case.person_id, "--say", "name.0").startswith("known\tanswered")
    assert run("list") == ""
