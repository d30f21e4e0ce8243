"""Makes a node: state folder, keys, database, migrations. Safe to run again: it finishes what is missing."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pulang.config.environment import NodeFile, parse_database_url, text
from pulang.config.locks import locks
from pulang.crypto.keyring import KeyRing
from pulang.db import embedded, roles
from pulang.exchange.keys.node_keys import make_node_keys

Say = Callable[[str], None]


def set_up(state: Path, node: NodeFile, *, say: Say = lambda _: None) -> None:
    """Bring the node in `state` to the point where `migrate` can run. `say` hears each long step."""
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (state / "node.json").exists():
        secret = node.secret or secrets.token_urlsafe(48)
        _write_secret(state / "node.json", {**asdict(node), "secret": secret})
    ring = state / "keys" / "ring.json"
    if not ring.exists():
        ring.parent.mkdir(exist_ok=True, mode=0o700)
        # Never by the token alone: it closes the ring once somebody has a copy of the ring in a safe.
        KeyRing.create(ring, lock=next((lock for lock in locks() if lock.kind == "scrypt"), None))
    loaded = KeyRing.load(ring, locks=locks())
    make_node_keys(ring.parent, loaded, node_id=node.id, created=datetime.now(UTC))
    say("database")
    ensure_database(state, name=f"pulang_{node.id.replace('-', '_')}")


def ensure_database(state: Path, *, name: str) -> None:
    """Start the embedded server unless `PULANG_DATABASE_URL` names a real one; make the database if needed."""
    url = text("PULANG_DATABASE_URL")
    admin = parse_database_url(url) if url else embedded.start(state / "postgres")
    if all((state / f"database-{role}.json").exists() for role in ("owner", "app")):
        return
    owner, app = roles.create_database(admin, name)
    _write_secret(state / "database-owner.json", owner)
    _write_secret(state / "database-app.json", app)


def _write_secret(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all, readable by the node's own user only."""
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content, indent=2))
    draft.rename(path)
