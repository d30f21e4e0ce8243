"""The doors: pages, the API for officers and systems, the inbox for peers."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("pulang.web.urls")),
]
