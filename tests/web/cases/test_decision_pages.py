"""Pages of decisions: the second officer, the review, the policy; in the browser too."""

import pytest

from pulang.access.accounts.agencies import set_decision_policy
from pulang.cases.actions import ask_review, confirm_decision, make_decision
from pulang.cases.queries import case_page_for, decision_for
from tests.browser import assert_accessible, in_each_language, save_picture
from tests.cast import make_actor
from tests.web.world import sign_in

GIVEN = {
    "outcome": "victim",
    "act": "established",
    "means": "indicated",
    "purpose": "established",
    "standard": "reasonable_grounds",
    "reasons": "Heard alone for two hours. Her passport was taken on the first day.",
}


@pytest.fixture
def second(committed_cast):
    return make_actor("second", committed_cast.embassy, "protection")


@pytest.fixture
def policy(committed_cast):
    set_decision_policy(committed_cast.administrator, agency=committed_cast.embassy.pk, confirms=True)


def decide(actor, case, **more):
    return make_decision(actor, case_id=case.pk, **{**GIVEN, **more})


def path(case, *parts):
    return "/".join(["/cases", str(case.pk), "decisions", *map(str, parts), ""])


def test_a_decision_is_made_with_standard_and_rules(officer, committed_cast, case):
    sent = {**GIVEN, "laws": ["palermo_3b"], "once": "one"}
    assert officer.post(path(case, "add"), sent).status_code == 302
    (made,) = case_page_for(committed_cast.officer, case.pk).decisions
    page = officer.get(path(case, made.pk)).content.decode()
    for said in ("Reasonable grounds to believe", "Palermo Protocol, article 3 (b)", "Heard alone"):
        assert said in page


def test_a_note_that_there_is_no_rule_is_not_offered_for_citing(officer, case):
    assert "khm_2008_none" not in officer.get(path(case, "add")).content.decode()
    assert officer.post(path(case, "add"), {**GIVEN, "laws": ["khm_2008_none"]}).status_code == 422


def test_it_awaits_confirmation_until_a_colleague_answers(officer, committed_cast, case, policy, second):
    made = decide(committed_cast.officer, case)
    assert "awaiting confirmation" in officer.get(f"/cases/{case.pk}/").content.decode()
    own = officer.get(path(case, made.pk)).content.decode()
    assert "It awaits confirmation" in own
    assert "Confirm or not" not in own
    colleague = sign_in(second)
    assert "Confirm the decision of a colleague" in colleague.get("/").content.decode()
    assert path(case, made.pk) in colleague.get("/").content.decode()
    assert "Confirm or not" in colleague.get(path(case, made.pk)).content.decode()
    assert colleague.post(path(case, made.pk, "confirm"), {"agrees": "yes"}).status_code == 302
    after = officer.get(path(case, made.pk)).content.decode()
    assert "confirms the decision" in after
    assert "It awaits confirmation" not in after


def test_her_own_confirmation_is_refused_in_words(officer, committed_cast, case, policy):
    made = decide(committed_cast.officer, case)
    answer = officer.post(path(case, made.pk, "confirm"), {"agrees": "yes"})
    assert answer.status_code == 422
    assert "A colleague of your agency confirms it" in answer.content.decode()


def test_she_asks_and_the_first_decision_stays_visible(officer, committed_cast, case):
    made = decide(committed_cast.officer, case, outcome="not_victim")
    form = officer.get(path(case, made.pk, "review")).context["form"]
    sent = {"channel": "phone", "reason": "Nobody asked about the debt.", "asked_on": form["asked_on"].value()}
    assert officer.post(path(case, made.pk, "review"), sent).status_code == 302
    assert "Nobody asked about the debt." in officer.get(path(case, made.pk)).content.decode()
    answer = officer.post(path(case, made.pk, "again"), {**GIVEN, "once": "two"})
    later = officer.get(answer["Location"]).content.decode()
    assert path(case, made.pk) in later
    first = officer.get(path(case, made.pk)).content.decode()
    assert "A later decision has taken its place" in first
    assert "answered by a new decision" in first
    whole = officer.get(f"/cases/{case.pk}/").content.decode()
    assert "superseded" in whole
    assert "The person asks to have the decision made again" in whole


def test_the_administrator_sets_the_policy(committed_cast):
    client = sign_in(committed_cast.administrator)
    url = f"/administration/agencies/{committed_cast.embassy.pk}/"
    assert "A second officer of the agency confirms" in client.get(url).content.decode()
    sent = {"name": "Embassy", "country": "IDN", "confirms_decisions": "on"}
    assert client.post(url, sent).status_code == 302
    committed_cast.embassy.refresh_from_db()
    assert committed_cast.embassy.confirms_decisions
    assert client.post(url, {"name": "Embassy", "country": "IDN"}).status_code == 302
    committed_cast.embassy.refresh_from_db()
    assert not committed_cast.embassy.confirms_decisions


@pytest.mark.browser
@in_each_language
def test_pages_of_decisions_are_accessible_at_both_sizes(
    open_page, committed_cast, case, policy, second, language, width
):
    first = decide(committed_cast.officer, case, outcome="not_victim", laws=["idn_21_2007_1_7", "idn_21_2007_18"])
    confirm_decision(second, case_id=case.pk, decision_id=first.pk, agrees=False, reason="Her debt?")
    ask_review(
        committed_cast.officer, case_id=case.pk, decision_id=first.pk, channel="lawyer", reason="I was sold."
    )
    later = decide(committed_cast.officer, case, supersedes=first.pk, laws=["palermo_3b"])
    page = open_page(second, width=width, language=language)
    for name, address in {
        "first": path(case, first.pk),
        "later": path(case, later.pk),
        "confirm": path(case, later.pk, "confirm"),
        "again": path(case, later.pk, "again"),
        "review": path(case, later.pk, "review"),
    }.items():
        assert page.goto(address).status == 200, address
        save_picture(page, f"decision-{name}-{language}-{width}")
        assert_accessible(page)
    assert decision_for(second, case.pk, later.pk).may_confirm
