"""Pairs by plain requests: what is shown, judged, joined; and what stays hidden."""

import pytest

from pulang.access.grants import grant_access
from pulang.access.permissions import Section
from pulang.lib.actor import system
from pulang.matching.pairs.actions import judge_pair, look_for_pairs
from pulang.matching.pairs.queries import pairs_for
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.persons.queries import merges_for, person_for
from tests.web.world import sign_in


def row_of(cast, name):
    return next(row for row in pairs_for(cast.officer).rows if name in (row.left.name, row.right.name))


def text(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def pair(committed_cast, people):
    return row_of(committed_cast, "Moh. Djoko Soesilo")


def judge(client, pair, **given):
    sent = {"version": pair.version, "once": "t1", "verdict": "different", **given}
    return client.post(f"/pairs/{pair.id}/judge/", sent)


def test_differences_are_marked_word_by_word(officer, pair):
    shown = text(officer, f"/pairs/{pair.id}/")
    assert '<mark class="piece-alike">Soesilo</mark>' in shown
    assert '<mark class="piece-differs">S</mark>' in shown
    assert "0 of 3 decided" in shown
    for number in ("3171010803970002", "+6289990001000", "ID-"):
        assert number in shown


def test_a_judgement_leads_to_the_next_pair(officer, pair, committed_cast):
    answer = judge(officer, pair, reason="Their mothers differ.")
    assert answer.status_code == 302
    shown = text(officer, answer.url)
    assert "1 of 3 decided" in shown
    assert "Take it back" in shown
    assert "Their mothers differ." in text(officer, f"/pairs/{pair.id}/")


def test_a_button_pressed_twice_judges_once(officer, pair):
    addresses = {judge(officer, pair).status_code for _ in range(2)}
    assert addresses == {302}
    assert "1 of 3 decided" in text(officer, "/pairs/")


def test_who_was_slower_is_told_and_overwrites_nothing(officer, pair, committed_cast):
    judge_pair(committed_cast.officer, pair_id=pair.id, verdict="same", version=1)
    shown = officer.post(f"/pairs/{pair.id}/judge/", {"version": "1", "verdict": "different"}, follow=True)
    assert "Somebody changed this in the meantime" in shown.content.decode()
    assert [row.id for row in pairs_for(committed_cast.officer, state="same").rows] == [pair.id]


@pytest.mark.parametrize("given", [{"verdict": ""}, {"verdict": "perhaps"}, {"reason": "x" * 1001}])
def test_what_is_no_judgement_is_said(officer, pair, given):
    assert judge(officer, pair, **given).status_code == 422


def test_taking_back_what_nobody_judged_changes_nothing(officer, pair):
    shown = officer.post(f"/pairs/{pair.id}/take-back/", {"version": "1"}, follow=True).content.decode()
    assert "You have not judged this pair" in shown


def test_another_agency_sees_no_pair_and_whom_to_ask(people, committed_cast):
    cast = committed_cast
    theirs = register_person(cast.desk, draft=PersonDraft(name="Joko Susilo Muhammad", birth_date="8/3/1997"))
    look_for_pairs(system("test"), person_ids=[theirs.pk])
    desk = sign_in(cast.desk)
    shown = text(desk, "/pairs/")
    assert "No pair waits for you" in shown
    assert "Perhaps known at another agency" in shown
    assert cast.embassy.name in shown
    assert "JOKO SUSILO MUHAMMAD" not in shown
    assert str(people[1].pk) not in shown


def test_joining_lets_the_officer_say_which_value_holds(officer, pair, committed_cast):
    shown = text(officer, f"/pairs/{pair.id}/join/")
    assert "These agencies will see who it is: Embassy" in shown
    left, right = pair.left.id, pair.right.id
    sent = {
        "left_version": 1, "right_version": 1, "once": "t2",
        "kept": "right", "name": "left", "birth_date": "right", "birth_place": "left",
    }  # fmt: skip
    answer = officer.post(f"/pairs/{pair.id}/join/", sent)
    assert answer.url == f"/persons/{right}/"
    both = person_for(committed_cast.officer, right).draft
    assert (both.name, both.birth_date, both.birth_place) == ("Moh. Djoko Soesilo", "1997-03-08", "Medan")
    assert officer.get(f"/persons/{left}/").url == f"/persons/{right}/"
    (merge,) = merges_for(committed_cast.officer, right)
    assert f"/merges/{merge.id}/" in text(officer, f"/persons/{right}/")
    assert "As both stood before" in text(officer, f"/merges/{merge.id}/")
    assert officer.get(f"/pairs/{pair.id}/").status_code == 404, "they are one by now"


def test_a_stale_form_joins_nobody(officer, pair, committed_cast):
    sent = {"left_version": 7, "right_version": 1, "kept": "left", "name": "left", "birth_date": "left"}
    shown = officer.post(f"/pairs/{pair.id}/join/", sent, follow=True).content.decode()
    assert "Nothing was overwritten" in shown
    assert merges_for(committed_cast.officer, pair.left.id) == ()


def test_a_merge_is_not_there_for_another_agency(officer, pair, committed_cast, colleague):
    sent = {"left_version": 1, "right_version": 1, "kept": "left", "name": "left", "birth_date": "left"}
    officer.post(f"/pairs/{pair.id}/join/", sent)
    (merge,) = merges_for(committed_cast.officer, pair.left.id)
    for address in (f"/merges/{merge.id}/", f"/merges/{merge.id}/photo/", f"/persons/{pair.left.id}/"):
        assert colleague.get(address).status_code == 404
    grant_access(
        committed_cast.officer, scope=pair.left.id, agency=committed_cast.police, sections=[Section.IDENTITY]
    )
    shown = text(colleague, f"/merges/{merge.id}/")
    assert "As both stood before" in shown
    assert "Part the records again" not in shown, "her role does not part"


def test_hostile_names_are_only_text(officer, committed_cast):
    name = "<script>alert(1)</script> Siti"
    people = [
        register_person(committed_cast.officer, draft=PersonDraft(name=name, birth_date="1999")) for _ in "ab"
    ]
    look_for_pairs(system("test"), person_ids=[person.pk for person in people])
    shown = text(officer, "/pairs/")
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
