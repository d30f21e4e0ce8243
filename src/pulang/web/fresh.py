"""Pages that want a sign-in of the last minutes, because what they open is sealed."""

import functools
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pulang.web.pages import OfficerRequest, View


def fresh_sign_in(view: View) -> View:
    """Have the officer sign in again where the last time is too long ago.

    What she had typed is not carried over: meanwhile it would lie in the session, which is not sealed.
    """
    asked: View = reauthentication_required(view)

    @functools.wraps(view)
    def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return asked(request, *args, **kwargs)
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
            messages.warning(request, _("Your last sign-in is too long ago. Sign in again, then write it again."))
            return redirect(request.path)

    return guarded
