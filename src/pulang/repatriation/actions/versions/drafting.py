"""Making a list of steps: a draft from a list that is there, changed step by step, then published for good."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.locks import lock_name
from pulang.lib.actor import Actor
from pulang.lib.errors import Conflict, Invalid, NotFound
from pulang.lib.text import clean_text
from pulang.repatriation.errors import DraftFlawed, DraftThere
from pulang.repatriation.models import ListState, StepListVersion
from pulang.repatriation.queries.lists import current_number
from pulang.repatriation.rules import shipped_data
from pulang.repatriation.rules.checking import flaws_of

Document = dict[str, Any]


@action(Permission.STEP_LIST_MANAGE)
def start_list(actor: Actor, *, base: int) -> StepListVersion:
    """Begin a draft as a copy of the list of this number. Raises NotFound, DraftThere."""
    lock_name("step-lists")
    if StepListVersion.objects.filter(state=ListState.DRAFT).exists():
        raise DraftThere()
    own = StepListVersion.objects.filter(number=base).first()
    data = own.data if own else shipped_data(str(base))
    number = current_number() + 1
    draft = StepListVersion(number=number, changed_by_id=officer_id(actor))
    draft.data = {**data, "version": str(number)}
    draft.save()
    record(actor, Event.STEP_LIST_CHANGED, why=Why.ROLE, number=number, base=base, state="draft")
    return draft


@action(Permission.STEP_LIST_MANAGE)
def put_step(
    actor: Actor, *, code: str, step: Mapping[str, Any], below: str | None = None, version: int | None = None
) -> StepListVersion:
    """Add a step to the draft or put another in its place; `below` names the step under which it stands.

    `below` "" is the top; None leaves a step where it is, and a new one at the end. What does not fit the other
    steps may be saved and is among the flaws. Raises NotFound, Conflict, Invalid.
    """

    def change(steps: Document) -> Document:
        if below is None:
            return {**steps, code: dict(step)}
        rest = {name: one for name, one in steps.items() if name != code}
        if below and below not in rest:
            raise Invalid("below", "not_a_choice")
        placed = {} if below else {code: dict(step)}
        for name, one in rest.items():
            placed[name] = one
            if name == below:
                placed[code] = dict(step)
        return placed

    return _change(actor, version, change, step=code)


@action(Permission.STEP_LIST_MANAGE)
def drop_step(actor: Actor, *, code: str, version: int | None = None) -> StepListVersion:
    """Take a step out of the draft. Raises NotFound, Conflict."""

    def change(steps: Document) -> Document:
        if code not in steps:
            raise NotFound()
        return {name: one for name, one in steps.items() if name != code}

    return _change(actor, version, change, step=code, dropped=True)


@action(Permission.STEP_LIST_MANAGE)
def publish_list(actor: Actor, *, remark: str, version: int | None = None) -> StepListVersion:
    """Publish the draft: ways that begin now follow it. `remark` says why. Raises NotFound, Conflict, DraftFlawed,

    Invalid.
    """
    because = clean_text(remark, field="remark", max_length=1000)
    if not because:
        raise Invalid("remark", "required")
    draft = _draft(version)
    if flaws := flaws_of(draft.data):
        raise DraftFlawed(count=len(flaws))
    draft.state, draft.remark, draft.published_at = ListState.PUBLISHED, because, timezone.now()
    draft.changed_by_id = officer_id(actor)
    draft.save()
    record(actor, Event.STEP_LIST_CHANGED, why=Why.ROLE, number=draft.number, state="published")
    return draft


@action(Permission.STEP_LIST_MANAGE)
def drop_list(actor: Actor, *, version: int | None = None) -> None:
    """Throw the draft away. Raises NotFound, Conflict."""
    draft = _draft(version)
    draft.delete()
    record(actor, Event.STEP_LIST_CHANGED, why=Why.ROLE, number=draft.number, state="dropped")


def _change(
    actor: Actor, version: int | None, change: Callable[[Document], Document], **said: Any
) -> StepListVersion:
    draft = _draft(version)
    data = draft.data
    draft.data = {**data, "steps": change(data["steps"])}
    draft.version += 1
    draft.changed_by_id = officer_id(actor)
    draft.save()
    record(actor, Event.STEP_LIST_CHANGED, why=Why.ROLE, number=draft.number, **said)
    return draft


def _draft(version: int | None) -> StepListVersion:
    """The draft, locked. Raises NotFound, Conflict."""
    found = StepListVersion.objects.select_for_update(of=("self",)).select_related("changed_by")
    draft = found.filter(state=ListState.DRAFT).first()
    if draft is None:
        raise NotFound()
    if version is not None and draft.version != version:
        raise Conflict(
            version=draft.version, changed_by=draft.changed_by.name, changed_at=draft.changed_at, current={}
        )
    return draft
