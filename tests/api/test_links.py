"""How the links stand, for programs and for Prometheus."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pulang.exchange.inbox import receive
from tests.api.test_cases import Caller
from tests.exchange.partner import NODE, partner_of


@pytest.fixture
def partner(committed_cast):
    return partner_of(committed_cast)


def test_an_administrator_reads_how_each_link_stands(committed_cast, partner):
    receive(partner.peer, [partner.note(), b"nonsense"])
    (link,) = Caller(committed_cast.administrator).get("/links").json()
    assert (link["node"], link["queued"], link["missing"]) == (NODE, 0, 0)
    assert list(link["quarantined"].values()) == [1]


def test_prometheus_reads_the_same_with_a_token(committed_cast, partner):
    receive(partner.peer, [partner.note(), b"nonsense"])
    answer = Caller(committed_cast.administrator).get("/metrics")
    assert answer["Content-Type"].startswith("text/plain")
    found = {family.name: family.samples for family in text_string_to_metric_families(answer.content.decode())}
    assert found["pulang_link_queued"][0].labels == {"node": NODE}
    assert found["pulang_link_quarantined"][0].value == 1
    assert 0 < found["pulang_link_quota_messages_ratio"][0].value < 1


def test_an_officer_without_the_right_reads_nothing(committed_cast, partner):
    assert Caller(committed_cast.officer).get("/metrics").status_code == 403
