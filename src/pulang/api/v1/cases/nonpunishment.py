"""What the person was made to do, sanctions, and the letter that recommends non-punishment."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import ONCE, Code, In, Made, changed, made
from pulang.identification.nonpunishment import actions
from pulang.identification.nonpunishment.models import ForcedAct, Sanction
from pulang.identification.nonpunishment.queries import nonpunishment_for
from pulang.identification.papers import issue_letter

router = Router(tags=["non-punishment"])
HERE = "/cases/{uuid:case_id}/non-punishment"
Words = Annotated[str, Field(max_length=5000)]
Name = Annotated[str, Field(max_length=200)]


class ActIn(In):
    """`kind`, `compulsions` and `link` are codes; an act linked to the trafficking names its compulsion."""

    kind: Code
    what: Words
    compulsions: Annotated[list[Code], Field(max_length=20)]
    link: Code
    when: Name = ""
    compulsion: Words = ""
    link_because: Words = ""


class SanctionIn(In):
    kind: Code
    state: Code
    authority: Name
    act_id: UUID | None = None
    decided_by: Name = ""
    decided_on: date | None = None


class TakenBackIn(In):
    reason: Annotated[str, Field(max_length=2000)]


class LetterIn(In):
    """`country`: where the authority sits. `on`: the last day of the acts; no rule is cited that came later."""

    addressee: Annotated[str, Field(max_length=300)]
    country: Annotated[str, Field(max_length=3)]
    language: Annotated[str, Field(max_length=2)]
    on: date


class ActOut(Schema):
    id: UUID
    kind: str
    what: str
    when: str
    compulsions: list[str]
    compulsion: str
    link: str
    link_because: str
    officer: str
    agency: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str


class SanctionOut(Schema):
    id: UUID
    act_id: UUID | None
    kind: str
    state: str
    authority: str
    decided_by: str
    decided_on: date | None
    officer: str
    agency: str
    recorded_at: datetime


class NonPunishmentOut(Schema):
    """The oldest first; what was taken back stays and says so."""

    acts: list[ActOut]
    sanctions: list[SanctionOut]


@router.get(HERE, response=NonPunishmentOut, summary="Acts that the person was made to do, and sanctions")
@permitted(Permission.CASE_READ)
def read(request: ApiRequest, case_id: UUID) -> NonPunishmentOut:
    found = nonpunishment_for(request.auth, case_id)
    return NonPunishmentOut(acts=[_act(each) for each in found.acts], sanctions=[_one(s) for s in found.sanctions])


@router.post(f"{HERE}/acts", response={201: Made}, summary="Record an act that the person was made to do")
@permitted(Permission.DECISION_MAKE)
def record_act(request: ApiRequest, case_id: UUID, act: ActIn, once: str = ONCE) -> Status[Made]:
    return made(actions.record_act(request.auth, case_id=case_id, **act.model_dump(), once=once))


@router.post(f"{HERE}/acts/{{uuid:act_id}}/withdraw", response=Made, summary="Take an act back, with the reason")
@permitted(Permission.DECISION_MAKE)
def withdraw_act(request: ApiRequest, case_id: UUID, act_id: UUID, why: TakenBackIn) -> Made:
    return changed(actions.withdraw_act(request.auth, case_id=case_id, act_id=act_id, **why.model_dump()))


@router.post(f"{HERE}/sanctions", response={201: Made}, summary="Record a sanction as it stands")
@permitted(Permission.DECISION_MAKE)
def record_sanction(request: ApiRequest, case_id: UUID, sanction: SanctionIn, once: str = ONCE) -> Status[Made]:
    return made(actions.record_sanction(request.auth, case_id=case_id, **sanction.model_dump(), once=once))


@router.post(f"{HERE}/letters", response={201: Made}, summary="Make the letter; the id is of the file of the case")
@permitted(Permission.DECISION_MAKE)
def make_letter(request: ApiRequest, case_id: UUID, letter: LetterIn, once: str = ONCE) -> Status[Made]:
    return made(issue_letter(request.auth, case_id=case_id, **letter.model_dump(), once=once))


def _act(act: ForcedAct) -> ActOut:
    return ActOut(
        id=act.pk,
        kind=act.kind,
        what=act.what or "",
        when=act.when or "",
        compulsions=act.compulsions,
        compulsion=act.compulsion or "",
        link=act.link,
        link_because=act.link_because or "",
        officer=act.officer_name,
        agency=act.agency.name,
        recorded_at=act.recorded_at,
        withdrawn_at=act.withdrawn_at,
        withdrawn_because=act.withdrawn_because or "",
    )


def _one(sanction: Sanction) -> SanctionOut:
    return SanctionOut(
        id=sanction.pk,
        act_id=sanction.act_id,
        kind=sanction.kind,
        state=sanction.state,
        authority=sanction.authority or "",
        decided_by=sanction.decided_by or "",
        decided_on=sanction.decided_on,
        officer=sanction.officer_name,
        agency=sanction.agency.name,
        recorded_at=sanction.recorded_at,
    )
