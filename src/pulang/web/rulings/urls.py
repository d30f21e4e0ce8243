"""Papers of decisions, the question of non-punishment, and files of suspects."""

from django.urls import path

from pulang.web.rulings import nonpunishment, papers

CASE = "cases/<uuid:case_id>/"

urlpatterns = [
    path(f"{CASE}decisions/<uuid:decision_id>/paper/", papers.decision, name="decision_paper"),
    path(f"{CASE}non-punishment/", nonpunishment.nonpunishment, name="nonpunishment"),
    path(f"{CASE}non-punishment/acts/add/", nonpunishment.add_act, name="nonpunishment_act"),
    path(
        f"{CASE}non-punishment/acts/<uuid:act_id>/withdraw/",
        nonpunishment.withdraw_act,
        name="nonpunishment_act_withdraw",
    ),
    path(f"{CASE}non-punishment/sanctions/add/", nonpunishment.add_sanction, name="nonpunishment_sanction"),
    path(f"{CASE}non-punishment/letter/", nonpunishment.letter, name="nonpunishment_letter"),
    path("interviews/blank/", papers.blank_interview, name="interview_blank_paper"),
    path("interviews/<uuid:interview_id>/paper/", papers.interview, name="interview_paper"),
]

nonpunishment.bring()
