"""Verification of somebody who has no paper."""

from django.urls import path

from pulang.web.dossiers import views
from pulang.web.dossiers.case_page import bring

DOSSIER = "cases/<uuid:case_id>/dossier/"

urlpatterns = [
    path(DOSSIER, views.dossier, name="dossier"),
    path(f"{DOSSIER}questions/", views.ask, name="dossier_questions"),
    path(f"{DOSSIER}family/", views.hear, name="dossier_family"),
    path(f"{DOSSIER}prints/", views.prints, name="dossier_prints"),
    path(f"{DOSSIER}<uuid:entry_id>/", views.settle, name="dossier_settle"),
]

bring()
