"""Lists of the steps home, as versions."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.navigation import Item, navigate
from pulang.web.steplists import drafts, views

ONE = "<int:number>/"
DRAFT = "drafts/<uuid:draft_id>/"

urlpatterns = [
    path("", views.lists, name="step_lists"),
    path(ONE, views.one_list, name="step_list"),
    path(f"{ONE}start/", drafts.start, name="step_list_start"),
    path(f"{DRAFT}publish/", drafts.publish, name="step_list_publish"),
    path(f"{DRAFT}drop/", drafts.drop, name="step_list_drop"),
    path(f"{DRAFT}steps/new/", drafts.add_step, name="step_list_add"),
    path(f"{DRAFT}steps/<slug:code>/", drafts.change_step, name="step_list_step"),
    path(f"{DRAFT}steps/<slug:code>/drop/", drafts.drop_step, name="step_list_step_drop"),
]

navigate(Item("paper_samples", _("Papers"), Permission.STEP_LIST_MANAGE, place=73))
navigate(Item("step_lists", _("Steps home"), Permission.STEP_LIST_MANAGE, place=72))
