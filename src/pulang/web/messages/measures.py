"""Clock, keys, files and quota of a link, in words."""

from datetime import timedelta
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pulang.exchange.inbox.receiving import CLOCK_DIFFERENCE
from pulang.exchange.partners.links import LinkStatus
from pulang.web.messages.words import moment

TOLD = timedelta(days=1)  # a quota that was reached is told so long
SOON = 60  # seconds of difference from which somebody should set a clock


def measures_of(status: LinkStatus) -> list[dict[str, Any]]:
    """For `definition_list.html`."""
    held = {"theirs": status.manifest, "knows": status.knows, "ours": status.own_manifest}
    messages, size = status.quota_limits
    used = {
        "messages": number_format(status.quota_messages),
        "most": number_format(messages),
        "size": filesizeformat(status.quota_bytes),
        "largest": filesizeformat(size),
    }
    return [
        {"term": _("Clock of the partner"), "value": _clock(status), "note": _clock_advice(status)},
        {
            "term": _("Statements of keys"),
            "value": _("we hold its number %(theirs)s, it holds our number %(knows)s of %(ours)s") % held,
        },
        {"term": _("Files on their way"), "value": _files(status)},
        {
            "term": _("Taken within this hour"),
            "value": _("%(messages)s of %(most)s messages, %(size)s of %(largest)s") % used,
            "note": _quota_advice(status),
        },
    ]


def first_missing(status: LinkStatus) -> str:
    if status.first_missing is None:
        return ""
    return _("from number %(number)s on; asked for every minute") % {"number": status.first_missing}


def far_off(status: LinkStatus) -> bool:
    """Whether requests of one node are turned away by the other because of its clock."""
    return status.clock is not None and abs(status.clock) > CLOCK_DIFFERENCE.total_seconds()


def quota_reached(status: LinkStatus) -> bool:
    return status.quota_hit_at is not None and timezone.now() - status.quota_hit_at < TOLD


def _clock(status: LinkStatus) -> str:
    if status.clock is None:
        return _("not seen yet")
    seconds = {"seconds": number_format(round(abs(status.clock)))}
    if abs(status.clock) < 2:
        return _("like ours")
    return (
        _("%(seconds)s seconds ahead") % seconds if status.clock > 0 else _("%(seconds)s seconds behind") % seconds
    )


def _clock_advice(status: LinkStatus) -> str:
    if status.clock is None or abs(status.clock) < SOON:
        return ""
    return _("Set the clock of the node that is wrong by the network; from 300 seconds on nothing is taken.")


def _files(status: LinkStatus) -> str:
    if not status.files:
        return _("none")
    return _("%(count)s, %(size)s to go") % {"count": status.files, "size": filesizeformat(status.file_bytes)}


def _quota_advice(status: LinkStatus) -> str:
    if not quota_reached(status) or status.quota_hit_at is None:
        return ""
    when = {"when": moment(status.quota_hit_at)}
    return _("The limit was reached last at %(when)s. Ask the partner what its node sends; nothing is lost.") % when
