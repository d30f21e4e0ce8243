"""Cases and the queue of work."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.cases import decisions, lists, members, page, parts, queue, work
from pulang.web.cases.decisions import bring
from pulang.web.navigation import Item, navigate

CASE = "cases/<uuid:case_id>/"
DECISION = f"{CASE}decisions/<uuid:decision_id>/"

urlpatterns = [
    path("", queue.start, name="start"),
    path("cases/", lists.cases, name="cases"),
    path("cases/open/<uuid:person_id>/", work.open_for_person, name="case_open"),
    path(CASE, page.case, name="case"),
    path(f"{CASE}timeline/", page.timeline, name="case_timeline"),
    path(f"{CASE}opened/", members.openings, name="case_openings"),
    path(f"{CASE}urgency/", work.urgency, name="case_urgency"),
    path(f"{CASE}status/", work.status, name="case_status"),
    path(f"{CASE}close/", work.close, name="case_close"),
    path(f"{CASE}reopen/", work.reopen, name="case_reopen"),
    path(f"{CASE}members/add/", members.add_member, name="case_member_add"),
    path(f"{CASE}members/<uuid:grant_id>/end/", members.end_member, name="case_member_end"),
    path(f"{CASE}tasks/add/", parts.add_task, name="case_task_add"),
    path(f"{CASE}tasks/<uuid:task_id>/done/", parts.complete_task, name="case_task_done"),
    path(f"{CASE}tasks/<uuid:task_id>/officer/", parts.assign_task, name="case_task_assign"),
    path(f"{CASE}files/add/", parts.add_file, name="case_file_add"),
    path(f"{CASE}files/<uuid:file_id>/", parts.open_file, name="case_file"),
    path(f"{CASE}consents/add/", parts.add_consent, name="case_consent_add"),
    path(f"{CASE}consents/<uuid:consent_id>/withdraw/", parts.withdraw_consent, name="case_consent_withdraw"),
    path(f"{CASE}decisions/add/", decisions.add, name="case_decision_add"),
    path(DECISION, decisions.decision, name="case_decision"),
    path(f"{DECISION}confirm/", decisions.confirm, name="case_decision_confirm"),
    path(f"{DECISION}review/", decisions.ask_review, name="case_decision_review"),
    path(f"{DECISION}again/", decisions.again, name="case_decision_again"),
    path(f"{CASE}whereabouts/", members.whereabouts, name="case_whereabouts"),
    path(f"{CASE}whereabouts/record/", members.record_whereabouts, name="case_whereabouts_record"),
]

navigate(Item("start", _("Needs my action"), Permission.CASE_READ, place=10, shortcut="q"))
navigate(Item("cases", _("Cases"), Permission.CASE_READ, place=40, shortcut="c"))
bring()
