"""Care of a case, and how full the shelters are."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.care import given, houses, letters, views
from pulang.web.care.case_page import bring
from pulang.web.navigation import Item, navigate

CASE = "cases/<uuid:case_id>/care/"

urlpatterns = [
    path("shelters/", houses.houses, name="houses"),
    path("shelters/set/", houses.set_house, name="house_set"),
    path(CASE, views.care, name="care"),
    path(f"{CASE}refer/", views.refer, name="care_refer"),
    path(f"{CASE}referrals/<uuid:referral_id>/answer/", views.answer, name="care_answer"),
    path(f"{CASE}referrals/<uuid:referral_id>/end/", views.end, name="care_end"),
    path(f"{CASE}referrals/<uuid:referral_id>/letter/", letters.letter, name="care_letter"),
    path(f"{CASE}goals/", views.goal, name="care_goal"),
    path(f"{CASE}goals/<uuid:goal_id>/", views.settle, name="care_settle"),
    path(f"{CASE}given/", given.give, name="care_give"),
    path(f"{CASE}days/", given.plan_day, name="care_day"),
    path(f"{CASE}days/<uuid:day_id>/", given.settle_day, name="care_day_settle"),
    path(f"{CASE}home/", views.home, name="care_home"),
    path(f"{CASE}talks/<uuid:talk_id>/", views.talk, name="care_talk"),
    path(f"{CASE}place/", houses.place, name="care_place"),
    path(f"{CASE}place/missing/", houses.missing, name="care_place_missing"),
    path(f"{CASE}place/end/", houses.end, name="care_place_end"),
]

navigate(Item("houses", _("Shelters"), Permission.CARE_RECORD, place=46))
bring()
