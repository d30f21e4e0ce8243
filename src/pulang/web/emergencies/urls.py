"""Danger to life: a case of another agency is opened at once, and reviewed afterwards."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.cases.emergencies.queries import count_emergencies
from pulang.web.emergencies import views
from pulang.web.navigation import Item, navigate

urlpatterns = [
    path("", views.emergencies, name="emergencies"),
    path("open/", views.open_emergency, name="emergency_open"),
    path("<uuid:emergency_id>/", views.emergency, name="emergency"),
]

navigate(Item("emergencies", _("Opened in an emergency"), Permission.ACCESS_REVIEW, 82, count=count_emergencies))
