"""Whether a partner knows somebody, and what partners ask of us."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.matching.inquiries.queries import count_inquiries
from pulang.web.inquiries import answering, asking
from pulang.web.navigation import Item, navigate

ONE = "inquiries/<uuid:inquiry_id>/"

urlpatterns = [
    path("cases/<uuid:case_id>/ask/", asking.ask, name="case_ask"),
    path("inquiries/", answering.inquiries, name="inquiries"),
    path(ONE, answering.inquiry, name="inquiry"),
    path(f"{ONE}known/<uuid:person_id>/", answering.known, name="inquiry_known"),
    path(f"{ONE}not-known/", answering.not_known, name="inquiry_not_known"),
]

navigate(Item("inquiries", _("Asked by partners"), Permission.MESSAGE_SEND, 22, "k", count=count_inquiries))
