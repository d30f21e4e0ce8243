"""The course of an interview: consent, pausing, skipping, need-to-know, audit."""

import pytest
from django.db import connection

from pulang.access.permissions import Section
from pulang.audit.models import Entry
from pulang.cases.actions import add_member, add_task, withdraw_consent
from pulang.cases.models import Consent
from pulang.cases.queries import case_page_for
from pulang.identification.actions import (
    finish_interview,
    pause_interview,
    read_consent,
    resume_interview,
    save_answer,
    skip_section,
    start_interview,
)
from pulang.identification.errors import ConsentMissing, ConsentRefused, InterviewFinished, InterviewPaused
from pulang.identification.models import Interview
from pulang.identification.queries import interview_summary_for, interviews_for
from pulang.lib.errors import Invalid, NotAllowed, NotFound


def open_codes(actor, case):
    return {task.code for task in case_page_for(actor, case.pk).tasks if task.done_at is None}


def test_only_safety_is_asked_before_she_has_answered_the_script(cast, case):
    interview = start_interview(cast.officer, case_id=case.pk, language="km")
    here = {"interview_id": interview.pk}
    save_answer(cast.officer, **here, item="injured", answer="yes")
    with pytest.raises(ConsentMissing):
        save_answer(cast.officer, **here, item="violence", answer="yes")
    read_consent(cast.officer, **here, given=True)
    save_answer(cast.officer, **here, item="violence", answer="yes")


def test_a_refusal_is_kept_and_nothing_more_is_asked(cast, case):
    interview = start_interview(cast.officer, case_id=case.pk, language="km")
    read_consent(cast.officer, interview_id=interview.pk, given=False, share_partner=False)
    with pytest.raises(ConsentRefused):
        save_answer(cast.officer, interview_id=interview.pk, item="violence", answer="yes")
    save_answer(cast.officer, interview_id=interview.pk, item="ill", answer="no")
    consents = case_page_for(cast.officer, case.pk).consents
    assert {(tuple(each.scopes), each.given) for each in consents} == {
        (("interview",), False),
        (("share_partner",), False),
    }
    assert {each.script_version for each in consents} == {"questions@1.0"}
    assert interviews_for(cast.officer, case.pk)[0].consent == "refused"


def test_a_consent_taken_back_ends_the_questions(cast, case, interview):
    withdraw_consent(cast.officer, case_id=case.pk, consent_id=interview.consent_id)
    with pytest.raises(ConsentRefused):
        save_answer(cast.officer, interview_id=interview.pk, item="violence", answer="yes")
    assert not interview_summary_for(cast.officer, interview.pk).consent.holds


def test_the_interview_keeps_its_question_bank(cast, interview):
    assert interview.bank_version == interview_summary_for(cast.officer, interview.pk).bank.version == "1.0"


def test_a_paused_interview_goes_on_where_it_stopped(cast, case, interview, say):
    for item in ("danger_now", "family_threatened_now", "debt_collectors_now", "others_speak"):
        say(item, "no")
    for item in ("injured", "ill", "pregnant"):
        say(item, "no")
    say("thinks_of_self_harm", "refused")
    say("is_or_has_child", "no")
    skip_section(cast.officer, interview_id=interview.pk, section="who_you_are")
    pause_interview(cast.officer, interview_id=interview.pk)
    with pytest.raises(InterviewPaused):
        say("was_recruited", "yes")
    assert "continue_interview" in open_codes(cast.officer, case)
    resume_interview(cast.officer, interview_id=interview.pk)
    shown = interview_summary_for(cast.officer, interview.pk)
    assert (shown.resume_at, shown.answered, shown.person.name) == ("offer", 9, "Siti Aminah")
    assert shown.section("who_you_are").progress.skipped


def test_a_skipped_section_can_be_taken_up_again(cast, interview):
    skip_section(cast.officer, interview_id=interview.pk, section="harm")
    skip_section(cast.officer, interview_id=interview.pk, section="harm", skip=False)
    assert not interview_summary_for(cast.officer, interview.pk).section("harm").progress.skipped
    with pytest.raises(NotFound):
        skip_section(cast.officer, interview_id=interview.pk, section="no-such-section")


def test_finishing_leads_to_the_assessment_and_can_be_taken_back(cast, case, interview, say):
    finish_interview(cast.officer, interview_id=interview.pk)
    finish_interview(cast.officer, interview_id=interview.pk)
    assert open_codes(cast.officer, case) == {"assess_answers"}
    with pytest.raises(InterviewFinished):
        say("violence", "no")
    resume_interview(cast.officer, interview_id=interview.pk)
    say("violence", "no")
    assert open_codes(cast.officer, case) == {"continue_interview"}


def test_starting_an_interview_does_the_task_that_asked_for_one(cast, case):
    add_task(cast.officer, case_id=case.pk, code="interview")
    start_interview(cast.officer, case_id=case.pk, language="id")
    assert open_codes(cast.officer, case) == {"continue_interview"}


def test_sending_the_start_twice_opens_one_interview(cast, case):
    for _ in range(2):
        start_interview(cast.officer, case_id=case.pk, language="id", once="form-1")
    assert len(interviews_for(cast.officer, case.pk)) == 1


def test_a_language_must_be_one(cast, case):
    with pytest.raises(Invalid):
        start_interview(cast.officer, case_id=case.pk, language="<b>")


def test_whoever_does_not_hold_the_interview_finds_none(cast, case, interview, say):
    here = {"interview_id": interview.pk}
    with pytest.raises(NotFound):
        interview_summary_for(cast.colleague, interview.pk)
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.IDENTITY])
    for act in (pause_interview, resume_interview, finish_interview):
        with pytest.raises(NotFound):
            act(cast.colleague, **here)
    with pytest.raises(NotFound):
        save_answer(cast.colleague, **here, item="ill", answer="yes")
    assert interviews_for(cast.colleague, case.pk) == ()
    timeline = case_page_for(cast.colleague, case.pk).timeline
    assert not [entry for entry in timeline if entry.kind.startswith("interview.")]
    with pytest.raises(NotAllowed):
        interview_summary_for(cast.desk, interview.pk)


def test_a_member_with_the_interview_but_not_the_identity_sees_no_name(cast, case, interview):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[Section.INTERVIEW])
    shown = interview_summary_for(cast.colleague, interview.pk)
    assert (shown.person, shown.age_guess) == (None, None)
    assert interview_summary_for(cast.officer, interview.pk).age_guess is not None


def test_every_look_and_every_answer_is_in_the_audit_without_what_was_said(cast, case, interview, say):
    say("violence", "yes", quotation="with a cable")
    interview_summary_for(cast.officer, interview.pk)
    entries = list(Entry.objects.filter(scope=case.pk, event__startswith="interview."))
    assert {entry.event for entry in entries} == {
        "interview.opened",
        "interview.changed",
        "interview.answered",
        "interview.read",
    }
    assert not [entry for entry in entries if "cable" in entry.text or "yes" in entry.text]


def test_what_was_said_lies_encrypted_in_the_database(cast, interview, say):
    say("violence", "yes", quotation="with a cable")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pulang.kind', 'system', true)")
        cursor.execute("SELECT row_to_json(a)::text FROM identification_interviewanswer a")
        answers = cursor.fetchall()
        cursor.execute("SELECT row_to_json(i)::text FROM identification_interview i")
        interviews = cursor.fetchall()
    assert answers
    assert b"with a cable".hex() not in answers[0][0]
    assert b'"answer":"yes"'.hex() not in answers[0][0]
    assert "Rina" not in interviews[0][0]


def test_an_interview_and_its_consent_are_of_one_case(cast, case, interview):
    from django.db.utils import IntegrityError

    from pulang.db.context import acting_as
    from tests.identification.conftest import make_case

    other = make_case(cast.officer, "Dewi")
    with pytest.raises(IntegrityError), acting_as(cast.officer):
        Interview.objects.filter(pk=interview.pk).update(case=other)
    with acting_as(cast.officer):
        assert Consent.objects.filter(case=case).count() == 2
