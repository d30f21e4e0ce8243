"""An officer's own account, and the language of the pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from pulang.access.accounts.language import set_language as remember_language
from pulang.access.roles import roles
from pulang.web.pages import OfficerRequest, public_page, signed_in


@signed_in
def account(request: OfficerRequest) -> HttpResponse:
    return render(request, "account/profile.html", {"role": roles()[request.user.role].title})


@public_page
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language here, and for an officer everywhere from now on. Back to the page she came from."""
    language, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    actor = getattr(request, "actor", None)
    if actor is not None:
        remember_language(actor, language=language)
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=31536000,
        samesite="Lax",
        secure=settings.SECURE,
        httponly=True,
    )
    return response
