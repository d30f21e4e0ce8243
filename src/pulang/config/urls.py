"""The doors: pages, the API for officers and systems, the inbox for peers."""

from django.urls import include, path

from pulang.api import nx, nx_files
from pulang.api.v1 import api

urlpatterns = [
    path("nx/1/in", nx.take_batch),
    path("nx/1/in/<uuid:message_id>", nx.take_one),
    path("nx/1/out", nx.send_again),
    path("nx/1/manifest", nx.manifest),
    path("nx/1/receipts", nx.later_receipts),
    path("nx/1/receipts/here", nx.receipts_fetched),
    path("nx/1/att/<uuid:message_id>/<uuid:attachment_id>", nx_files.part),
    path("api/v1/", api.urls),
    path("", include("pulang.web.urls")),
]

handler400 = "pulang.web.errors.bad_request"
handler403 = "pulang.web.errors.forbidden"
handler404 = "pulang.web.errors.not_found"
handler429 = "pulang.web.errors.too_many"
handler500 = "pulang.web.errors.broken"
