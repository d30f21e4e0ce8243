"""Agreements: two officers of each node sign; ending one stops the traffic and asks what is still needed."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from pulang.access.models import AgencyKind
from pulang.cases.actions import open_case, share_case
from pulang.cases.actions.deadlines import watch_deadlines
from pulang.cases.models import Task
from pulang.crypto.signing import sign_jws
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.errors import AgreementMissing, PairingRefused
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Agreement, Message
from pulang.exchange.partners.agreements import (
    agreement_file,
    agreements_for,
    draft_agreement,
    end_agreement,
    put_draft_away,
    sign_draft,
    take_agreement,
)
from pulang.exchange.partners.pairing import AGREEMENT_TYPE, canonical
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
    ):
        with pytest.raises(PairingRefused) as refused:
            take_agreement(cast.administrator, signed=signed)
        assert refused.value.details["why"] == why


@pytest.mark.parametrize(
    "change", [{"kinds": []}, {"kinds": ["unheard.of"]}, {"reference": ""}, {"until": timezone.localdate()}]
)
def test_terms_that_cannot_be_are_refused_at_their_field(cast, partner, change):
    with pytest.raises((Invalid, Problems)):
        drafted(cast.administrator, **change)


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
