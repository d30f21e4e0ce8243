"""Every error below /api/ is a problem document, whichever part of Django answered."""

import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
PROBLEM = "application/problem+json"
KEPT = ("Allow", "Retry-After", "WWW-Authenticate", "Cache-Control", "Connection")


class ProblemMiddleware:
    """Outermost: unknown addresses, wrong methods, outages and defects are answered in the API's own form."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/api/"):
            return response
        response.setdefault("Cache-Control", "no-store")
        if response.status_code < 400 or response.get("Content-Type", "").startswith(PROBLEM):
            return response
        status = HTTPStatus(response.status_code)
        code = status.phrase.lower().replace(" ", "_")
        body = {"type": f"urn:pulang:problem:{code}", "status": status.value, "code": code, "title": status.phrase}
        problem = HttpResponse(json.dumps(body), status=status.value, content_type=PROBLEM)
        for header in KEPT:
            if header in response:
                problem[header] = response[header]
        return problem
