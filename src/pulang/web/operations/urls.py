"""Operations: the board, the desk, lists, slips."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.navigation import Item, navigate
from pulang.web.operations import board, desk, papers, together
from pulang.web.operations.story import bring

ONE = "<uuid:operation_id>/"

urlpatterns = [
    path("", board.operations, name="operations"),
    path("new/", board.open_new, name="operation_new"),
    path(ONE, board.operation, name="operation"),
    path(f"{ONE}find/", board.find, name="operation_find"),
    path(f"{ONE}close/", board.close, name="operation_close"),
    path(f"{ONE}agencies/", board.agencies, name="operation_agencies"),
    path(f"{ONE}register/", desk.register, name="operation_register"),
    path(f"{ONE}list/", desk.hand_in, name="operation_list"),
    path(f"{ONE}together/", together.choose_what, name="operation_together"),
    path(f"{ONE}together/step/<slug:code>/", together.record_step, name="operation_step"),
    path(f"{ONE}together/nationality/", together.ask_nationality, name="operation_nationality"),
    path(f"{ONE}together/<uuid:bulk_id>/", together.result, name="operation_bulk"),
    path(f"{ONE}slips/", papers.slips, name="operation_slips"),
]

navigate(Item("operations", _("Operations"), Permission.CASE_READ, place=44, shortcut="o"))
bring()
