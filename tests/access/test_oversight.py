"""Who opened what; and the limits that tell a scraper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.access.oversight import audit_lines, verify_audit
from pulang.access.watch import note_limit
from pulang.audit.errors import OpenedTooMany
from pulang.audit.events import Event
from pulang.audit.limits import check_opening
from pulang.audit.models import Entry
from pulang.audit.record import record
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotAllowed
from pulang.lib.ids import new_id


def test_lines_are_found_by_officer_scope_word_and_time(cast):
    scope = new_id()
    record(cast.officer, Event.CASE_READ, scope=scope, why="assigned")
    record(cast.colleague, Event.CASE_READ, scope=scope)
    record(cast.officer, Event.FILE_READ, scope=new_id())
    ask = cast.data_protection
    [line] = audit_lines(ask, username="Officer", about=str(scope))
    assert (line.officer, line.agency, line.why) == ("Officer", "Embassy", "assigned")
    assert {line.officer for line in audit_lines(ask, event="case.read")} == {"Officer", "Colleague"}
    assert audit_lines(ask, about=str(scope), until=timezone.now() - timedelta(hours=1)) == []
    recent = audit_lines(ask, about=str(scope), event="case.read", since=timezone.now() - timedelta(hours=1))
    assert len(recent) == 2


def test_looking_leaves_its_own_word(cast):
    audit_lines(cast.data_protection)
    assert Entry.objects.latest("id").event == "audit.read"


def test_pages_follow_each_other(cast):
    scope = new_id()
    for _ in range(5):
        record(cast.officer, Event.CASE_READ, scope=scope)
    first = audit_lines(cast.data_protection, about=str(scope), limit=3)
    rest = audit_lines(cast.data_protection, about=str(scope), limit=3, before=first[-1].id)
    assert [line.event for line in rest[-2:]] == ["case.read"] * 2
    assert not {line.id for line in first} & {line.id for line in rest}


def test_a_case_is_found_by_its_number(cast):
    scope = new_id()
    record(cast.officer, Event.CASE_OPENED, scope=scope, number="C-2026-0007")
    assert audit_lines(cast.data_protection, about="C-2026-0007")[0].scope == scope


@pytest.mark.parametrize("about", ["C-0000", "' OR 1=1 --", "<b>", "%", "x" * 60])
def test_what_nothing_bears_is_said(cast, about):
    with pytest.raises(Invalid):
        audit_lines(cast.data_protection, about=about)


def test_only_oversight_reads_the_audit(cast):
    for actor in (cast.officer, cast.administrator, cast.analyst):
        with pytest.raises(NotAllowed):
            audit_lines(actor)


def test_the_check_leaves_its_word(cast):
    assert verify_audit(cast.administrator).holds
    assert Entry.objects.latest("id").event == "audit.verified"


def open_people(actor, count):
    for _ in range(count):
        record(actor, Event.PERSON_READ, scope=new_id())


def test_the_31st_person_in_an_hour_is_not_opened(cast):
    open_people(cast.officer, 30)
    with pytest.raises(OpenedTooMany):
        open_people(cast.officer, 1)


def test_who_was_opened_already_stays_open(cast):
    first = new_id()
    record(cast.officer, Event.PERSON_READ, scope=first)
    open_people(cast.officer, 29)
    record(cast.officer, Event.PERSON_READ, scope=first)


def test_another_officer_is_counted_for_herself(cast):
    open_people(cast.officer, 30)
    open_people(cast.colleague, 30)


def test_a_new_hour_begins_anew_until_the_day_is_full(cast):
    open_people(cast.officer, 30)
    now = timezone.now()
    check_opening(cast.officer, new_id(), now + timedelta(hours=2))
    for _ in range(90):
        Entry.objects.bulk_create(
            [
                Entry(
                    at=now - timedelta(hours=3),
                    event=Event.PERSON_READ,
                    actor_kind="officer",
                    actor_id=cast.officer.id,
                    scope=new_id(),
                    text="{}",
                )
            ]
        )
    with pytest.raises(OpenedTooMany) as refused:
        check_opening(cast.officer, new_id(), now + timedelta(hours=2))
    assert refused.value.details == {"limit": 120, "hours": 24}


def test_jobs_and_partners_are_not_counted(cast):
    open_people(system("job"), 40)
    open_people(cast.peer, 40)


def test_reaching_the_limit_has_its_word(cast):
    note_limit(cast.officer, error=OpenedTooMany(limit=30, hours=1))
    assert Entry.objects.latest("id").event == "limit.reached"
