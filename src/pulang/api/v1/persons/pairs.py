"""Pairs of records that may be one person: the queue, one pair, judging it."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema, Status

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.persons.persons import PersonOut, person_out
from pulang.matching.pairs.actions import judge_pair, take_back
from pulang.matching.pairs.queries import PairView, pair_for, pairs_for
from pulang.persons.queries import Summary

router = Router(tags=["pairs"])


class RecordOut(Schema):
    person_id: UUID
    name: str
    birth_date: str
    sex: str
    nationality: str


class PairRowOut(Schema):
    """`reasons`: likely or possible, then what is equal: paper, born (name with birth date), phone, name."""

    id: UUID
    left: RecordOut
    right: RecordOut
    reasons: list[str]
    state: str
    reopened: bool
    version: int


class StrangerOut(Schema):
    """Match-only: a record of yours, and the agency that may know the same person."""

    person_id: UUID
    agency: str


class PairsOut(Schema):
    """`waiting` and `decided` (by you, today) stop at 100; `next` reads on and is empty on the last page."""

    pairs: list[PairRowOut]
    next: str
    waiting: int
    decided: int
    elsewhere: list[StrangerOut]


class JudgementOut(Schema):
    """`verdict` is same, different, unsure or taken_back."""

    verdict: str
    reason: str
    officer: str
    agency: str
    at: datetime


class ClaimOut(Schema):
    """One thing that agrees or differs; `weight` in bits: +1 makes one person twice as likely."""

    code: str
    weight: float
    left: str
    right: str


class PairOut(Schema):
    """Both records in full. `conflicts`: codes of what speaks strongly against it; `claims` add up to `score`."""

    id: UUID
    version: int
    state: str
    reasons: list[str]
    conflicts: list[str]
    score: float
    claims: list[ClaimOut]
    left: PersonOut
    right: PersonOut
    judgements: list[JudgementOut]
    next: UUID | None


class JudgementIn(Schema):
    """`verdict` is same, different or unsure; `version` the one of the pair that was read."""

    verdict: str
    version: int
    reason: str = ""
    once: str = ""


class TakeBackIn(Schema):
    version: int
    once: str = ""


@router.get("/pairs", response=PairsOut, summary="Pairs that may be one person")
@permitted(Permission.PAIR_JUDGE)
def queue(request: ApiRequest, state: str = "open", after: str = "") -> PairsOut:
    found = pairs_for(request.auth, state=state, after=after)
    rows = [
        PairRowOut(
            id=row.id,
            left=_record(row.left),
            right=_record(row.right),
            reasons=list(row.reasons),
            state=row.state,
            reopened=row.reopened,
            version=row.version,
        )
        for row in found.rows
    ]
    elsewhere = [StrangerOut(person_id=one.person.id, agency=one.agency) for one in found.elsewhere]
    return PairsOut(pairs=rows, next=found.next, waiting=found.waiting, decided=found.decided, elsewhere=elsewhere)


@router.get("/pairs/{uuid:pair_id}", response=PairOut, summary="Both records of a pair")
@permitted(Permission.PAIR_JUDGE)
def read_pair(request: ApiRequest, pair_id: UUID) -> PairOut:
    return _pair(pair_for(request.auth, pair_id))


@router.post("/pairs/{uuid:pair_id}/judgement", response={201: PairOut}, summary="Judge a pair")
@permitted(Permission.PAIR_JUDGE)
def judge(request: ApiRequest, pair_id: UUID, body: JudgementIn) -> Status[PairOut]:
    judge_pair(request.auth, pair_id=pair_id, **body.dict())
    return Status(201, _pair(pair_for(request.auth, pair_id)))


@router.post(
    "/pairs/{uuid:pair_id}/judgement/taken-back", response={201: PairOut}, summary="Take your judgement back"
)
@permitted(Permission.PAIR_JUDGE)
def undo(request: ApiRequest, pair_id: UUID, body: TakeBackIn) -> Status[PairOut]:
    take_back(request.auth, pair_id=pair_id, **body.dict())
    return Status(201, _pair(pair_for(request.auth, pair_id)))


def _record(summary: Summary) -> RecordOut:
    return RecordOut(
        person_id=summary.id,
        name=summary.name,
        birth_date=summary.birth_date,
        sex=summary.sex,
        nationality=summary.nationality,
    )


def _pair(view: PairView) -> PairOut:
    return PairOut(
        id=view.id,
        version=view.version,
        state=view.state,
        reasons=list(view.reasons),
        conflicts=list(view.conflicts),
        score=round(view.score, 1),
        claims=[
            ClaimOut(code=one.code, weight=round(one.weight, 1), left=one.left, right=one.right)
            for one in view.claims
        ],
        left=person_out(view.left),
        right=person_out(view.right),
        judgements=[
            JudgementOut(verdict=one.verdict, reason=one.reason, officer=one.officer, agency=one.agency, at=one.at)
            for one in view.judgements
        ],
        next=view.next,
    )
