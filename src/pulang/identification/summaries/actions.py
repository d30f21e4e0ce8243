"""Sending what an interview found to the partner that holds her case."""

from collections.abc import Collection
from uuid import UUID

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.cases.actions import send_about
from pulang.cases.queries import consent_to_share
from pulang.exchange.envelope import ObjectRef
from pulang.exchange.models import Message
from pulang.identification.actions.loading import load_interview
from pulang.identification.errors import ConsentRefused
from pulang.identification.queries import interview_summary_for
from pulang.identification.summaries.body import KIND, sections_to_send, summary_body
from pulang.identification.summaries.errors import NothingToSend, SharingRefused
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.lib.ids import new_id
from pulang.lib.text import clean_text


@action(Permission.MESSAGE_SEND)
def send_summary(
    actor: Actor,
    *,
    interview_id: UUID,
    to: str,
    sections: Collection[str] | None = None,
    quotations: bool = True,
    remark: str = "",
    lang: str = "en",
    once: str = "",
) -> Message:
    """Send the answers that stand, where she allows it today: to the interview, and to sharing with the partner.

    `sections`: ids of the sections that go, None for all in which something was answered. Raises NotFound,
    CaseClosed, ConsentRefused, SharingRefused, NothingToSend, Invalid, and as `send_about`.
    """
    words = clean_text(remark, field="remark", max_length=4000, multiline=True)
    interview = load_interview(interview_id)
    shown = interview_summary_for(actor, interview_id)
    if shown.consent is None or not shown.consent.holds:
        raise ConsentRefused()
    if consent_to_share(interview.case) is not True:
        raise SharingRefused()
    known = {each.section.id for each in sections_to_send(shown)}
    if sections is not None and set(sections) - known:
        raise Invalid("sections", "not_a_choice")
    body = summary_body(shown, sections=sections, quotations=quotations, remark=words)
    if not body["answers"]:
        raise NothingToSend()
    obj = ObjectRef(uid=new_id(), ver=1)
    return send_about(actor, case_id=interview.case_id, to=to, kind=KIND, body=body, obj=obj, lang=lang, once=once)
