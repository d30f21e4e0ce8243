"""Officers are made, changed and shut out by administrators; everybody ends her own sessions and tokens."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import Error, transaction

from pulang.access.accounts.agencies import create_agency, rename_agency
from pulang.access.accounts.demo import create_demo_login
from pulang.access.accounts.directory import (
    agencies_for,
    agencies_to_work_with,
    agency_for,
    is_taken,
    officer_for,
    officers_for,
)
from pulang.access.accounts.language import set_language
from pulang.access.accounts.logins import note_failed_sign_in, note_second_factor
from pulang.access.accounts.officers import (
    change_officer,
    create_officer,
    deactivate_officer,
    reactivate_officer,
    reset_sign_in,
)
from pulang.access.accounts.sessions import end_session, sessions_for
from pulang.access.models import Officer, Session
from pulang.access.tokens import actor_for_token, create_token, revoke_token, tokens_for
from pulang.audit.models import Entry
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotAllowed, NotFound, Problems
from pulang.lib.ids import new_id
from tests.web.world import add_app, officer_of, sign_in


def make_newcomer(cast, **changes):
    asked = {"username": "Newcomer", "name": "Newcomer", "agency_id": cast.police.pk, "role": "investigator"}
    return create_officer(cast.administrator, **{**asked, **changes})


def test_a_new_officer_has_a_password_to_change(cast):
    officer, password = make_newcomer(cast)
    found = Officer.objects.get(username="newcomer")
    assert found == officer
    assert found.check_password(password)
    assert found.must_change_password
    assert Entry.objects.filter(event="officer.created", actor_id=cast.administrator.id).exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"username": ""}, "required"),
        ({"username": "two words"}, "username_letters"),
        ({"username": "OFFICER"}, "username_taken"),
        ({"username": "x" * 61}, "too_long"),
        ({"name": "  "}, "required"),
        ({"name": "x" * 201}, "too_long"),
        ({"role": "administrator"}, "role_not_in_agency"),
        ({"role": "king"}, "role_not_in_agency"),
        ({"agency_id": new_id()}, "required"),
    ],
)
def test_what_cannot_be_an_officer_is_refused(cast, changes, code):
    with pytest.raises(Invalid) as refused:
        make_newcomer(cast, **changes)
    assert refused.value.code == code


def test_several_mistakes_are_told_together(cast):
    with pytest.raises(Problems) as refused:
        make_newcomer(cast, username="", name="")
    assert {problem.field for problem in refused.value.problems} == {"username", "name"}


def test_only_administrators_manage_officers(cast):
    for actor in (cast.officer, cast.data_protection, cast.desk):
        with pytest.raises(NotAllowed):
            deactivate_officer(actor, officer=cast.colleague.id)


def test_an_administrator_does_not_change_herself(cast):
    me = cast.administrator
    with pytest.raises(NotAllowed):
        change_officer(me, officer=me.id, name="Me", agency_id=cast.police.pk, role="investigator")
    with pytest.raises(NotAllowed):
        reset_sign_in(me, officer=me.id)


def test_a_closed_account_is_out_everywhere(cast):
    sign_in(cast.officer)
    _token, text = create_token(cast.officer, label="a program")
    deactivate_officer(cast.administrator, officer=cast.officer.id)
    assert not Session.objects.filter(officer_id=cast.officer.id).exists()
    assert actor_for_token(text) is None
    reactivate_officer(cast.administrator, officer=cast.officer.id)
    assert Officer.objects.get(pk=cast.officer.id).is_active
    assert actor_for_token(text) is None


def test_a_new_role_begins_with_a_new_sign_in(cast):
    sign_in(cast.desk)
    change_officer(
        cast.administrator, officer=cast.desk.id, name="Desk", agency_id=cast.desk.agency_id, role="analyst"
    )
    assert not Session.objects.filter(officer_id=cast.desk.id).exists()


def test_resetting_takes_password_factor_and_sessions(cast):
    sign_in(cast.officer)
    password = reset_sign_in(cast.administrator, officer=cast.officer.id)
    officer = officer_of(cast.officer)
    assert officer.check_password(password)
    assert officer.must_change_password
    assert not Authenticator.objects.filter(user=officer).exists()
    assert not Session.objects.filter(officer_id=officer.pk).exists()


def test_the_database_too_keeps_administration_apart(cast):
    with pytest.raises(Error, match="not held in this kind"), transaction.atomic():
        Officer.objects.filter(pk=cast.administrator.id).update(agency_id=cast.police.pk)


def test_the_directory_finds_by_agency_and_part_of_the_name(cast):
    assert [officer.username for officer in officers_for(cast.administrator, text="leag")] == ["colleague"]
    assert [o.username for o in officers_for(cast.administrator, agency=cast.embassy.pk)] == ["officer"]
    assert is_taken(cast.administrator, username="officer")
    with pytest.raises(NotFound):
        officer_for(cast.administrator, officer=new_id())


def test_partners_are_not_managed_but_worked_with(cast):
    assert cast.partner not in agencies_for(cast.administrator)
    assert cast.partner in agencies_to_work_with(cast.officer)
    assert "it" not in {agency.code for agency in agencies_to_work_with(cast.officer)}
    with pytest.raises(NotFound):
        agency_for(cast.administrator, agency=cast.partner.pk)
    with pytest.raises(NotFound):
        rename_agency(cast.administrator, agency=cast.partner.pk, name="Ours", country="IDN")


def test_agencies_are_made_and_renamed(cast):
    agency = create_agency(cast.administrator, name="Rumah Aman Medan", kind="shelter", country="IDN")
    rename_agency(cast.administrator, agency=agency.pk, name="Rumah Aman Deli", country="IDN")
    assert agency_for(cast.administrator, agency=agency.pk).name == "Rumah Aman Deli"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "required"),
        ({"name": "Embassy"}, "agency_taken"),
        ({"kind": "peer"}, "agency_kind"),
        ({"country": "ID"}, "agency_country"),
    ],
)
def test_what_cannot_be_an_agency_is_refused(cast, changes, code):
    with pytest.raises(Invalid) as refused:
        create_agency(cast.administrator, **{"name": "New", "kind": "police", "country": "IDN", **changes})
    assert refused.value.code == code


def test_an_officer_ends_her_own_sessions_only(cast):
    sign_in(cast.officer)
    sign_in(cast.colleague)
    [theirs] = sessions_for(cast.colleague)
    with pytest.raises(NotFound):
        end_session(cast.officer, handle=theirs.handle)
    [mine] = sessions_for(cast.officer)
    end_session(cast.officer, handle=mine.handle)
    assert sessions_for(cast.officer) == []
    assert sessions_for(cast.colleague) == [theirs]


def test_a_token_is_the_officer_for_its_time(cast):
    token, text = create_token(cast.officer, label="a program", term=timedelta(days=1))
    found = actor_for_token(text)
    assert found is not None
    assert (found.id, found.permissions) == (cast.officer.id, cast.officer.permissions)
    assert text.encode() not in bytes(token.digest)
    revoke_token(cast.officer, token_id=token.pk)
    assert actor_for_token(text) is None
    assert tokens_for(cast.officer) == []


@pytest.mark.parametrize(("label", "days"), [("", 1), ("x" * 101, 1), ("fine", 0), ("fine", 91)])
def test_a_token_needs_a_label_and_an_end(cast, label, days):
    with pytest.raises(Invalid):
        create_token(cast.officer, label=label, term=timedelta(days=days))


def test_without_second_factor_tokens_end(cast):
    add_app(officer_of(cast.officer))
    _token, text = create_token(cast.officer, label="a program")
    note_second_factor(cast.officer, change="removed", kind="totp", any_left=False)
    assert actor_for_token(text) is None


def test_a_name_that_nobody_bears_is_not_kept(cast):
    note_failed_sign_in(system("web"), username="my secret password", factor="password")
    assert "secret" not in Entry.objects.latest("id").text


def test_the_language_is_remembered(cast):
    set_language(cast.officer, language="km")
    assert officer_of(cast.officer).language == "km"
    with pytest.raises(Invalid):
        set_language(cast.officer, language="xx")


def test_logins_that_everybody_knows_exist_in_a_demo_only(cast, settings):
    asked = {"username": "known", "name": "Known", "agency_id": cast.police.pk, "role": "investigator"}
    settings.DEMO = False
    with pytest.raises(NotAllowed):
        create_demo_login(system("demo"), **asked)
    settings.DEMO = True
    with pytest.raises(NotAllowed):
        create_demo_login(cast.administrator, **asked)
    login = create_demo_login(system("demo"), **asked)
    officer = Officer.objects.get(username="known")
    assert officer.check_password(login.password)
    assert not officer.must_change_password
    assert Authenticator.objects.filter(user=officer, type="totp").exists()
