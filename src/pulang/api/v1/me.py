"""Who a token belongs to: the first call of every new program."""

from uuid import UUID

from ninja import Router, Schema

from pulang.api.base import ApiRequest, permitted

router = Router(tags=["token"])


class Me(Schema):
    """The officer behind the token, with the words of what is allowed."""

    officer_id: UUID | None
    agency_id: UUID | None
    name: str
    permissions: list[str]


@router.get("", response=Me, summary="Whose token this is")
@permitted(None)
def me(request: ApiRequest) -> Me:
    actor = request.auth
    return Me(
        officer_id=actor.id, agency_id=actor.agency_id, name=actor.name, permissions=sorted(actor.permissions)
    )
