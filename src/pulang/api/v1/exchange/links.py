"""How the links to partners stand: for programs, and for Prometheus with a token in its configuration."""

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.exchange.partners.knowing import links_for
from pulang.exchange.partners.links import LinkStatus

router = Router(tags=["links"])


class LinkOut(Schema):
    """`clock`: seconds that the partner's clock is ahead, null before its first answer. `quarantined`: what came
    and was not taken, by its code. `manifest`: of its keys, what we hold; `knows`: of ours, what it holds."""

    node: str
    name: str
    queued: int
    oldest_queued: datetime | None
    last_contact: datetime | None
    last_receipt: datetime | None
    last_error: str
    missing: int
    first_missing: int | None
    refused: int
    quarantined: dict[str, int]
    clock: float | None
    manifest: int
    knows: int
    own_manifest: int
    files: int
    file_bytes: int
    quota_messages: int
    quota_bytes: int
    quota_hit_at: datetime | None


@router.get("/links", response=list[LinkOut], summary="How the links to the partners stand")
@permitted(Permission.EXCHANGE_READ)
def links(request: ApiRequest) -> list[LinkOut]:
    return [LinkOut.model_validate(link.status) for link in links_for(request.auth)]


@router.get("/metrics", summary="The same for Prometheus", response={200: str})
@permitted(Permission.EXCHANGE_READ)
def metrics(request: ApiRequest) -> HttpResponse:
    registry = CollectorRegistry()
    gauges = {
        name: Gauge(f"pulang_link_{name}", text, ["node"], registry=registry) for name, text in MEASURES.items()
    }
    refused = Gauge("pulang_link_quarantined", "What came and was not taken", ["node", "code"], registry=registry)
    for link in links_for(request.auth):
        for name, value in _measured(link.status).items():
            gauges[name].labels(link.status.node).set(value)
        for code, count in link.status.quarantined.items():
            refused.labels(link.status.node, code).set(count)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


MEASURES = {
    "queued": "Messages that wait to leave",
    "oldest_queued_seconds": "Age of the oldest of them",
    "contact_age_seconds": "Since the last contact; NaN where there was none",
    "receipt_age_seconds": "Since the last receipt; NaN where there was none",
    "missing": "Numbers that have not come yet",
    "refused": "Messages that the partner refused",
    "clock_ahead_seconds": "How far the partner's clock is ahead; NaN where it is not known",
    "manifest": "Number of the partner's statement of keys that is held here",
    "manifest_behind": "How many of our statements of keys the partner does not hold",
    "files": "Files on their way",
    "file_bytes": "Bytes of them that are to come",
    "quota_messages_ratio": "Part of the hour's messages that was used",
    "quota_bytes_ratio": "Part of the hour's bytes that was used",
    "up": "1 where the last try to reach the partner did not fail",
}


def _measured(status: LinkStatus) -> dict[str, float]:
    messages, size = status.quota_limits
    return {
        "queued": status.queued,
        "oldest_queued_seconds": _age(status.oldest_queued) if status.oldest_queued else 0.0,
        "contact_age_seconds": _age(status.last_contact),
        "receipt_age_seconds": _age(status.last_receipt),
        "missing": status.missing,
        "refused": status.refused,
        "clock_ahead_seconds": float("nan") if status.clock is None else status.clock,
        "manifest": status.manifest,
        "manifest_behind": status.own_manifest - status.knows,
        "files": status.files,
        "file_bytes": status.file_bytes,
        "quota_messages_ratio": status.quota_messages / messages,
        "quota_bytes_ratio": status.quota_bytes / size,
        "up": float(not status.last_error),
    }


def _age(at: datetime | None) -> float:
    return (timezone.now() - at).total_seconds() if at else float("nan")
