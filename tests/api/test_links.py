"""How the links stand, for programs and for Prometheus."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pulang.access.models import AgencyKind
from pulang.exchange.inbox.receiving import receive
from tests.api.test_cases import Caller
from tests.cast import make_actor, make_agency
from tests.exchange.partner import NODE, partner_of


@pytest.fixture
def partner(committed_cast):
    return partner_of(committed_cast)


@pytest.fixture
def watcher(committed_cast) -> Caller:
    """Monitoring: its token reads how the links stand, and nothing of a case."""
    return Caller(make_actor("watcher", make_agency("watch", AgencyKind.MINISTRY), "monitor"))


def test_monitoring_reads_how_each_link_stands(watcher, partner):
    receive(partner.peer, [partner.note(), b"nonsense"])
    (link,) = watcher.get("/links").json()
    assert (link["node"], link["queued"], link["missing"]) == (NODE, 0, 0)
    assert list(link["quarantined"].values()) == [1]


def test_prometheus_reads_the_same_with_a_token(watcher, partner):
    receive(partner.peer, [partner.note(), b"nonsense"])
    answer = watcher.get("/metrics")
    assert answer["Content-Type"].startswith("text/plain")
    found = {family.name: family.samples for family in text_string_to_metric_families(answer.content.decode())}
    assert found["pulang_link_queued"][0].labels == {"node": NODE}
    assert found["pulang_link_quarantined"][0].value == 1
    assert 0 < found["pulang_link_quota_messages_ratio"][0].value < 1


def test_an_officer_without_the_right_reads_nothing(committed_cast, partner):
    assert Caller(committed_cast.officer).get("/metrics").status_code == 403


def test_monitoring_sees_no_case(watcher, partner):
    assert watcher.get("/cases").status_code == 403
