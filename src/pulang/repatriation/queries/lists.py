"""The lists of steps: those that this node made, and those that came with the software."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.repatriation.models import ListState, StepListVersion
from pulang.repatriation.rules import (
    StepDefinition,
    StepList,
    build_step_list,
    shipped_data,
    shipped_list,
    shipped_versions,
)
from pulang.repatriation.rules.checking import Flaw, flaws_of

#: Lists by number, as this process has read them: what is published never changes.
_READ: dict[str, StepList] = {}


@dataclass(frozen=True)
class ListView:
    """A version; `changed_by` is empty for one that came with the software. `is_current`: new ways follow it."""

    number: int
    state: str
    remark: str
    changed_by: str
    changed_at: datetime | None
    is_current: bool


@dataclass(frozen=True)
class ListPage:
    """The document of a version as data, and what is to be mended before a draft can be published.

    `id` is None for a list that came with the software.
    """

    id: UUID | None
    number: int
    state: str
    version: int
    data: dict[str, Any]
    flaws: tuple[Flaw, ...]


def step_list(version: str) -> StepList:
    """The published list of that number. Raises NotFound, StepListBroken."""
    if version not in _READ:
        own = _published().filter(number=int(version)).first() if version.isdecimal() else None
        _READ[version] = build_step_list(own.data) if own else shipped_list(version)
    return _READ[version]


def current_list() -> StepList:
    """The newest published list: every way home that begins now follows it."""
    return step_list(str(current_number()))


def current_number() -> int:
    newest = _published().order_by("-number").values_list("number", flat=True).first()
    return max(newest or 0, shipped_versions()[-1])


def published_numbers() -> list[str]:
    """The numbers of the lists that ways home can follow, the newest first."""
    numbers = {*_published().values_list("number", flat=True), *shipped_versions()}
    return [str(number) for number in sorted(numbers, reverse=True)]


def find_step(code: str) -> StepDefinition | None:
    """What a step is called and asks, by the newest list that has it; for words, not for what is done."""
    for version in sorted(_READ, key=int, reverse=True):
        if code in _READ[version].by_code:
            return _READ[version].by_code[code]
    return current_list().by_code.get(code)


def forget_lists() -> None:
    """Read every list anew."""
    _READ.clear()


@query(Permission.STEP_LIST_MANAGE)
def lists_for(actor: Actor) -> tuple[ListView, ...]:
    """All versions, the newest first."""
    current = current_number()
    own = {one.number: one for one in StepListVersion.objects.select_related("changed_by").defer("text")}
    record(actor, Event.STEP_LIST_READ, why=Why.ROLE, rows=len(own))
    shipped = [number for number in shipped_versions() if number not in own]
    views = [
        ListView(
            number=one.number,
            state=one.state,
            remark=one.remark,
            changed_by=one.changed_by.name,
            changed_at=one.published_at or one.changed_at,
            is_current=one.number == current,
        )
        for one in own.values()
    ]
    views += [ListView(number, ListState.PUBLISHED, "", "", None, number == current) for number in shipped]
    return tuple(sorted(views, key=lambda view: -view.number))


@query(Permission.STEP_LIST_MANAGE)
def list_for(actor: Actor, number: int) -> ListPage:
    """One version with its document. Raises NotFound."""
    own = StepListVersion.objects.filter(number=number).first()
    shown = _page(own) if own else ListPage(None, number, ListState.PUBLISHED, 0, shipped_data(str(number)), ())
    record(actor, Event.STEP_LIST_READ, why=Why.ROLE, number=number)
    return shown


@query(Permission.STEP_LIST_MANAGE)
def draft_for(actor: Actor, draft_id: UUID) -> ListPage:
    """The draft of this id. Raises NotFound, also for one that was published."""
    draft = StepListVersion.objects.filter(pk=draft_id, state=ListState.DRAFT).first()
    if draft is None:
        raise NotFound()
    record(actor, Event.STEP_LIST_READ, why=Why.ROLE, number=draft.number)
    return _page(draft)


def newer_than(version: str) -> str:
    """The number of the current list where it is newer than this one, else ""."""
    current = current_number()
    return str(current) if current > int(version) else ""


def _page(own: StepListVersion) -> ListPage:
    data = own.data
    flaws = tuple(flaws_of(data)) if own.state == ListState.DRAFT else ()
    return ListPage(own.pk, own.number, own.state, own.version, data, flaws)


def _published() -> QuerySet[StepListVersion]:
    return StepListVersion.objects.filter(state=ListState.PUBLISHED)
