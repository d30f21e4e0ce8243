"""Officers and agencies."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.administration import agencies, officers
from pulang.web.navigation import Item, navigate

urlpatterns = [
    path("officers/", officers.officers, name="officers"),
    path("officers/new/", officers.create, name="officer_create"),
    path("officers/<uuid:officer_id>/", officers.change, name="officer_change"),
    path("officers/<uuid:officer_id>/activity/", officers.set_activity, name="officer_activity"),
    path("officers/<uuid:officer_id>/reset/", officers.reset, name="officer_reset"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/new/", agencies.create, name="agency_create"),
    path("agencies/<uuid:agency_id>/", agencies.change, name="agency_change"),
]

navigate(Item("officers", _("Officers"), Permission.OFFICER_MANAGE, place=70, shortcut="o"))
navigate(Item("agencies", _("Agencies"), Permission.AGENCY_MANAGE, place=71))
