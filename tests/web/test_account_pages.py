"""Around the sign-in: set-up first, sessions that end, languages that stay, doors that are shut."""

import time

import pytest
from django.test import Client

from pulang.access.accounts.session_store import SEEN, STARTED, SessionStore
from pulang.access.accounts.sessions import sessions_for
from pulang.access.models import Officer, Session
from pulang.access.tokens import tokens_for
from pulang.audit.models import Entry
from tests.web.world import PASSWORD, complete_account, officer_of, sign_in

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(client, username="officer", password=PASSWORD):
    return client.post("/account/login/", {"login": username, "password": password})


def test_a_password_alone_opens_nothing(cast):
    complete_account(cast.officer)
    client = Client()
    assert enter(client)["Location"] == "/account/factor/enter/"
    assert client.get("/account/")["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "confirm-email/", "login/code/", "passkeys/signup/"]
)
def test_pages_that_are_not_used_do_not_exist(cast, path):
    assert Client().get(f"/account/{path}").status_code == 404
    assert sign_in(cast.officer).get(f"/account/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/account/", "/account/tokens/", "/account/passkeys/", "/account/factor/codes/new/"]
)
def test_a_given_password_must_be_changed_before_anything_else(cast, path):
    client = sign_in(cast.officer)
    Officer.objects.filter(pk=cast.officer.id).update(must_change_password=True)
    assert client.get(path)["Location"] == "/account/password/"


def test_a_new_password_ends_the_other_sessions(cast):
    complete_account(cast.officer)
    here, elsewhere = sign_in(cast.officer), sign_in(cast.officer)
    new = "orchard-violin-harbour"
    answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert Entry.objects.filter(event="password.changed", actor_id=cast.officer.id).exists()


@pytest.mark.parametrize("password", ["short", "password1234", "officer-2026"])
def test_a_weak_password_is_refused(cast, password):
    complete_account(cast.officer)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert sign_in(cast.officer).post("/account/password/", form).status_code == 200
    assert officer_of(cast.officer).check_password(PASSWORD)


def age(client, **seconds):
    session = SessionStore(client.session.session_key)
    session.update({key: int(time.time()) - ago for key, ago in seconds.items()})
    session.save()


@pytest.mark.parametrize(("idle", "old", "status"), [(590, 600, 200), (601, 601, 302), (0, 8 * 3600 + 1, 302)])
def test_a_session_ends_after_ten_idle_minutes_or_eight_hours(cast, idle, old, status):
    client = sign_in(cast.officer)
    client.get("/account/")
    age(client, **{SEEN: idle, STARTED: old})
    assert client.get("/account/").status_code == status


def test_a_session_that_was_ended_on_the_server_is_over(cast):
    here, elsewhere = sign_in(cast.officer), sign_in(cast.officer, headers={"user-agent": "Firefox Android"})
    here.get("/account/")
    elsewhere.get("/account/")
    page = here.get("/account/sessions/").content.decode()
    assert "Firefox, Android" in page
    handle = next(row.handle for row in sessions_for(cast.officer) if row.agent == "Firefox, Android")
    assert here.post("/account/sessions/end/", {"handle": handle}).status_code == 302
    assert elsewhere.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_the_page_of_sessions_gives_nobody_a_session(cast):
    client = sign_in(cast.officer)
    page = client.get("/account/sessions/").content.decode()
    assert Session.objects.get(officer_id=cast.officer.id).pk not in page


def test_wrong_passwords_lock_the_name_for_that_address(cast):
    complete_account(cast.officer)
    client = Client()
    answers = [enter(client, password="wrong").status_code for _ in range(5)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert enter(client).status_code == 429
    complete_account(cast.colleague)
    assert enter(client, username="colleague").status_code == 302
    assert Entry.objects.filter(event="login.failed").count() >= 5


def test_signing_in_and_out_has_its_words(cast):
    client = sign_in(cast.officer)
    client.post("/account/logout/")
    words = Entry.objects.filter(actor_id=cast.officer.id).order_by("id").values_list("event", flat=True)
    assert list(words)[-2:] == ["login.succeeded", "logout"]


def test_a_language_goes_with_the_officer(cast):
    client = sign_in(cast.officer)
    answer = client.post("/account/language/", {"language": "km", "next": "/account/"})
    assert answer["Location"] == "/account/"
    elsewhere = sign_in(cast.officer)
    assert '<html lang="km">' in elsewhere.get("/account/").content.decode()


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_language_does_not_lead_elsewhere(db, back):
    answer = Client().post("/account/language/", {"language": "id", "next": back})
    assert answer["Location"] == "/"


def test_a_token_is_shown_once(cast):
    client = sign_in(cast.officer)
    page = client.post("/account/tokens/", {"label": "a program", "days": "30"}).content.decode()
    assert "plg_" in page
    assert "plg_" not in client.get("/account/tokens/").content.decode()
    [token] = tokens_for(cast.officer)
    client.post(f"/account/tokens/{token.pk}/revoke/")
    assert tokens_for(cast.officer) == []


@pytest.mark.parametrize("form", [{}, {"label": "x" * 101, "days": "1"}, {"label": "x", "days": "1000"}])
def test_a_form_that_is_wrong_makes_no_token(cast, form):
    answer = sign_in(cast.officer).post("/account/tokens/", form)
    assert (answer.status_code, tokens_for(cast.officer)) == (422, [])


def test_secrets_of_second_factors_are_sealed(cast):
    secret = complete_account(cast.officer)
    from allauth.mfa.models import Authenticator

    assert secret not in str(Authenticator.objects.get(user_id=cast.officer.id).data)
