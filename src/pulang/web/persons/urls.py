"""Persons: found first, then registered."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.navigation import Item, navigate
from pulang.web.persons import editing, paper_photo, search, views

PERSON = "<uuid:person_id>/"

urlpatterns = [
    path("", search.person_search, name="person_search"),
    path("register/", editing.register, name="person_register"),
    path("register/paper/", editing.register_from_paper, name="person_register_paper"),
    path(PERSON, views.person, name="person"),
    path(f"{PERSON}change/", editing.change, name="person_change"),
    path(f"{PERSON}photo/", views.picture, name="person_picture"),
    path(f"{PERSON}paper/", paper_photo.add_paper, name="person_paper"),
    path(f"{PERSON}photo/crop/", editing.crop, name="person_photo_crop"),
    path(f"{PERSON}photo/papers/", views.portrait, name="person_portrait"),
    path(f"{PERSON}photo/change/", editing.photo, name="person_photo"),
]

navigate(Item("person_search", _("Find a person"), Permission.PERSON_SEARCH, place=20, shortcut="p"))
