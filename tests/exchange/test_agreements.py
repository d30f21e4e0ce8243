"""Agreements: two officers of each node sign; ending one stops the traffic and asks what is still needed."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from pulang.access.models import AgencyKind
from pulang.audit.models import Entry
from pulang.cases.actions import open_case, share_case
from pulang.cases.actions.deadlines import watch_deadlines
from pulang.cases.models import Task
from pulang.crypto.signing import sign_jws
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.errors import AgreementMissing, PairingRefused
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Agreement, AgreementDraft, Message
from pulang.exchange.partners.agreements import (
    agreement_draft_for,
    agreement_file,
    agreement_for_ending,
    agreements_for,
    draft_agreement,
    end_agreement,
    put_draft_away,
    sign_draft,
    take_agreement,
)
from pulang.exchange.partners.knowing import links_for, partners_for
from pulang.exchange.partners.pairing import AGREEMENT_TYPE, canonical, new_terms
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotAllowed, NotFound, Problems
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.cast import make_actor, make_agency
from tests.exchange.partner import NODE
from tests.exchange.test_ownership import said


@pytest.fixture
def second(cast):
    return make_actor("admin-two", make_agency("it-two", AgencyKind.ADMINISTRATION), "administrator")


def drafted(actor, **more):
    """Terms as an administrator writes them; `more` replaces some."""
    terms = {
        "kinds": ["note", "nationality.request"],
        "purposes": ["protection"],
        "languages": ["en"],
        "deadlines": {"danger": 4},
        "retention_days": 100,
        "attachment_bytes": 5_000_000,
        "reference": "Memorandum of 2026 (invented)",
        "until": timezone.localdate() + timedelta(days=200),
    }
    return draft_agreement(actor, node=NODE, **{**terms, **more})


def signed_by_partner(partner, terms: dict) -> dict:
    token = sign_jws(canonical(terms), partner.signing, typ=AGREEMENT_TYPE).decode()
    return {"terms": terms, "signatures": {NODE: token}}


def test_two_officers_sign_and_with_the_partners_signature_it_is_in_force(cast, second, partner):
    draft = drafted(cast.administrator)
    with pytest.raises(NotFound):
        agreement_file(cast.administrator, draft.pk)
    sign_draft(cast.administrator, draft_id=draft.pk)
    with pytest.raises(PairingRefused, match="pairing_refused"):
        sign_draft(cast.administrator, draft_id=draft.pk)
    sign_draft(second, draft_id=draft.pk)
    file = json.loads(json.dumps(agreement_file(second, draft.pk)))
    assert set(file["signatures"]) == {settings.NODE.id}
    assert not Agreement.objects.filter(pk=draft.pk).exists()
    taken = take_agreement(second, signed=signed_by_partner(partner, file["terms"]))
    assert taken.in_force_at
    kept = Agreement.objects.get(pk=draft.pk)
    assert set(kept.signatures) == {settings.NODE.id, NODE}
    assert not agreements_for(cast.administrator).drafts


def test_the_partners_proposal_is_in_force_once_two_of_us_have_signed(cast, second, partner):
    theirs = drafted(cast.administrator)
    put_draft_away(cast.administrator, draft_id=theirs.pk)
    taken = take_agreement(cast.administrator, signed=signed_by_partner(partner, theirs.terms))
    sign_draft(cast.administrator, draft_id=taken.pk)
    assert not Agreement.objects.filter(pk=taken.pk).exists()
    assert sign_draft(second, draft_id=taken.pk).in_force_at
    assert Agreement.objects.filter(pk=taken.pk).exists()


def test_another_signature_other_terms_and_other_nodes_are_refused(cast, partner):
    draft = drafted(cast.administrator)
    altered = {**draft.terms, "retention_days": 36_500}
    good = signed_by_partner(partner, draft.terms)
    for signed, why in (
        ({**good, "terms": altered}, "terms_differ"),
        (signed_by_partner(partner, altered), "terms_differ"),
        ({**good, "signatures": {NODE: "x.y.z"}}, "signature_wrong"),
        (signed_by_partner(partner, {**draft.terms, "between": ["a", "b"]}), "not_between_us"),
        ({"terms": {}}, "agreement_broken"),
        (signed_by_partner(partner, {**draft.terms, "kinds": "note"}), "agreement_broken"),
        (signed_by_partner(partner, {**draft.terms, "until": "2026-02-31"}), "agreement_broken"),
    ):
        with pytest.raises(PairingRefused) as refused:
            take_agreement(cast.administrator, signed=signed)
        assert refused.value.details["why"] == why


TODAY = timezone.localdate


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"kinds": []}, "kinds", "required"),
        ({"kinds": ["note", "unheard.of"]}, "kinds", "not_a_choice"),
        ({"kinds": ["system.hello"]}, "kinds", "not_a_choice"),
        ({"purposes": []}, "purposes", "required"),
        ({"purposes": ["x" * 41]}, "purposes", "not_a_choice"),
        ({"reference": " "}, "reference", "required"),
        ({"until": TODAY()}, "until", "date_in_past"),
        ({"until": TODAY() + timedelta(days=3651)}, "until", "agreement_too_long"),
        ({"deadlines": {"danger": 0}}, "deadlines", "not_a_choice"),
        ({"retention_days": 0}, "retention_days", "not_a_choice"),
        ({"attachment_bytes": -1}, "attachment_bytes", "not_a_choice"),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(cast, partner, change, field, code):
    with pytest.raises((Invalid, Problems)) as refused:
        drafted(cast.administrator, **change)
    problems = getattr(refused.value, "problems", [refused.value])
    assert [(one.field, one.code) for one in problems] == [(field, code)]
    assert not AgreementDraft.objects.exists()


def test_terms_with_many_faults_name_them_all(cast, partner):
    with pytest.raises(Problems) as refused:
        drafted(cast.administrator, purposes=[], reference="", until=TODAY())
    assert [one.field for one in refused.value.problems] == ["purposes", "reference", "until"]


@pytest.mark.parametrize("days", [1, 3650])
def test_an_agreement_runs_from_a_day_to_ten_years(cast, partner, days):
    draft = drafted(cast.administrator, until=TODAY() + timedelta(days=days))
    assert draft.terms["until"] == (TODAY() + timedelta(days=days)).isoformat()


def test_a_draft_says_its_terms_in_full(cast, partner):
    draft = drafted(cast.administrator, kinds=["note", "diffusion"], languages=["km", "en"])
    assert draft.terms == {
        "id": str(draft.pk),
        "between": sorted([NODE, settings.NODE.id]),
        "kinds": ["diffusion", "note"],
        "purposes": ["protection"],
        "languages": ["en", "km"],
        "attachment_bytes": 5_000_000,
        "retention_days": 100,
        "deadlines": {"danger": 4},
        "until": (TODAY() + timedelta(days=200)).isoformat(),
        "reference": "Memorandum of 2026 (invented)",
    }
    unpaired = {"node": "ncb-elsewhere"}
    with pytest.raises(NotFound):
        draft_agreement(cast.administrator, **{**terms_of(draft), **unpaired})


def terms_of(draft: AgreementDraft) -> dict:
    said = {name: draft.terms[name] for name in ("kinds", "purposes", "languages", "deadlines", "reference")}
    more = {"retention_days": 100, "attachment_bytes": 1, "until": TODAY() + timedelta(days=2)}
    return {**said, **more}


def test_a_draft_shows_who_stands_behind_it(cast, second, partner):
    draft = drafted(cast.administrator)
    sign_draft(second, draft_id=draft.pk)

    def seen(actor) -> tuple:
        (view,) = agreements_for(actor).drafts
        assert view == agreement_draft_for(actor, draft.pk)
        return view.name, view.signed, view.by_you, view.ours, view.theirs

    assert seen(second) == ("Ncb Phnom Penh", 1, True, False, False)
    assert seen(cast.administrator) == ("Ncb Phnom Penh", 1, False, False, False)
    sign_draft(cast.administrator, draft_id=draft.pk)
    assert seen(second) == ("Ncb Phnom Penh", 2, True, True, False)


def test_those_that_run_stand_before_those_that_ran(cast, partner):
    day = timedelta(days=1)
    ended, over, runs, today = (uuid4() for _ in range(4))
    for pk, until, ended_at in (
        (ended, TODAY() + 400 * day, timezone.now()),
        (over, TODAY() - day, None),
        (runs, TODAY() + 300 * day, None),
        (today, TODAY(), None),
    ):
        Agreement.objects.create(
            id=pk, peer=partner.peer, terms=partner.agreement.terms, signatures={}, until=until, ended_at=ended_at
        )
    assert [one.pk for one in agreements_for(cast.administrator).kept] == [
        *(runs, partner.agreement.pk, today),
        *(ended, over),
    ]
    (link,) = links_for(cast.administrator)
    assert [terms.runs for terms in link.agreements] == [False, True, True, True, False]


def test_what_may_be_sent_to_a_partner_is_said_by_the_agreements_that_run(cast, partner):
    def seen(**more) -> tuple[frozenset[str], int]:
        (found,) = partners_for(cast.desk, **more)
        return found.kinds, found.file_bytes

    assert seen() == (frozenset({"note", "case.share"}), 0), "no size is agreed"
    assert seen(purpose="other") == (frozenset(), 0)
    for size, ended_at in ((2000, None), (3000, timezone.now()), (1000, None)):
        terms = {"kinds": ["diffusion"], "purposes": ["protection"], "attachment_bytes": size}
        until = timezone.localdate()
        more = {"terms": terms, "signatures": {}, "until": until, "ended_at": ended_at}
        Agreement.objects.create(id=uuid4(), peer=partner.peer, **more)
    assert seen() == (frozenset({"note", "case.share", "diffusion"}), 2000), "the largest of those that run"


def test_only_who_runs_the_node_drafts_signs_and_ends(cast, partner):
    draft = drafted(cast.administrator)
    for act in (
        lambda: drafted(cast.desk),
        lambda: sign_draft(cast.desk, draft_id=draft.pk),
        lambda: end_agreement(cast.desk, agreement_id=partner.agreement.pk, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_deadline_that_was_agreed_is_the_one_that_counts(cast, partner):
    partner.agreement.terms |= {"kinds": ["nationality.request"], "deadlines": {"danger": 4}}
    partner.agreement.save()
    body = {"case": "0198c0de-0000-7000-8000-000000000001", "question": "Is she yours?"}
    sent = send(cast.desk, to=NODE, kind="nationality.request", body=body, purpose="protection", due="danger")
    assert sent.reply_by - sent.created == timedelta(hours=4)


def test_ending_stops_both_directions_with_a_code_and_asks_what_is_still_needed(cast, partner):
    case = open_case(cast.desk, person_id=register_person(cast.desk, draft=PersonDraft(name="Siti")).pk)
    share_case(cast.desk, case_id=case.pk, to=NODE)
    end_agreement(cast.administrator, agreement_id=partner.agreement.pk, reason="The memorandum was not renewed.")
    with pytest.raises(AgreementMissing) as refused:
        send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    assert refused.value.code == "agreement_ended"
    (answer,) = receive(partner.peer, [partner.note()])
    assert (said(answer)["level"], said(answer)["code"]) == ("refused", "agreement_ended")
    watch_deadlines(system("deadlines"))
    with acting_as(system("test")):
        assert Task.objects.filter(case=case, code="review_copy", done_at=None).exists()
        assert not Message.objects.filter(outgoing=False, state="accepted").exists()


def test_each_step_of_an_agreement_is_in_the_audit(cast, second, partner):
    draft = drafted(cast.administrator)
    put_draft_away(cast.administrator, draft_id=drafted(cast.administrator).pk)
    sign_draft(cast.administrator, draft_id=draft.pk)
    sign_draft(second, draft_id=draft.pk)
    take_agreement(second, signed=signed_by_partner(partner, draft.terms))
    end_agreement(second, agreement_id=draft.pk, reason="Not renewed.")
    texts = Entry.objects.filter(event="peer.changed").order_by("id").values_list("text", flat=True)
    steps = [json.loads(text)["details"] for text in texts]
    of_this = [{name: each[name] for name in each if name not in ("peer", "agreement")} for each in steps]
    assert of_this == [
        {"drafted": True},
        {"drafted": True},
        {"put_away": True},
        {"officers": 1},
        {"signed": True},
        {"officers": 2},
        {"taken": True},
        {"kinds": ["nationality.request", "note"]},
        {"ended": True, "review": 1},
    ]
    assert AgreementDraft.objects.filter(in_force_at=None).count() == 0


def test_ending_needs_a_reason_and_is_done_once(cast, partner):
    with pytest.raises(Invalid, match="required"):
        end_agreement(cast.administrator, agreement_id=partner.agreement.pk, reason=" ")
    ended = end_agreement(cast.administrator, agreement_id=partner.agreement.pk, reason="Not renewed.")
    assert Agreement.objects.get().ended_because == ended.ended_because == "Not renewed."
    with pytest.raises(NotFound):
        end_agreement(cast.administrator, agreement_id=partner.agreement.pk, reason="Again.")
    with pytest.raises(NotFound):
        agreement_for_ending(cast.administrator, partner.agreement.pk)


def test_terms_that_nobody_chose_are_those_of_the_protocol():
    terms = new_terms(NODE, kinds=["note"], purposes=["protection"], until=TODAY(), reference="x")
    assert terms["deadlines"] == {"danger": 8, "urgent": 72, "normal": 168}
    assert (terms["languages"], terms["retention_days"]) == (["en", "id", "km"], 1825)
    assert terms["attachment_bytes"] == 2 * 1024**3
