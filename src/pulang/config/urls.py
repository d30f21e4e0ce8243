"""The doors: pages, the API for officers and systems, the inbox for peers."""

from django.urls import include, path

from pulang.api.v1 import api

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("", include("pulang.web.urls")),
]
