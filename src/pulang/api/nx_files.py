"""Files that go with messages: `PUT /nx/1/att/{message}/{id}` brings a part, `GET` fetches one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from pulang.api.nx import number_of, peer_door, refuse
from pulang.exchange.attachments.carrying import LARGEST_PART, serve_part
from pulang.exchange.attachments.taking import take_part
from pulang.exchange.errors import AttachmentUnknown, Refused
from pulang.exchange.models import Peer
from pulang.lib.errors import Unavailable


@peer_door("GET", "PUT")
def part(request: HttpRequest, peer: Peer, message_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Sealed bytes from a place on. The answer to a part is how many are here now: where to go on."""
    try:
        if request.method == "PUT":
            at = number_of(request, "at")
            if len(request.body) > LARGEST_PART:
                return refuse(413, "too_large")
            held = take_part(peer, message_id, attachment_id, at, request.body)
            return HttpResponse(str(held), content_type="text/plain")
        after, most = number_of(request, "after"), number_of(request, "most", LARGEST_PART)
        content = serve_part(peer, message_id, attachment_id, after, most)
        return HttpResponse(content, content_type="application/octet-stream")
    except (AttachmentUnknown, Refused) as error:
        return refuse(422, error.code)
    except Unavailable:
        return refuse(503, "disk_full")
