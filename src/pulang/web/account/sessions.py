"""An officer's own sessions, and how she ends them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pulang.access.accounts.sessions import end_session, handle_of, sessions_for
from pulang.web.pages import OfficerRequest, page, signed_in


@signed_in
def sessions(request: OfficerRequest) -> HttpResponse:
    here = handle_of(request.session.session_key or "")
    return render(request, "account/sessions.html", {"sessions": sessions_for(request.actor), "here": here})


@page(None, methods=("POST",))
def end(request: OfficerRequest) -> HttpResponse:
    end_session(request.actor, handle=request.POST.get("handle", ""))
    messages.success(request, _("That session is over."))
    return redirect("account_sessions")
