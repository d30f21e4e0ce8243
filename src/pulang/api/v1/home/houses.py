"""Houses of shelters, and who moves in and out."""

from typing import Annotated
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.home.care import CARE
from pulang.api.v1.schemas import In, Made, changed, made
from pulang.care import actions
from pulang.care.queries import care_for, houses_for
from pulang.lib.errors import NotFound

router = Router(tags=["care"])


class HouseOut(Schema):
    id: UUID
    label: str
    agency: str
    capacity: int
    taken: int
    free: int


class HouseIn(In):
    label: Annotated[str, Field(max_length=60)]
    capacity: int


class PlaceIn(In):
    house_id: UUID


@router.put(f"{CARE}/place", response=Made, summary="The person moves into a house of the agency")
@permitted(Permission.CARE_RECORD)
def place_person(request: ApiRequest, case_id: UUID, body: PlaceIn) -> Made:
    return changed(actions.place_person(request.auth, case_id=case_id, house_id=body.house_id))


@router.delete(f"{CARE}/place", response={204: None}, summary="The person has left the house")
@permitted(Permission.CARE_RECORD)
def end_residence(request: ApiRequest, case_id: UUID) -> Status[None]:
    lives = care_for(request.auth, case_id).house
    if lives is None:
        raise NotFound()
    if lives:
        actions.end_residence(request.auth, case_id=case_id)
    return Status(204, None)


@router.get("/houses", response=list[HouseOut], summary="Houses and their places, never who lives there")
@permitted(Permission.CASE_READ)
def houses(request: ApiRequest) -> list[HouseOut]:
    return [HouseOut.model_validate(one, from_attributes=True) for one in houses_for(request.auth)]


@router.post("/houses", response={201: Made}, summary="A house of the agency and how many places it has")
@permitted(Permission.CARE_RECORD)
def set_house(request: ApiRequest, body: HouseIn) -> Status[Made]:
    return made(actions.set_house(request.auth, **body.dict()))
