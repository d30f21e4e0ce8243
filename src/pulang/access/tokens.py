"""API tokens: an officer's own permissions, for a time. Only the digest of a token is kept."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Officer, Token
from pulang.access.permissions import Permission
from pulang.access.policy import action, actor_for, officer_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound

PREFIX = "plg_"  # so that a leaked token is recognised as one
TERM = timedelta(days=90)


def digest_of(token: str) -> bytes:
    """A plain hash is enough: the token itself has 256 bits of chance."""
    return hashlib.sha256(token.encode()).digest()


@action(Permission.TOKEN_MANAGE)
def create_token(actor: Actor, *, label: str, term: timedelta = TERM) -> tuple[Token, str]:
    """A new token of the actor's own, and its text, which is shown this once."""
    label = label.strip()
    if not label:
        raise Invalid("label", "required")
    if len(label) > 100:
        raise Invalid("label", "too_long", limit=100)
    if not timedelta() < term <= TERM:
        raise Invalid("term", "term_too_long", days=TERM.days)
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        officer=Officer.objects.get(pk=officer_id(actor)),
        label=label,
        digest=digest_of(text),
        expires_at=timezone.now() + term,
    )
    record(actor, Event.TOKEN_CREATED, token=token.pk)
    return token, text


@action(Permission.TOKEN_MANAGE)
def revoke_token(actor: Actor, *, token_id: UUID) -> None:
    """End a token of the actor's own at once."""
    changed = Token.objects.filter(pk=token_id, officer_id=officer_id(actor), revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if not changed:
        raise NotFound()
    record(actor, Event.TOKEN_REVOKED, token=token_id)


@query(Permission.TOKEN_MANAGE)
def tokens_for(actor: Actor) -> list[Token]:
    """The actor's own tokens that still work, the newest first; their texts are kept nowhere."""
    running = Token.objects.filter(officer_id=officer_id(actor), revoked_at=None, expires_at__gt=timezone.now())
    return list(running.order_by("-created_at"))


def end_all_tokens(officer: UUID) -> int:
    """Part of an action that shuts an officer out; returns how many there were."""
    return Token.objects.filter(officer_id=officer, revoked_at=None).update(revoked_at=timezone.now())


def actor_for_token(text: str) -> Actor | None:
    """The actor whose token this is, or None where it is unknown, expired, revoked or its officer has left."""
    token = (
        Token.objects.select_related("officer")
        .filter(digest=digest_of(text), revoked_at=None, expires_at__gt=timezone.now(), officer__is_active=True)
        .first()
    )
    return actor_for(token.officer, via="api") if token else None
