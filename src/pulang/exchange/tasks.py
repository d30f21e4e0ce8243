"""Jobs of the exchange. A job is only a wake-up: what is to be sent stands in the message rows."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from pulang.db.context import acting_as
from pulang.exchange.attachments.carrying import peers_with_files
from pulang.exchange.attachments.taking import finish, whole_and_unopened
from pulang.exchange.delivery.gaps import ask_again, peers_with_gaps
from pulang.exchange.delivery.mailbox import fetch, fetched_peers
from pulang.exchange.delivery.pushing import deliver
from pulang.exchange.log.checkpoints import exchange_checkpoints
from pulang.exchange.models import Message, Receipt
from pulang.exchange.waking import wake
from pulang.lib.actor import system


@app.task(name="exchange.deliver", queue="exchange")
def deliver_to(peer_id: str) -> None:
    again = deliver(UUID(peer_id))
    if again is not None:
        wake(UUID(peer_id), at=max(again, timezone.now()))


@app.task(name="exchange.finish_attachment", queue="exchange")
def finish_attachment(attachment_id: str) -> None:
    finish(UUID(attachment_id))


@app.periodic(cron="* * * * *")
@app.task(name="exchange.tick", queue="exchange", queueing_lock="exchange.tick")
def tick(timestamp: int) -> None:
    """Every minute: what a killed worker left behind is taken up again, and gaps are asked for."""
    wake_all()
    exchange_checkpoints()
    for peer_id in peers_with_gaps():
        ask_again(peer_id)
    for peer_id in fetched_peers():
        fetch(peer_id)
    for attachment_id in whole_and_unopened():
        finish(attachment_id)


def wake_all() -> None:
    """Wake the delivery to every peer for whom something waits."""
    with acting_as(system("tick")):
        queued = Message.objects.filter(outgoing=True, state="queued").values_list("peer_id", flat=True).distinct()
        said = Receipt.objects.filter(waiting=True).values_list("message__peer_id", flat=True).distinct()
        for peer_id in {*queued, *said, *peers_with_files()}:
            wake(peer_id)
