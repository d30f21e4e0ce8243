"""The way home."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.navigation import Item, navigate
from pulang.web.repatriation import assigning, stuck, telling, told, views
from pulang.web.repatriation import path as path_page
from pulang.web.repatriation.case_page import bring

urlpatterns = [
    path("stuck/", stuck.stuck, name="stuck"),
    path("cases/<uuid:case_id>/steps/", views.way_home, name="way_home"),
    path("cases/<uuid:case_id>/stay/", views.stay, name="stay"),
    path("cases/<uuid:case_id>/steps/begin/", views.begin, name="way_home_begin"),
    path("cases/<uuid:case_id>/steps/path/", path_page.case_path, name="way_home_path"),
    path("cases/<uuid:case_id>/steps/told/", told.told, name="told"),
    path("cases/<uuid:case_id>/steps/told/paper/", told.paper, name="told_paper"),
    path("cases/<uuid:case_id>/steps/told/family/", told.family, name="told_family"),
    path("cases/<uuid:case_id>/steps/move/", assigning.move, name="way_home_move"),
    path("cases/<uuid:case_id>/steps/<slug:code>/", views.step, name="step"),
    path("cases/<uuid:case_id>/steps/<slug:code>/agency/", assigning.give, name="step_agency"),
    path("cases/<uuid:case_id>/steps/<slug:code>/tell/", telling.tell, name="step_share"),
    path("cases/<uuid:case_id>/steps/<slug:code>/undo/", views.undo, name="step_undo"),
    path("cases/<uuid:case_id>/steps/<slug:code>/opened/", views.opened, name="step_opened"),
]

navigate(Item("stuck", _("Who is stuck"), Permission.CASE_READ, place=45))
bring()
