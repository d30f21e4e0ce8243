"""Copies of what is shared, and proposals about them."""

from django.urls import path

from pulang.web.copies import proposals, views
from pulang.web.copies.case_panel import bring

urlpatterns = [
    path("copies/<uuid:object_id>/", views.copy, name="copy"),
    path("copies/<uuid:object_id>/correct/", views.correct, name="copy_correct"),
    path("copies/<uuid:object_id>/restrict/", views.restrict, name="copy_restrict"),
    path("copies/<uuid:object_id>/review/", views.review, name="copy_review"),
    path("copies/<uuid:object_id>/withdraw/", views.withdraw, name="copy_withdraw"),
    path("cases/<uuid:case_id>/propose/", proposals.propose, name="case_propose"),
    path("messages/<uuid:message_id>/decide/", proposals.decide, name="proposal_decide"),
]

bring()
