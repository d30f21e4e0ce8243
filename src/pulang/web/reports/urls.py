"""Reports."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.navigation import Item, navigate
from pulang.web.reports import taking, views

REPORT = "<uuid:report_id>/"

urlpatterns = [
    path("", views.reports, name="reports"),
    path("take/", taking.take, name="report_take"),
    path(REPORT, views.report, name="report"),
    path(f"{REPORT}receipt/", taking.receipt, name="report_receipt"),
    path(f"{REPORT}link/", views.link, name="report_link"),
    path(f"{REPORT}register/", views.register, name="report_register"),
    path(f"{REPORT}case/", views.open_from_report, name="report_case"),
    path(f"{REPORT}dismiss/", views.dismiss, name="report_dismiss"),
]

navigate(Item("reports", _("Reports"), Permission.REPORT_READ, place=30, shortcut="r"))
navigate(Item("report_take", _("Take a report"), Permission.REPORT_TAKE, place=31, shortcut="n"))
