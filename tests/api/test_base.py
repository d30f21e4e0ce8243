"""The API's frame: tokens, problems, limits, and a description that changes only on purpose."""

import json
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from pulang.access.models import Officer, Token
from pulang.access.tokens import create_token
from pulang.api.base import OfficerThrottle
from pulang.api.middleware import ProblemMiddleware
from tests.outage import database_away

ME = "/api/v1/me"


def token_of(actor):
    return create_token(actor, label="a program")[1]


def get(url=ME, token="", **options):
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return Client(headers=headers).get(url, **options)


def problem_of(answer):
    assert answer["Content-Type"] == "application/problem+json"
    body = json.loads(answer.content)
    assert body.keys() >= {"type", "status", "code", "title"}
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:pulang:problem:{body['code']}"
    assert answer["Cache-Control"]
    return body


def test_a_token_says_whose_it_is(cast):
    answer = get(token=token_of(cast.officer))
    assert answer.status_code == 200
    assert answer.json()["officer_id"] == str(cast.officer.id)
    assert answer.json()["permissions"] == sorted(cast.officer.permissions)


@pytest.mark.parametrize("token", ["", "plg_wrong", "' OR 1=1", "x" * 5000, "ប្រទេស"])
def test_without_a_valid_token_nothing_opens(db, token):
    answer = get(token=token)
    assert problem_of(answer)["code"] == "unauthorized"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_an_expired_token_is_none(cast):
    token = token_of(cast.officer)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert get(token=token).status_code == 401


def test_a_closed_account_has_no_token(cast):
    token = token_of(cast.officer)
    Officer.objects.filter(pk=cast.officer.id).update(is_active=False)
    assert get(token=token).status_code == 401


def test_a_session_is_no_token(cast):
    from tests.web.world import sign_in

    assert sign_in(cast.officer).get(ME).status_code == 401


@pytest.mark.parametrize(("url", "code"), [("/api/v1/nothing", "not_found"), ("/api/v1/", "not_found")])
def test_an_unknown_address_is_a_problem(db, url, code):
    assert problem_of(get(url))["code"] == code


def test_a_wrong_method_is_a_problem(db):
    answer = Client().delete(ME)
    assert problem_of(answer)["code"] == "method_not_allowed"
    assert "GET" in answer["Allow"]


def test_too_large_a_body_is_a_problem(db):
    answer = Client().generic("POST", ME, b"", "application/json", CONTENT_LENGTH=str(3 * 1024 * 1024))
    assert problem_of(answer)["status"] == 413


def test_an_outage_is_a_problem(cast):
    client = Client(raise_request_exception=False)
    with database_away():
        answer = client.get(ME, headers={"Authorization": "Bearer of nobody"})
    assert problem_of(answer)["code"] == "service_unavailable"
    assert answer["Retry-After"]


def test_a_defect_is_a_problem_without_its_text():
    defect = ProblemMiddleware(lambda request: HttpResponse("secret place", status=500))
    answer = defect(RequestFactory().get(ME))
    assert problem_of(answer)["code"] == "internal_server_error"
    assert b"secret" not in answer.content


def test_pages_are_left_as_they_are(db):
    assert Client().get("/nothing")["Content-Type"].startswith("text/html")


def test_an_officer_is_slowed_down_over_all_her_tokens(cast):
    throttle = OfficerThrottle("2/m")
    request = RequestFactory().get(ME)
    request.auth = cast.officer
    assert [throttle.allow_request(request) for _ in range(3)] == [True, True, False]
    request.auth = cast.colleague
    assert throttle.allow_request(request)
