"""Messages with partner nodes, and the links to them."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.cases.queries import count_for_us
from pulang.web.messages import compose, conversation, drafts, links, lists
from pulang.web.messages.case_panel import bring
from pulang.web.navigation import Item, navigate

urlpatterns = [
    path("messages/", lists.messages, name="messages"),
    path("messages/<uuid:message_id>/", conversation.message, name="message"),
    path("messages/<uuid:message_id>/answer/", conversation.answer, name="message_answer"),
    path("messages/<uuid:message_id>/read/", conversation.read, name="message_read"),
    path("cases/<uuid:case_id>/share/", compose.share, name="case_share"),
    path("cases/<uuid:case_id>/messages/<slug:kind>/", compose.write, name="case_write"),
    path("drafts/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("links/", links.links, name="links"),
    path("links/<slug:node>/fallback/", links.fallback, name="link_fallback"),
]

navigate(Item("messages", _("Messages"), Permission.MESSAGE_READ, place=20, shortcut="m", count=count_for_us))
navigate(Item("links", _("Links to partners"), Permission.EXCHANGE_READ, place=90))
bring()
