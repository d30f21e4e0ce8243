"""The pages of interviews and results, without a browser and without scripts."""

import pytest

from pulang.access.permissions import Section
from pulang.cases.actions import add_member, add_task
from pulang.identification.actions import assess, save_answer, start_interview
from pulang.identification.answers import Answer
from pulang.identification.queries import assessments_for, interview_summary_for, interviews_for
from tests.web.world import sign_in


@pytest.fixture
def client(committed_cast):
    return sign_in(committed_cast.officer)


def text(response):
    return response.content.decode()


def test_an_interview_begins_from_its_task(client, committed_cast, case):
    add_task(committed_cast.officer, case_id=case.pk, code="interview")
    url = f"/cases/{case.pk}/interviews/start/"
    assert url in text(client.get(f"/cases/{case.pk}/"))
    assert url in text(client.get("/"))
    answer = client.post(url, {"language": "km", "interpreter": "Rina", "once": "a"})
    (row,) = interviews_for(committed_cast.officer, case.pk)
    assert answer.url == f"/interviews/{row.id}/sections/safety/"
    assert f"/interviews/{row.id}/" in text(client.get(f"/cases/{case.pk}/"))
    assert "is an interview already" in text(client.get(url))


def test_the_script_is_read_in_her_language_and_her_answer_recorded(client, committed_cast, case):
    made = start_interview(committed_cast.officer, case_id=case.pk, language="km")
    shown = interview_summary_for(committed_cast.officer, made.pk)
    url = f"/interviews/{made.pk}/consent/"
    assert shown.bank.script[0]["km"] in text(client.get(url))
    assert "Read the consent script first" in text(client.get(f"/interviews/{made.pk}/sections/harm/"))
    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {"given": "yes", "share_partner": "no", "once": "b"})
    assert answer.url == f"/interviews/{made.pk}/sections/who_you_are/"
    assert interview_summary_for(committed_cast.officer, made.pk).consent.holds


def test_an_answer_is_saved_by_a_plain_form(client, committed_cast, interview):
    url = f"/interviews/{interview.pk}/answers/violence/"
    answer = client.post(url, {"base": "0", "answer": "yes", "quotation": "", "confidence": ""})
    assert answer.url == f"/interviews/{interview.pk}/sections/harm/#item-violence"
    client.post(
        url, {"base": "1", "current": "yes", "details": "1", "evidence": ["said", "photo"], "quotation": "<b>"}
    )
    kept = interview_summary_for(committed_cast.officer, interview.pk).item("violence").newest
    assert (kept.answer, kept.evidence, kept.quotation) == (Answer.YES, ("said", "photo"), "<b>")
    page = text(client.get(f"/interviews/{interview.pk}/sections/harm/"))
    assert "&lt;b&gt;" in page
    assert 'name="base" value="2"' in page


def test_with_scripts_only_the_item_comes_back(client, interview):
    url = f"/interviews/{interview.pk}/answers/violence/"
    scripts = {"hx-request": "true"}
    part = text(client.post(url, {"base": "0", "answer": "yes"}, headers=scripts))
    assert "<html" not in part
    assert "Saved." in part
    assert 'id="violence-yes" aria-pressed="true"' in part
    draft = text(
        client.post(
            f"{url}?draft=1", {"base": "1", "current": "yes", "quotation": "x"}, headers={"hx-request": "true"}
        )
    )
    assert "<form" not in draft
    assert "Saved." in draft


def test_two_officers_see_both_versions(client, committed_cast, case, interview):
    sections = [Section.INTERVIEW, Section.IDENTITY]
    add_member(committed_cast.officer, case_id=case.pk, agency_id=committed_cast.police.pk, sections=sections)
    save_answer(
        committed_cast.colleague, interview_id=interview.pk, item="watched", answer="no", quotation="a shop"
    )
    url = f"/interviews/{interview.pk}/answers/watched/"
    client.post(url, {"base": "0", "answer": "yes", "quotation": "guards"})
    page = text(client.get(f"/interviews/{interview.pk}/sections/freedom/"))
    assert "Two officers answered this" in page
    assert "guards" in page
    assert "a shop" in page
    assert "contradict each other" in text(client.get(f"/interviews/{interview.pk}/"))
    client.post(url, {"base": "2", "answer": "yes", "quotation": "guards"})
    assert "Two officers answered this" not in text(client.get(f"/interviews/{interview.pk}/sections/freedom/"))


@pytest.mark.parametrize("wrong", [{"base": "x", "answer": "yes"}, {"base": "0", "answer": "maybe"}])
def test_what_cannot_be_kept_is_said(client, committed_cast, interview, wrong):
    answer = client.post(f"/interviews/{interview.pk}/answers/watched/", wrong, follow=True)
    assert answer.status_code == 200
    assert interview_summary_for(committed_cast.officer, interview.pk).answered == 0


def test_pause_resume_skip_and_finish(client, committed_cast, interview):
    here = f"/interviews/{interview.pk}/"
    assert "Take it up again" in text(client.post(f"{here}pause/", follow=True))
    assert "Begin with safety" in text(client.post(f"{here}resume/", follow=True))
    assert client.post(f"{here}sections/harm/skip/").url == f"{here}sections/made_to_do/"
    assert "Ask it after all" in text(client.get(f"{here}sections/harm/"))
    assert client.post(f"{here}sections/harm/skip/", {"skip": "no"}).url == f"{here}sections/harm/"
    assert client.post(f"{here}finish/").url == f"{here}assess/"


def test_a_result_says_why_and_what_would_settle_it(client, committed_cast, case, interview):
    for item in ("could_not_leave", "papers_held", "was_recruited", "long_hours"):
        save_answer(committed_cast.officer, interview_id=interview.pk, item=item, answer="yes", evidence=["said"])
    shown = client.get(f"/interviews/{interview.pk}/assess/")
    assert 'name="age" value="2' in text(shown)
    answer = client.post(f"/interviews/{interview.pk}/assess/", {"age": "24", "once": "c"})
    page = text(client.get(answer.url))
    assert "Consent is irrelevant" in page
    assert "Because of these answers" in page
    assert f"/interviews/{interview.pk}/sections/freedom/#item-could_not_leave" in page
    assert "The person said it" in page
    assert "Questions that would settle it" in page
    assert "doi 10.1002/emp2.12558" in page


def test_for_a_child_no_means_is_needed_and_for_an_unknown_age_both_rules_stand(client, committed_cast, interview):
    for item in ("could_not_leave", "papers_held"):
        save_answer(committed_cast.officer, interview_id=interview.pk, item=item, answer="yes", evidence=["said"])
    answer = client.post(f"/interviews/{interview.pk}/assess/", {"age": "", "once": "d"})
    page = text(client.get(answer.url))
    assert "both rules are shown" in page
    assert "For a child no means is needed" in page
    assert "Consent is irrelevant" in page


def test_assessments_stand_side_by_side(client, committed_cast, case, interview):
    url = f"/cases/{case.pk}/assessments/"
    assert "Nobody has assessed" in text(client.get(url))
    assess(committed_cast.officer, interview_id=interview.pk, age=24)
    save_answer(committed_cast.officer, interview_id=interview.pk, item="violence", answer="yes")
    assess(committed_cast.officer, interview_id=interview.pk, age=24)
    page = text(client.get(url))
    assert "They disagree" in page
    assert "row-differs" in page
    assert "Questions that would resolve it" in page
    assert len(assessments_for(committed_cast.officer, case.pk).assessments) == 2


def test_the_results_leave_as_codes_by_the_four_units_and_name_nobody(client, committed_cast, case, interview):
    save_answer(committed_cast.officer, interview_id=interview.pk, item="papers_held", answer="yes")
    assess(committed_cast.officer, interview_id=interview.pk, age=24)
    url = f"/cases/{case.pk}/assessments/export/"
    assert url in text(client.get(f"/cases/{case.pk}/assessments/"))
    answer = client.get(url)
    (found,) = answer.json()
    assert f"{case.number}-htcds.json" in answer["Content-Disposition"]
    assert list(found["ic_tip"]) == ["event", "victim", "perpetrator", "reporting_entity"]
    assert "Siti" not in text(answer)


@pytest.mark.parametrize("name", ["ilo_11_forced_labour", "founding_indicators", "delphi_child_labour"])
def test_any_list_can_be_laid_over_the_answers(client, committed_cast, interview, name):
    save_answer(committed_cast.officer, interview_id=interview.pk, item="papers_held", answer="yes")
    answer = client.post(f"/interviews/{interview.pk}/assess/", {"age": "24", "instrument": name, "once": name})
    assert client.get(answer.url).status_code == 200


def test_a_stranger_finds_no_interview(committed_cast, case, interview):
    made = assess(committed_cast.officer, interview_id=interview.pk, age=24)
    colleague = sign_in(committed_cast.colleague)
    here = f"/interviews/{interview.pk}/"
    for url in (here, f"{here}consent/", f"{here}sections/safety/", f"{here}assess/", f"/assessments/{made.pk}/"):
        assert colleague.get(url).status_code == 404
    assert colleague.post(f"{here}answers/watched/", {"base": "0", "answer": "yes"}).status_code == 404
