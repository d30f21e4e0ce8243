"""Telling a partner how a step ended: what would leave, to whom."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.cases.queries import case_partners_for
from pulang.lib.errors import NotFound
from pulang.repatriation.actions.sharing import share_step
from pulang.repatriation.queries import step_for_partner, way_home_for
from pulang.web.cases.forms import choose
from pulang.web.form_page import FormPage, run_form
from pulang.web.messages.compose import ON_ITS_WAY
from pulang.web.pages import OfficerRequest, page
from pulang.web.repatriation.wording import result_in_words
from pulang.web.texts import in_language

KIND = "case.update"


class TellForm(forms.Form):
    to = forms.ChoiceField(label=_("Partner"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, partners: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "to", partners)
        if len(partners) == 1:
            self.fields["to"].initial = partners[0][0]


@page(Permission.MESSAGE_SEND, Permission.CASE_READ)
def tell(request: OfficerRequest, case_id: UUID, code: str) -> HttpResponse:
    """Raises NotFound where nothing was said of the step, as `step_for_partner`."""
    said, way = step_for_partner(request.actor, case_id, code), way_home_for(request.actor, case_id)
    if way is None:
        raise NotFound()
    definition, paired = way.step(code).definition, case_partners_for(request.actor, case_id)
    offered = [(one.partner.node, one.partner.name) for one in paired if one.holds and one.partner.allows(KIND)]

    def act(given: dict[str, Any]) -> str:
        sent = share_step(request.actor, case_id=case_id, code=code, to=given["to"])
        return reverse("message", args=[sent.pk])

    labels = {field.name: in_language(field.label) for field in definition.fields}
    result = result_in_words(definition, said.result) or _now("Taken back")
    shown = [
        {"term": in_language(definition.title), "value": result},
        *({"term": labels.get(name, name), "value": text} for name, text in said.data.items()),
    ]
    asked = FormPage(
        _("Tell the partner"),
        _("Send"),
        reverse("step", args=[case_id, code]),
        in_language(definition.title),
        lead=_("This is what leaves, and nothing more."),
        done=ON_ITS_WAY,
        template="repatriation/tell.html",
    )
    none = "" if offered else _now("No partner holds this case yet. Share it first.")
    return run_form(request, TellForm, act, page=asked, more={"leaves": shown, "none": none}, partners=offered)
