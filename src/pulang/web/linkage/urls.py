"""Linkage of the register with itself."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.linkage import views
from pulang.web.navigation import Item, navigate

ONE = "linkage/weights/<uuid:weights_id>/"

urlpatterns = [
    path("linkage/", views.linkage, name="linkage"),
    path(ONE, views.weights, name="linkage_weights"),
    path(f"{ONE}accept/", views.accept, name="linkage_accept"),
    path("linkage/set-aside/", views.set_aside, name="linkage_set_aside"),
]

navigate(Item("linkage", _("Linkage"), Permission.WEIGHTS_ACCEPT, place=70))
