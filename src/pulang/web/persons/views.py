"""The page of one person, and her photo."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.persons.actions import Photo, read_photo, read_portrait
from pulang.persons.errors import PersonMerged
from pulang.persons.models import MergeState
from pulang.persons.queries import merges_for, person_for
from pulang.web.pages import OfficerRequest, page
from pulang.web.persons import facts


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def person(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    try:
        view = person_for(request.actor, person_id)
    except PersonMerged as error:
        return HttpResponseRedirect(reverse("person", kwargs={"person_id": error.details["into"]}))
    context = {
        "view": view,
        "facts": facts.facts(view),
        "papers": facts.papers(view),
        "contacts": facts.contacts(view),
        "joined": [
            {
                "url": reverse("merge", kwargs={"merge_id": one.id}),
                "name": (one.gone if one.kept_id == person_id else one.kept or one.gone).name if one.gone else "",
                "state": MergeState(one.state).label,
                "at": one.undone_at or one.done_at or one.asked_at,
            }
            for one in merges_for(request.actor, person_id)
        ],
        "may_change": may(request.actor, Permission.PERSON_REGISTER),
        "may_open_case": may(request.actor, Permission.CASE_OPEN),
    }
    return render(request, "persons/person.html", context)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def portrait(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """Her photo as papers show it."""
    return _inline(read_portrait(request.actor, person_id=person_id))


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def picture(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """The bytes of her photo. Each opening is in the audit."""
    return _inline(read_photo(request.actor, person_id=person_id))


def _inline(photo: Photo) -> HttpResponse:
    response = HttpResponse(photo.content, content_type=photo.media_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
