"""Papers of decisions, the question of non-punishment, and files of suspects."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.navigation import Item, navigate
from pulang.web.rulings import letter, nonpunishment, papers, suspects

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
    path(f"{CASE}non-punishment/letter/", letter.letter, name="nonpunishment_letter"),
    path("suspects/", suspects.files, name="suspects"),
    path("suspects/open/", suspects.open_file, name="suspect_open"),
    path("suspects/<uuid:suspect_id>/", suspects.file, name="suspect_file"),
    path("suspects/<uuid:suspect_id>/add/", suspects.add_entry, name="suspect_entry"),
    path("suspects/<uuid:suspect_id>/readers/", suspects.add_reader, name="suspect_reader"),
    path("double-status/", suspects.links, name="double_status"),
    path("double-status/link/", suspects.link, name="double_status_link"),
    path("double-status/<uuid:link_id>/end/", suspects.end, name="double_status_end"),
    path("interviews/blank/", papers.blank_interview, name="interview_blank_paper"),
    path("interviews/<uuid:interview_id>/paper/", papers.interview, name="interview_paper"),
]

nonpunishment.bring()
navigate(Item("suspects", _("Suspects"), Permission.SUSPECT_READ, place=70))
navigate(Item("double_status", _("Double status"), Permission.DOUBLE_STATUS_LINK, place=75))
