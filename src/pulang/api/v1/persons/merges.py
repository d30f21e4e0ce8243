"""Joining two records of one person, the second officer's answer, parting them again."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from ninja import Router, Schema, Status

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.persons.persons import PersonData
from pulang.persons.actions import answer_merge, merge_persons, split_persons
from pulang.persons.models import Merge
from pulang.persons.queries import MergeView, merge_for, merges_asked_for, merges_for

router = Router(tags=["persons"])


class MergeIn(Schema):
    """The record `gone_id` goes into `kept_id`; the versions are those that were read.

    `take` names the fields of which the value of the record that is gone holds: name, birth_date, birth_place, sex,
    nationality, description. `reason` is needed where identity numbers differ; then a second officer is asked.
    """

    kept_id: UUID
    gone_id: UUID
    kept_version: int
    gone_version: int
    take: list[str] = []
    reason: str = ""
    once: str = ""


class AnswerIn(Schema):
    """A refusal needs a reason."""

    agrees: bool
    kept_version: int
    gone_version: int
    reason: str = ""


class SplitIn(Schema):
    """`version` is that of the person as read; `later_to` (kept, gone) gets what was learned or opened since."""

    version: int
    reason: str
    later_to: str = "kept"
    once: str = ""


class MergeDone(Schema):
    """`state` is done, or asked where a second officer must confirm; then refused or done; undone when parted."""

    id: UUID
    state: str
    kept_id: UUID
    gone_id: UUID
    conflicts: list[str]


class MergeOut(MergeDone):
    """`kept` and `gone` are both records as they stood before; null while it is only asked."""

    reason: str
    asked_by: str
    asked_at: datetime
    answered_by: str
    answer: str
    done_at: datetime | None
    undone_by: str
    undone_at: datetime | None
    undone_because: str
    kept: PersonData | None
    gone: PersonData | None


@router.get("/merges", response=list[MergeOut], summary="Merges that wait for a second officer")
@permitted(Permission.PERSON_MERGE)
def list_merges(request: ApiRequest) -> list[MergeOut]:
    return [_out(one) for one in merges_asked_for(request.auth)]


@router.post("/merges", response={201: MergeDone}, summary="Join two records of one person")
@permitted(Permission.PERSON_MERGE)
def merge(request: ApiRequest, body: MergeIn) -> Status[MergeDone]:
    return Status(201, _done(merge_persons(request.auth, **body.dict())))


@router.get("/merges/{uuid:merge_id}", response=MergeOut, summary="One merge with both records as they stood")
@permitted(Permission.CASE_READ)
def read_merge(request: ApiRequest, merge_id: UUID) -> MergeOut:
    return _out(merge_for(request.auth, merge_id))


@router.post("/merges/{uuid:merge_id}/answer", response=MergeDone, summary="Answer as the second officer")
@permitted(Permission.PERSON_MERGE)
def answer(request: ApiRequest, merge_id: UUID, body: AnswerIn) -> MergeDone:
    return _done(answer_merge(request.auth, merge_id=merge_id, **body.dict()))


@router.post("/merges/{uuid:merge_id}/split", response=MergeDone, summary="Part joined records again")
@permitted(Permission.PERSON_MERGE)
def split(request: ApiRequest, merge_id: UUID, body: SplitIn) -> MergeDone:
    return _done(split_persons(request.auth, merge_id=merge_id, **body.dict()))


@router.get("/persons/{uuid:person_id}/merges", response=list[MergeOut], summary="What was joined with a person")
@permitted(Permission.CASE_READ)
def merges_of_person(request: ApiRequest, person_id: UUID) -> list[MergeOut]:
    return [_out(one) for one in merges_for(request.auth, person_id)]


def _done(made: Merge) -> MergeDone:
    return MergeDone(
        id=made.pk, state=made.state, kept_id=made.kept_id, gone_id=made.gone_id, conflicts=list(made.conflicts)
    )


def _out(view: MergeView) -> MergeOut:
    return MergeOut(
        id=view.id,
        state=view.state,
        kept_id=view.kept_id,
        gone_id=view.gone_id,
        conflicts=list(view.conflicts),
        reason=view.reason,
        asked_by=view.asked_name,
        asked_at=view.asked_at,
        answered_by=view.answered_name,
        answer=view.answer,
        done_at=view.done_at,
        undone_by=view.undone_name,
        undone_at=view.undone_at,
        undone_because=view.undone_because,
        kept=PersonData(**asdict(view.kept)) if view.kept else None,
        gone=PersonData(**asdict(view.gone)) if view.gone else None,
    )
