"""Matching a list: for each person the likely and possible ones, with the reasons."""

from ninja import Router, Schema

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.persons.persons import FoundOut, SoughtIn, found_out
from pulang.matching.queries import match_people

router = Router(tags=["persons"])


class MatchIn(Schema):
    """At most 500 people."""

    people: list[SoughtIn]


class MatchedOut(Schema):
    """One answer for each of `people`, in their order."""

    found: list[FoundOut]


@router.post("", response=MatchedOut, summary="Match a list of people")
@permitted(Permission.PERSON_SEARCH)
def match(request: ApiRequest, body: MatchIn) -> MatchedOut:
    found = match_people(request.auth, sought=[one.sought() for one in body.people])
    return MatchedOut(found=[found_out(one) for one in found])
