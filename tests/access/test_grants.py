"""Need-to-know: what is not granted is not there, for the code and for the database."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from pulang.access.errors import GrantTooWide
from pulang.access.grants import end_access, grant_access, held_sections, open_scope
from pulang.access.models import Grant
from pulang.access.permissions import Section
from pulang.audit.models import Entry
from pulang.db.context import acting_as
from pulang.lib.errors import NotAllowed, NotFound
from pulang.lib.ids import new_id
from tests.cast import Cast


@pytest.fixture
def scope(cast: Cast):
    scope = new_id()
    with acting_as(cast.officer):
        open_scope(cast.officer, scope=scope, agency_id=cast.embassy.pk)
    return scope


def test_whoever_opens_holds_every_section(cast, scope):
    with acting_as(cast.officer):
        assert set(held_sections(cast.officer, scope)) == set(Section)


def test_without_a_grant_the_scope_is_not_there(cast, scope):
    with pytest.raises(NotFound):
        grant_access(cast.colleague, scope=scope, agency=cast.police, sections=[Section.WORK])


def test_a_grant_lets_in_for_its_sections_only(cast, scope):
    grant_access(cast.officer, scope=scope, agency=cast.police, sections=[Section.WORK, Section.POLICE])
    with acting_as(cast.colleague):
        assert set(held_sections(cast.colleague, scope)) == {Section.WORK, Section.POLICE}


def test_nobody_hands_on_what_she_does_not_hold(cast, scope):
    grant_access(cast.officer, scope=scope, agency=cast.police, sections=[Section.WORK])
    with pytest.raises(GrantTooWide):
        grant_access(cast.colleague, scope=scope, agency=cast.police, sections=[Section.IDENTITY])


def test_nobody_hands_on_for_longer_than_she_holds(cast, scope):
    late = timezone.now() + timedelta(days=200)
    with pytest.raises(GrantTooWide):
        grant_access(cast.officer, scope=scope, agency=cast.police, sections=[Section.WORK], until=late)


def test_a_grant_to_one_officer_is_hers_alone(cast, scope):
    grant_access(
        cast.officer, scope=scope, agency=cast.police, sections=[Section.WORK], officer_id=cast.colleague.id
    )
    with acting_as(cast.colleague):
        assert held_sections(cast.colleague, scope)
    other = type(cast.colleague)(kind=cast.colleague.kind, id=new_id(), agency_id=cast.police.pk)
    with acting_as(other):
        assert not held_sections(other, scope)


def test_an_ended_grant_is_over_at_once(cast, scope):
    grant = grant_access(cast.officer, scope=scope, agency=cast.police, sections=[Section.WORK])
    end_access(cast.officer, scope=scope, grant_id=grant.pk)
    with acting_as(cast.colleague):
        assert not held_sections(cast.colleague, scope)


def test_a_role_without_the_permission_grants_nothing(cast, scope):
    with pytest.raises(NotAllowed):
        grant_access(cast.administrator, scope=scope, agency=cast.police, sections=[Section.WORK])


def test_the_database_refuses_case_rights_for_administration(cast, scope):
    with pytest.raises(Error, match="hold no case rights"), acting_as(cast.officer):
        open_scope(cast.officer, scope=scope, agency_id=cast.administrator.agency_id)


def test_the_database_refuses_a_widened_grant(cast, scope):
    with pytest.raises(Error, match="never changed"), acting_as(cast.officer):
        Grant.objects.filter(scope=scope).update(sections=["work"])


def test_the_database_refuses_a_grant_in_another_name(cast, scope):
    with pytest.raises(Error, match="names the officer"), acting_as(cast.officer):
        Grant.objects.create(
            scope=scope,
            agency=cast.embassy,
            sections=["work"],
            granted_by=cast.colleague.id,
            until=timezone.now(),
        )


def test_without_an_actor_no_grant_is_visible(cast, scope):
    with transaction.atomic():
        assert Grant.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_grant")
        assert cursor.fetchone() == (0,)


def test_granting_and_ending_leave_their_words_in_the_audit(cast, scope):
    grant = grant_access(cast.officer, scope=scope, agency=cast.police, sections=[Section.WORK])
    end_access(cast.officer, scope=scope, grant_id=grant.pk)
    words = list(Entry.objects.filter(scope=scope).order_by("id").values_list("event", flat=True))
    assert words == ["access.granted", "access.granted", "access.ended"]
