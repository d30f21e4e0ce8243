"""Papers of decisions, the question of non-punishment, and files of suspects."""

from django.urls import path

from pulang.web.rulings import papers

CASE = "cases/<uuid:case_id>/"

urlpatterns = [
    path(f"{CASE}decisions/<uuid:decision_id>/paper/<str:language>/", papers.decision, name="decision_paper"),
    path("interviews/blank/<str:language>/", papers.blank_interview, name="interview_blank_paper"),
    path("interviews/<uuid:interview_id>/paper/<str:language>/", papers.interview, name="interview_paper"),
]
