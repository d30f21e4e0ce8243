"""Kinds of messages that are a form: what must be in them before they leave, who approves, what they do there."""

import pytest

from pulang.cases.actions import open_case, send_about, share_case
from pulang.cases.errors import AlreadySent, FourEyesMissing, NotShared, SameAuthor
from pulang.cases.models import Case, Task
from pulang.cases.ownership.queries import copies_for
from pulang.cases.rules.kinds import forms_of_kinds
from pulang.cases.rules.notices import missing_for_notice
from pulang.cases.written.actions import decide_draft, draft_message
from pulang.db.context import acting_as
from pulang.exchange.actions import pseudonym
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Message
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotFound, Problems
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from tests.cast import make_actor
from tests.exchange.partner import asks, partner_of

NODE = "ncb-phnom-penh"
YELLOW = {
    "colour": "yellow",
    "recorded": True,
    "unknown": True,
    "no_privacy_law": True,
    "family_name": "Aminah",
    "forename": "Siti",
    "sex": "female",
    "birth_year": "1999",
    "photo": True,
}
DIFFUSION = {"aim": "locate", "text": "Last seen in Bavet."}


@pytest.fixture
def partner(cast):
    return partner_of(cast)


@pytest.fixture
def case(cast, partner) -> Case:
    draft = PersonDraft(name="Siti Aminah", papers=(PaperDraft("passport", "C1234567", "IDN"),))
    made = open_case(cast.officer, person_id=register_person(cast.officer, draft=draft).pk)
    share_case(cast.officer, case_id=made.pk, to=NODE)
    return made


@pytest.mark.parametrize("kind", sorted(forms_of_kinds()))
def test_every_text_stands_in_three_languages(kind):
    form = forms_of_kinds()[kind]
    texts = [form.title, *(field.label for field in form.fields)]
    texts += [text for field in form.fields for text in (field.choices or {}).values()]
    assert all(text.keys() == {"en", "id", "km"} and all(text.values()) for text in texts)


def test_a_yellow_notice_with_the_least_that_is_needed_lacks_nothing():
    assert missing_for_notice(YELLOW) == []
    assert missing_for_notice({"colour": "blue"}) == []


@pytest.mark.parametrize("name", sorted(YELLOW.keys() - {"colour", "photo"}))
def test_each_thing_that_a_yellow_notice_lacks_is_named(name):
    assert [one.field for one in missing_for_notice({**YELLOW, name: ""})] == [name]


@pytest.mark.parametrize("trace", ["photo", "fingerprints", "dna", "description"])
def test_one_trace_or_a_description_is_enough_for_a_person_with_a_name(trace):
    without = {**YELLOW, "photo": False}
    assert [one.field for one in missing_for_notice(without)] == ["photo"]
    assert missing_for_notice({**without, trace: "x"}) == []


def test_of_an_unidentified_person_a_description_alone_is_not_enough():
    body = {"colour": "yellow", "recorded": True, "unknown": True, "minor": True, "unidentified": True}
    body |= {"sex": "female", "description": "Scar on the left hand."}
    assert [one.field for one in missing_for_notice(body)] == ["photo"]
    assert missing_for_notice({**body, "dna": True}) == []


def test_a_child_needs_no_word_on_privacy_law():
    assert missing_for_notice({**YELLOW, "no_privacy_law": False, "minor": True}) == []


def test_a_notice_that_lacks_something_does_not_leave(cast, case):
    before = {"case_id": case.pk, "to": NODE, "kind": "notice.request"}
    with pytest.raises(Problems) as lacking:
        send_about(cast.officer, **before, body={"colour": "yellow"})
    assert {one.field for one in lacking.value.problems} >= {"family_name", "birth_year", "recorded", "photo"}
    sent = send_about(cast.officer, **before, body=YELLOW)
    assert sent.obj["op"] == "create"
    assert {view.book.kind for view in copies_for(cast.officer, case.pk)} == {"case.share", "notice.request"}


def test_a_diffusion_leaves_only_with_a_second_officer(cast, case):
    with pytest.raises(FourEyesMissing):
        send_about(cast.officer, case_id=case.pk, to=NODE, kind="diffusion", body=DIFFUSION)
    draft = draft_message(cast.officer, case_id=case.pk, to=NODE, kind="diffusion", body=DIFFUSION)
    with pytest.raises(SameAuthor):
        decide_draft(cast.officer, draft_id=draft.pk, approve=True)
    with pytest.raises(NotFound):
        decide_draft(cast.colleague, draft_id=draft.pk, approve=True)
    second = make_actor("second", cast.embassy, "protection")
    sent = decide_draft(second, draft_id=draft.pk, approve=True)
    assert sent.officer["approvers"] == [pseudonym(cast.officer.id), pseudonym(second.id)]
    with pytest.raises(AlreadySent):
        decide_draft(second, draft_id=draft.pk, approve=True)
    with acting_as(cast.officer):
        assert not Task.objects.filter(case=case, code="approve_message", done_at=None).exists()


def test_what_was_put_away_never_leaves(cast, case):
    draft = draft_message(cast.officer, case_id=case.pk, to=NODE, kind="diffusion", body=DIFFUSION)
    assert decide_draft(cast.officer, draft_id=draft.pk, approve=False) is None
    with acting_as(system("test")):
        assert not Message.objects.filter(kind="diffusion").exists()


def test_only_what_needs_four_eyes_and_a_partner_that_holds_the_case_is_drafted(cast, case):
    with pytest.raises(Invalid):
        draft_message(cast.officer, case_id=case.pk, to=NODE, kind="note", body={"text": "x"})
    with pytest.raises(NotShared):
        draft_message(cast.officer, case_id=case.pk, to="ncb-bangkok", kind="diffusion", body=DIFFUSION)


@pytest.mark.parametrize("approvers", [[], ["abc"], ["abc", "abc"]])
def test_a_diffusion_of_fewer_than_two_officers_is_refused_here(partner, case, approvers):
    fields = partner.fields(type="diffusion", body={**DIFFUSION, "case": str(case.uid)})
    fields["officer"]["approvers"] = approvers
    receive(partner.peer, [partner.seal(fields)])
    with acting_as(system("test")):
        assert Message.objects.get(pk=fields["id"]).code == "four_eyes_missing"


@pytest.mark.parametrize("text", ["Siti was held there.", "Held: AMINAH.", "Passport c1234567 is with the boss."])
def test_intelligence_names_no_victim(cast, case, text):
    body = {"topic": "compound", "text": text}
    with pytest.raises(Invalid, match="names_the_victim"):
        send_about(cast.officer, case_id=case.pk, to=NODE, kind="intelligence.report", body=body)


def test_intelligence_without_a_name_leaves_without_the_case(cast, case):
    body = {"topic": "compound", "text": "Two guards at the gate.", "place": "Bavet"}
    sent = send_about(cast.officer, case_id=case.pk, to=NODE, kind="intelligence.report", body=body)
    assert sent.body == body


def test_a_pointer_names_reference_and_central_authority(cast, case):
    with pytest.raises(Problems) as lacking:
        send_about(cast.officer, case_id=case.pk, to=NODE, kind="mla.pointer", body={"state": "sent"})
    assert {one.field for one in lacking.value.problems} == {"reference", "authority"}


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("locate.request", {"question": "Where is she?"}, "answer_locate"),
        ("protection.request", {"question": "She is threatened.", "measure": "shelter"}, "answer_protection"),
        ("locate.answer", {"result": "safe"}, "read_answer"),
        ("mla.pointer", {"reference": "1/26", "authority": "Ministry", "state": "sent"}, "read_statement"),
    ],
)
def test_what_a_partner_says_is_a_task_for_who_works_on_the_case(cast, partner, case, kind, body, code):
    asks(partner, case, kind, **body)
    with acting_as(cast.officer):
        assert Task.objects.filter(case=case, code=code, done_at=None).exists()
