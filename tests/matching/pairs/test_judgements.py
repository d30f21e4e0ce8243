"""Pairs are found, judged and taken back; a rejected pair stays rejected until new evidence comes."""

from dataclasses import replace

import pytest
from django.db import connection

from pulang.access.grants import grant_access
from pulang.access.models import Agency
from pulang.access.permissions import Section
from pulang.audit.limits import OPENING
from pulang.audit.models import Entry
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound
from pulang.lib.ids import new_id
from pulang.matching.pairs.actions import judge_pair, look_at_everybody, look_for_pairs, take_back
from pulang.matching.pairs.errors import NotJudged
from pulang.matching.pairs.models import Judgement, Pair
from pulang.matching.pairs.queries import count_pairs, pair_for, pairs_for
from pulang.persons.actions import change_person, merge_persons, register_person, split_persons
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft
from pulang.persons.models import Person
from pulang.persons.queries import person_for
from tests.cast import make_actor

PHONE = ContactDraft("phone", "+6289990001000", "mother")
SITI = PersonDraft(name="Siti Aminah", birth_date="17/08/1995", contacts=(PHONE,))
SITTI = PersonDraft(name="Sitti Aminah", birth_date="1996", contacts=(PHONE,))


def look(*people):
    with acting_as(system("test")):
        ids = [person.pk for person in people] or list(Person.objects.values_list("pk", flat=True))
    return look_for_pairs(system("test"), person_ids=ids)


def register(actor, *drafts):
    people = [register_person(actor, draft=draft) for draft in drafts]
    look(*people)
    return people


def rewrite(actor, person, **changes):
    seen = person_for(actor, person.pk)
    changed = change_person(actor, person_id=person.pk, version=seen.version, draft=replace(seen.draft, **changes))
    look(person)
    return changed


def judge(actor, verdict="different", **more):
    (row,) = pairs_for(actor).rows
    return judge_pair(actor, pair_id=row.id, verdict=verdict, version=row.version, **more)


def waiting(actor):
    return len(pairs_for(actor).rows)


def state():
    with acting_as(system("test")):
        return Pair.objects.get().state


@pytest.fixture
def pair(cast):
    register(cast.officer, SITI, SITTI)
    (row,) = pairs_for(cast.officer).rows
    return row


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (SITI, SITTI, ("likely", "phone", "name")),
        (SITI, replace(SITI, contacts=()), ("likely", "born", "name")),
        (
            PersonDraft(name="Moh. Djoko Soesilo", birth_date="1997"),
            PersonDraft(name="Joko Susilo Muhammad", birth_date="1997-03-08"),
            ("likely", "name"),
        ),
        (
            PersonDraft(name="Djoko Tjokrosoedarmo", birth_date="1997"),
            PersonDraft(name="Joko Cokrosudarma", birth_date="1997"),
            ("possible",),
        ),
        (
            PersonDraft(name="Rina", papers=(PaperDraft("passport", "B1234567"),), birth_date="1997"),
            PersonDraft(name="Rina", papers=(PaperDraft("passport", "B1234576"),), birth_date="1997"),
            ("likely", "name"),
        ),
        (
            replace(SITI, birth_date="1995", contacts=()),
            PersonDraft(name="Siti Aminah", birth_date="1995"),
            ("possible", "name"),
        ),
        (SITI, PersonDraft(name="Rina", contacts=(PHONE,)), None),
        (SITI, PersonDraft(name="Rina", birth_date="17/08/1995"), None),
    ],
    ids=[
        *("phone and name", "name and day", "spelling", "only alike", "paper but for two figures"),
        *("a common name and year", "only a phone", "only a date"),
    ],
)
def test_a_pair_is_found_by(cast, one, other, reasons):
    register(cast.officer, one, other)
    assert [row.reasons for row in pairs_for(cast.officer).rows] == ([reasons] if reasons else [])


def test_registering_leaves_a_job_that_finds_the_pair(cast):
    register_person(cast.officer, draft=SITI)
    register_person(cast.officer, draft=SITTI)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'pairs.find'")
        jobs = cursor.fetchall()
    assert len(jobs) == 2
    assert look() == 1
    assert look() == 0, "looking again finds nothing new"


def test_everybody_is_looked_at_some_at_a_time(cast, monkeypatch):
    monkeypatch.setattr("pulang.matching.pairs.actions.look.BATCH", 2)
    for draft in (SITI, SITTI, PersonDraft(name="Rina"), replace(SITI, contacts=())):
        register_person(cast.officer, draft=draft)
    heard = []
    assert look_at_everybody(system("test"), say=lambda done, fresh: heard.append((done, fresh))) == 2
    assert [done for done, _ in heard] == [2, 4]
    assert look_at_everybody(system("test")) == 0


def test_a_phone_that_many_share_pairs_nobody(cast):
    names = ("Budi", "Agus", "Joko", "Eko", "Rudi", "Dimas", "Bayu")
    register(cast.officer, *(PersonDraft(name=name, contacts=(PHONE,)) for name in names))
    assert waiting(cast.officer) == 0


def test_a_name_that_very_many_share_pairs_nobody(cast):
    register(cast.officer, *[PersonDraft(name="Siti", birth_date="1995")] * 5)
    assert waiting(cast.officer) == 0


def test_the_claims_add_up_to_the_score(cast, pair):
    seen = pair_for(cast.officer, pair.id)
    assert sum(claim.weight for claim in seen.claims) == pytest.approx(seen.score)
    assert {"phone_equal", "word_spelling"} <= {claim.code for claim in seen.claims}


def test_two_sexes_warn(cast):
    register(cast.officer, replace(SITI, sex="female"), replace(SITI, sex="male"))
    (row,) = pairs_for(cast.officer).rows
    assert pair_for(cast.officer, row.id).conflicts == ("sex_conflict",)


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_a_judgement_says_who_when_and_why(cast, pair, verdict):
    judge(cast.officer, verdict, reason="The mother knows both.")
    seen = pair_for(cast.officer, pair.id)
    (said,) = seen.judgements
    assert (said.verdict, said.reason, said.officer) == (verdict, "The mother knows both.", cast.officer.name)
    assert (seen.state, seen.mine) == (verdict, True)
    assert [row.id for row in pairs_for(cast.officer, state=verdict).rows] == [pair.id]
    queue = pairs_for(cast.officer)
    assert (queue.waiting, queue.decided, queue.last.id) == (0, 1, pair.id)


def test_the_reason_is_not_readable_in_the_database(cast, pair):
    judge(cast.officer, reason="The mother knows both.")
    with acting_as(cast.officer):
        row = Judgement.objects.values().get()
    assert b"mother" not in row["reason"]
    assert {len(digest) for digest in row["low_evidence"]} == {16}


def test_a_judgement_is_never_changed_or_erased(cast, pair):
    judge(cast.officer)
    with acting_as(cast.officer):
        assert Judgement.objects.update(verdict="same") == 0
        assert Judgement.objects.all()._raw_delete("default") == 0
        assert Judgement.objects.get().verdict == "different"


def test_taking_back_is_a_further_line(cast, pair):
    judge(cast.officer)
    with pytest.raises(Conflict):
        take_back(cast.officer, pair_id=pair.id, version=1)
    take_back(cast.officer, pair_id=pair.id, version=2)
    seen = pair_for(cast.officer, pair.id)
    assert (seen.state, [said.verdict for said in seen.judgements]) == ("open", ["taken_back", "different"])
    queue = pairs_for(cast.officer)
    assert (queue.decided, queue.last) == (0, None)
    with pytest.raises(NotJudged):
        take_back(cast.officer, pair_id=pair.id, version=3)


def test_nobody_takes_back_what_a_colleague_judged(cast, pair):
    judge(cast.officer)
    second = make_actor("second", cast.embassy, "protection")
    with pytest.raises(NotJudged):
        take_back(second, pair_id=pair.id, version=2)
    assert judge_pair(second, pair_id=pair.id, verdict="same", version=2).verdict == "same"
    assert pairs_for(cast.officer).last is None, "the colleague's judgement is the last"


def test_a_pair_that_was_judged_meanwhile_is_not_judged_unseen(cast, pair):
    judge(cast.officer)
    with pytest.raises(Conflict):
        judge_pair(cast.officer, pair_id=pair.id, verdict="same", version=1)


def test_a_button_pressed_twice_judges_once(cast, pair):
    for _ in range(2):
        judge_pair(cast.officer, pair_id=pair.id, verdict="same", version=1, once="token")
    assert len(pair_for(cast.officer, pair.id).judgements) == 1


@pytest.mark.parametrize("verdict", ["", "perhaps", "taken_back"])
def test_a_verdict_is_one_of_three(cast, pair, verdict):
    with pytest.raises(Invalid):
        judge(cast.officer, verdict)


NEW = {
    "paper": {"papers": (PaperDraft("passport", "B1234567"),)},
    "phone": {"contacts": (PHONE, ContactDraft("phone", "+6289990002000"))},
    "name": {"other_names": (NameDraft("alias", "Nur"),)},
    "birth date": {"birth_date": "16/08/1995"},
}
NOTHING_NEW = {
    "another spelling of the name": {"name": "Sitti Aminah"},
    "a description": {"description": "Small."},
    "a birth place": {"birth_place": "Medan"},
    "a paper's state": {"papers": (PaperDraft("passport", "c 765 4321", state="held"),)},
}


@pytest.mark.parametrize("verdict", ["different", "unsure"])
@pytest.mark.parametrize("what", NEW)
@pytest.mark.parametrize("side", [0, 1])
def test_a_rejected_pair_comes_back_with_a_new(cast, what, side, verdict):
    people = register(cast.officer, SITI, SITTI)
    judge(cast.officer, verdict)
    rewrite(cast.officer, people[side], **NEW[what])
    (row,) = pairs_for(cast.officer).rows
    assert row.reopened
    assert len(pair_for(cast.officer, row.id).judgements) == 1, "the judgement stays"


@pytest.mark.parametrize("what", NOTHING_NEW)
def test_a_rejected_pair_stays_rejected_with(cast, what):
    paper = PaperDraft("passport", "C7654321", state="taken")
    first, _ = register(cast.officer, replace(SITI, papers=(paper,)), SITTI)
    judge(cast.officer)
    rewrite(cast.officer, first, **NOTHING_NEW[what])
    assert waiting(cast.officer) == 0
    assert state() == "different"


def test_what_was_taken_away_and_put_back_is_not_new(cast):
    first, _ = register(cast.officer, SITI, SITTI)
    judge(cast.officer)
    rewrite(cast.officer, first, contacts=())
    rewrite(cast.officer, first, contacts=(PHONE,))
    assert state() == "different"


def test_a_pair_judged_the_same_does_not_come_back(cast):
    first, _ = register(cast.officer, SITI, SITTI)
    judge(cast.officer, "same")
    rewrite(cast.officer, first, **NEW["paper"])
    assert state() == "same"


def test_a_pair_lapses_when_nothing_speaks_for_it_any_more(cast):
    first, _ = register(cast.officer, SITI, SITTI)
    rewrite(cast.officer, first, contacts=())
    assert (waiting(cast.officer), state()) == (0, "lapsed")
    rewrite(cast.officer, first, contacts=(PHONE,))
    assert waiting(cast.officer) == 1


def merge(actor, kept, gone):
    versions = (person_for(actor, one.pk).version for one in (kept, gone))
    kept_version, gone_version = versions
    return merge_persons(
        actor, kept_id=kept.pk, gone_id=gone.pk, kept_version=kept_version, gone_version=gone_version
    )


def test_a_pair_that_became_one_is_gone_and_returns_when_parted(cast):
    first, second = register(cast.officer, SITI, SITTI)
    judge(cast.officer, "same")
    made = merge(cast.officer, first, second)
    look()
    assert pairs_for(cast.officer, state="same").rows == ()
    split_persons(
        cast.officer, merge_id=made.pk, version=person_for(cast.officer, first.pk).version, reason="Sisters."
    )
    look()
    assert len(pairs_for(cast.officer, state="same").rows) == 1


def test_who_was_rejected_stays_rejected_after_one_of_both_was_joined(cast):
    first, twin = register(cast.officer, SITI, SITTI)
    judge(cast.officer)
    (third,) = register(cast.officer, PersonDraft(name="Siti A.", birth_date="~1995"))
    merge(cast.officer, third, first)
    assert look() == 1, "her new name is new evidence"
    (row,) = pairs_for(cast.officer).rows
    judge(cast.officer)
    assert look() == 0
    assert {row.left.id, row.right.id} == {third.pk, twin.pk}


def test_only_who_holds_both_records_sees_the_pair(cast):
    first = register_person(cast.officer, draft=SITI)
    register_person(cast.desk, draft=SITTI)
    look()
    assert (waiting(cast.officer), waiting(cast.desk), count_pairs(cast.officer)) == (0, 0, 0)
    with acting_as(system("test")):
        pair_id = Pair.objects.get().pk
    for act in (
        lambda: pair_for(cast.officer, pair_id),
        lambda: judge_pair(cast.officer, pair_id=pair_id, verdict="same", version=1),
        lambda: take_back(cast.officer, pair_id=new_id(), version=1),
    ):
        with pytest.raises(NotFound):
            act()
    grant_access(cast.officer, scope=first.pk, agency=cast.police, sections=[Section.IDENTITY])
    assert waiting(cast.colleague) == 0
    grant_access(
        cast.officer, scope=first.pk, agency=Agency.objects.get(pk=cast.desk.agency_id), sections=[Section.IDENTITY]
    )
    assert waiting(cast.desk) == 1


def test_who_holds_one_of_both_learns_whom_to_ask_and_no_more(cast):
    first = register_person(cast.officer, draft=SITI)
    register_person(cast.desk, draft=SITI)
    look()
    (told,) = pairs_for(cast.officer).elsewhere
    assert (told.person.id, told.agency) == (first.pk, "Ncb")
    assert pairs_for(cast.colleague).elsewhere == ()


def test_one_identifier_tells_a_stranger_nothing(cast):
    for actor in (cast.officer, cast.desk):
        register_person(actor, draft=PersonDraft(name="Siti Aminah", birth_date="1995"))
    look()
    assert pairs_for(cast.officer).elsewhere == ()


@pytest.mark.parametrize("who", ["shelter_worker", "analyst", "administrator", "data_protection"])
def test_these_roles_judge_nobody(cast, pair, who):
    actor = getattr(cast, who)
    for act in (
        lambda: pairs_for(actor),
        lambda: pair_for(actor, pair.id),
        lambda: judge_pair(actor, pair_id=pair.id, verdict="same", version=1),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_officer_does_not_send_the_job_herself(cast):
    with pytest.raises(NotAllowed):
        look_for_pairs(cast.officer, person_ids=[])


def test_the_queue_is_read_on_page_by_page(cast, monkeypatch):
    monkeypatch.setattr("pulang.matching.pairs.queries.queue.PAGE", 2)
    phones = [ContactDraft("phone", f"+62899900{number:05d}") for number in range(5)]
    for phone in phones:
        register(cast.officer, *(PersonDraft(name=name, contacts=(phone,)) for name in ("Budi", "Budhi")))
    found, place = [], ""
    for _ in range(3):
        queue = pairs_for(cast.officer, after=place)
        found += [row.id for row in queue.rows]
        place = queue.next
    assert (len(set(found)), place, queue.waiting) == (5, "", 5)
    first, second = pair_for(cast.officer, found[0]), pair_for(cast.officer, found[1])
    assert (first.before, first.next, second.before) == (None, found[1], found[0])
    assert len(pairs_for(cast.officer, after="nonsense").rows) == 2


def test_every_look_and_judgement_is_in_the_audit(cast, pair):
    pair_for(cast.officer, pair.id)
    judge(cast.officer)
    for event in ("pair.read", "pair.judged"):
        told = Entry.objects.filter(event=event, actor_id=cast.officer.id).values_list("scope", flat=True)
        assert set(told) == {pair.left.id, pair.right.id}
    assert OPENING["pair.read"] != OPENING["person.read"]
