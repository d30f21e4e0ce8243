"""An officer's own API tokens: made, shown once, revoked."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission
from pulang.access.tokens import TERM, create_token, revoke_token, tokens_for
from pulang.lib.errors import Invalid
from pulang.web.forms import add_problems, posted
from pulang.web.pages import OfficerRequest, page


class TokenForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=100,
        help_text=gettext_lazy("The program and the machine, so that you know later which one to end."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days until it ends"), min_value=1, max_value=TERM.days, initial=TERM.days
    )


@page(Permission.TOKEN_MANAGE)
def tokens(request: OfficerRequest) -> HttpResponse:
    form, text = TokenForm(posted(request)), ""
    if request.method == "POST" and form.is_valid():
        try:
            term = timedelta(days=form.cleaned_data["days"])
            _token, text = create_token(request.actor, label=form.cleaned_data["label"], term=term)
            form = TokenForm()
        except Invalid as error:
            add_problems(form, error)
    context = {"form": form, "new_token": text, "tokens": tokens_for(request.actor)}
    return render(request, "account/tokens.html", context, status=422 if form.errors else 200)


@page(Permission.TOKEN_MANAGE, methods=("POST",))
def revoke(request: OfficerRequest, token_id: UUID) -> HttpResponse:
    revoke_token(request.actor, token_id=token_id)
    messages.success(request, _("The token opens nothing any more."))
    return redirect("account_tokens")
