"""Lists of people: hand one in, watch it, get back what was not taken."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.lists import mending, views
from pulang.web.navigation import Item, navigate

LIST = "<uuid:import_id>/"

urlpatterns = [
    path("", views.lists, name="lists"),
    path("new/", views.hand_in, name="list_hand_in"),
    path("sample/", views.sample, name="list_sample"),
    path(LIST, views.one_list, name="list"),
    path(f"{LIST}returned/", views.returned, name="list_returned"),
    path(f"{LIST}rows/<int:number>/", mending.mend, name="list_row"),
]

navigate(Item("lists", _("Lists"), Permission.LIST_IMPORT, place=50, shortcut="l"))
