"""Comparing lists with partners."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.matching.overlaps.queries import count_overlaps
from pulang.web.navigation import Item, navigate
from pulang.web.overlaps import views

ONE = "overlaps/<uuid:overlap_id>/"

urlpatterns = [
    path("lists/<uuid:import_id>/compare/", views.ask, name="list_compare"),
    path("overlaps/", views.overlaps, name="overlaps"),
    path(ONE, views.overlap, name="overlap"),
    path(f"{ONE}decline/", views.decline, name="overlap_decline"),
]

navigate(Item("overlaps", _("Compared lists"), Permission.LIST_IMPORT, place=52, count=count_overlaps))
