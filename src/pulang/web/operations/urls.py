"""Operations: the board, the desk, lists, slips."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.navigation import Item, navigate
from pulang.web.operations import arrival, board, desk, flights, forecast, overview, papers, together
from pulang.web.operations.story import bring

ONE = "<uuid:operation_id>/"
FLIGHT = f"{ONE}flights/<uuid:flight_id>/"

urlpatterns = [
    path("", board.operations, name="operations"),
    path("new/", board.open_new, name="operation_new"),
    path(ONE, board.operation, name="operation"),
    path(f"{ONE}find/", board.find, name="operation_find"),
    path(f"{ONE}close/", board.close, name="operation_close"),
    path(f"{ONE}agencies/", board.agencies, name="operation_agencies"),
    path(f"{ONE}register/", desk.register, name="operation_register"),
    path(f"{ONE}register/paper/", desk.register_from_paper, name="operation_register_paper"),
    path(f"{ONE}list/", desk.hand_in, name="operation_list"),
    path(f"{ONE}together/", together.choose_what, name="operation_together"),
    path(f"{ONE}together/step/<slug:code>/", together.record_step, name="operation_step"),
    path(f"{ONE}together/nationality/", together.ask_nationality, name="operation_nationality"),
    path(f"{ONE}together/list/", together.follow_list, name="operation_move"),
    path(f"{ONE}together/<uuid:bulk_id>/", together.result, name="operation_bulk"),
    path(f"{ONE}overview/", overview.overview, name="operation_overview"),
    path(f"{ONE}forecast/", forecast.forecast, name="operation_forecast"),
    path(f"{ONE}forecast/<slug:week>/", forecast.flyers, name="operation_flyers"),
    path(f"{ONE}papers/", papers.papers, name="operation_papers"),
    path(f"{ONE}papers/new/<slug:paper_kind>/", papers.issue, name="operation_paper_new"),
    path(f"{ONE}papers/<uuid:paper_id>/", papers.one_paper, name="operation_paper"),
    path(f"{ONE}papers/<uuid:paper_id>/sheet/", papers.one_sheet, name="operation_sheet"),
    path(f"{ONE}flights/", flights.flights, name="operation_flights"),
    path(f"{ONE}flights/new/", flights.plan, name="operation_flight_new"),
    path(f"{ONE}costs/new/", flights.add_cost, name="operation_cost_new"),
    path(FLIGHT, flights.flight, name="operation_flight"),
    path(f"{FLIGHT}seats/", together.give_seats, name="operation_seats"),
    path(f"{FLIGHT}passengers/<uuid:passenger_id>/", flights.passenger, name="operation_passenger"),
    path(f"{FLIGHT}close/", flights.close, name="operation_flight_close"),
    path(f"{FLIGHT}cancel/", flights.cancel, name="operation_flight_cancel"),
    path(f"{FLIGHT}left/", flights.left, name="operation_flight_left"),
    path(f"{FLIGHT}papers/<slug:flight_paper>/", flights.issue, name="operation_flight_paper"),
    path(f"{FLIGHT}arrival/", arrival.arrival, name="operation_arrival"),
    path(f"{FLIGHT}arrival/check/", arrival.check, name="operation_arrival_check"),
    path(f"{ONE}slips/", papers.slips, name="operation_slips"),
]

navigate(Item("operations", _("Operations"), Permission.CASE_READ, place=44, shortcut="o"))
bring()
