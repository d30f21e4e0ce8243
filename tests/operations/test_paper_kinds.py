"""Medical notes and consent forms; every paper with made-up people; a template of an authority's own."""

import shutil
from importlib.resources import files

import pytest
from django.utils import timezone

from pulang.lib.errors import Invalid, NotFound
from pulang.operations.models import PaperKind
from pulang.operations.papers import is_own, issue_paper, paper_for, preview_paper, sheet_for
from pulang.printing import TemplateBroken
from pulang.repatriation.actions import complete_steps
from tests.printing.paper import text_of

TODAY = timezone.localdate()
TEMPLATES = files("pulang.operations") / "data" / "papers"


def printed(cast, operation, kind, language="en"):
    call = {"operation_id": operation.pk, "numbers": [1, 2], "language": language}
    made = issue_paper(cast.officer, kind=kind, **call)
    return made, text_of(paper_for(cast.officer, operation.pk, made.pk).content)


def test_a_medical_note_says_what_is_recorded_and_leaves_the_rest_to_the_doctor(cast, operation, register):
    first, _second = register("Ani"), register("Budi")
    data = {"seen_on": TODAY.isoformat(), "travel_needs": "wheelchair to the gate"}
    complete_steps(cast.officer, code="health", result="fit_with_care", wanted={first.case_id: data})
    made, text = printed(cast, operation, "fitness_note")
    assert (made.people, text.count("fit to travel")) == (2, 2)
    assert text.count("wheelchair to the gate") == 1
    assert "No diagnosis belongs on this paper" in text
    assert sheet_for(cast.officer, operation.pk, made.pk).content.startswith(b"PK")


@pytest.mark.parametrize(("language", "says"), [("en", "Contact my family"), ("id", "Menghubungi keluarga saya")])
def test_a_consent_form_asks_each_thing_by_itself(cast, operation, register, language, says):
    register("Ani"), register("Budi")
    _made, text = printed(cast, operation, "consent_form", language)
    assert text.count(says) == 2


@pytest.mark.parametrize("language", ["en", "id", "km"])
@pytest.mark.parametrize("kind", PaperKind.values)
def test_every_paper_prints_with_people_as_they_come(cast, kind, language):
    paper = preview_paper(cast.administrator, kind=kind, language=language, on=TODAY)
    assert "Contoh Satu" in text_of(paper.content)


def test_a_sample_asks_for_a_kind_and_a_language_that_are_there(cast):
    with pytest.raises(NotFound):
        preview_paper(cast.officer, kind="poem", language="en", on=TODAY)
    with pytest.raises(Invalid):
        preview_paper(cast.officer, kind="fine_list", language="th", on=TODAY)


def test_an_authority_looks_at_its_own_template_before_it_is_used(cast, settings, tmp_path):
    settings.PAPERS_ROOT = tmp_path
    own = tmp_path / "exit_list"
    shutil.copytree(str(TEMPLATES / "exit_list"), own)
    main = own / "main.typ"
    main.write_text(main.read_text("utf-8").replace("= #words.title", "= Form 7b of the authority"), "utf-8")
    assert (is_own("exit_list"), is_own("fine_list")) == (True, False)
    shown = text_of(preview_paper(cast.officer, kind="exit_list", language="en", on=TODAY).content)
    assert "Form 7b of the authority" in shown
    main.write_text("#show: nothing-like-this", "utf-8")
    with pytest.raises(TemplateBroken):
        preview_paper(cast.officer, kind="exit_list", language="en", on=TODAY)
