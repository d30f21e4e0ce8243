"""Who holds a copy of what, under which terms, and how far its withdrawal has come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.exchange.models import Holding, SharedObject
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class Holder:
    """`state`: held, pending, overdue, applied, refused. `counts` are its own words of what it removed."""

    node: str
    name: str
    state: str
    version: int
    due_at: datetime | None
    applied_at: datetime | None
    counts: dict[str, int] | None


@dataclass(frozen=True)
class ObjectView:
    """An object with those who hold it from us. `ours`: this node owns it; else `book.owner` does."""

    book: SharedObject
    case: Case | None
    holders: tuple[Holder, ...]

    @property
    def ours(self) -> bool:
        return self.book.source_id is None

    @property
    def held(self) -> bool:
        return any(holder.state == "held" for holder in self.holders)


@query(Permission.MESSAGE_READ)
def object_for(actor: Actor, object_id: UUID) -> ObjectView:
    """Raises NotFound."""
    book = SharedObject.objects.select_related("source__agency").filter(pk=object_id).first()
    if book is None:
        raise NotFound()
    record(actor, Event.OBJECT_READ, scope=book.scope, why=Why.ASSIGNED, object=book.pk)
    return _view(book)


@query(Permission.MESSAGE_READ)
def copies_for(actor: Actor, case_id: UUID) -> tuple[ObjectView, ...]:
    """What was shared of a case, the case itself first, and what of it is a partner's. Raises NotFound."""
    if not Case.objects.filter(pk=case_id).exists():
        raise NotFound()
    record(actor, Event.OBJECT_READ, scope=case_id, why=Why.ASSIGNED)
    books = SharedObject.objects.select_related("source__agency").filter(scope=case_id).exclude(state="announced")
    found = [_view(book) for book in books.order_by("id")]
    return tuple(sorted(found, key=lambda view: view.book.kind != "case.share"))


def object_of(uid: str) -> UUID | None:
    """The page of an object that a message names, where the actor of this transaction may see it."""
    return SharedObject.objects.filter(uid=uid).values_list("pk", flat=True).first()


def owner_restricts(case: Case) -> bool:
    """Whether the owner of this copy leaves it to the desk alone (H3)."""
    held = SharedObject.objects.filter(uid=case.uid, handling__code="H3").exclude(source=None)
    return bool(case.owner_node) and held.exists()


def _view(book: SharedObject) -> ObjectView:
    holdings = Holding.objects.select_related("peer__agency").filter(object=book).order_by("peer__node_id")
    case = Case.objects.filter(pk=book.scope).first() if book.scope else None
    return ObjectView(book, case, tuple(_holder(one) for one in holdings))


def _holder(one: Holding) -> Holder:
    late = one.state == "pending" and one.due_at is not None and one.due_at < timezone.now()
    state = "overdue" if late else one.state
    node, name = one.peer.node_id, one.peer.agency.name
    return Holder(node, name, state, one.version, one.due_at, one.applied_at, one.counts)
