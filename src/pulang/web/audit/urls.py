"""Who opened what."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.audit import views
from pulang.web.navigation import Item, navigate

urlpatterns = [
    path("", views.audit, name="audit"),
    path("verify/", views.verify, name="audit_verify"),
]

navigate(Item("audit", _("Who opened what"), Permission.AUDIT_READ, place=80, shortcut="a"))
navigate(Item("audit_verify", _("Check the audit"), Permission.AUDIT_VERIFY, place=81))
