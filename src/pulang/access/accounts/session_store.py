"""Django's session engine, with the officer in a column of its own, so that her sessions can be ended."""

from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from pulang.access.models import Session

STARTED, SEEN, AGENT = "started_at", "seen_at", "agent"  # keys that the middleware `session_age` keeps


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        assert isinstance(session, Session)
        officer = data.get("_auth_user_id")
        session.officer_id = UUID(officer) if officer else None
        session.started_at, session.seen_at = data.get(STARTED, 0), data.get(SEEN, 0)
        session.agent = data.get(AGENT, "")
        return session
