"""Pages, a domain at a time."""

from django.urls import URLPattern, URLResolver, include, path

from pulang.web.operations.papers import genuine
from pulang.web.operations.preview import sample, samples

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("pulang.web.cases.urls")),
    path("account/", include("pulang.web.account.urls")),
    path("administration/", include("pulang.web.administration.urls")),
    path("audit/", include("pulang.web.audit.urls")),
    path("", include("pulang.web.care.urls")),
    path("genuine/<slug:code>/", genuine, name="genuine"),
    path("", include("pulang.web.copies.urls")),
    path("", include("pulang.web.dossiers.urls")),
    path("", include("pulang.web.identification.urls")),
    path("", include("pulang.web.inquiries.urls")),
    path("", include("pulang.web.overlaps.urls")),
    path("emergencies/", include("pulang.web.emergencies.urls")),
    path("", include("pulang.web.linkage.urls")),
    path("lists/", include("pulang.web.lists.urls")),
    path("", include("pulang.web.messages.urls")),
    path("", include("pulang.web.pairs.urls")),
    path("links/", include("pulang.web.partners.urls")),
    path("papers/samples/", samples, name="paper_samples"),
    path("papers/samples/<slug:sample_kind>/", sample, name="paper_sample"),
    path("operations/", include("pulang.web.operations.urls")),
    path("persons/", include("pulang.web.persons.urls")),
    path("", include("pulang.web.repatriation.urls")),
    path("", include("pulang.web.rulings.urls")),
    path("step-lists/", include("pulang.web.steplists.urls")),
    path("reports/", include("pulang.web.reports.urls")),
]
