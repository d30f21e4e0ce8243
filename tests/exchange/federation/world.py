"""Two to four whole nodes in one process: each with its own PostgreSQL database, keys, files and clock.

Nothing of a node is played: what it does is what its actions and its jobs do. Only the wire between them and the
time are the test's.
"""

import contextvars
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections
from psycopg import sql

from pulang.access.models import AgencyKind
from pulang.config.environment import NodeFile
from pulang.crypto.keyring import KeyRing
from pulang.db import roles
from pulang.db.keys import forget_ring
from pulang.exchange.keys.node_keys import FILE, make_node_keys
from pulang.exchange.models import Agreement, Peer
from pulang.exchange.partners.pairing import (
    accept_invite,
    confirm_peer,
    invite,
    keep_agreement,
    new_terms,
    phrase_with,
    sign_agreement,
)
from pulang.lib.actor import Actor, system
from tests.cast import make_actor, make_agency
from tests.emptying import empty_tables
from tests.exchange.partner import ALL_KINDS

Result = TypeVar("Result")
PLACES = ("NODE", "KEYS_ROOT", "FILES_ROOT", "TOMBSTONES", "BASE_URL", "EXCHANGE_URL")
NAMES = ("jakarta", "manila", "hanoi", "vientiane")
ALIASES = ("default", "owner")


@dataclass
class Node:
    """One node: `wrappers` are its connections by alias, `skew` how far its clock is from the world's."""

    name: str
    folder: Path
    wrappers: dict[str, Any]
    skew: timedelta = timedelta(0)
    desk: Actor = field(default_factory=lambda: system("unset"))
    administrator: Actor = field(default_factory=lambda: system("unset"))

    @property
    def address(self) -> str:
        return f"http://localhost:{9001 + NAMES.index(self.name)}"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def let_go(self) -> None:
        """Close its connections: nobody may be in a database that is copied or dropped."""
        for wrapper in self.wrappers.values():
            wrapper.close()


class World:
    """The nodes, the time, and which node this process is just now."""

    def __init__(self, nodes: list[Node], admin: dict[str, str], now: datetime) -> None:
        self.nodes = {node.name: node for node in nodes}
        self.admin, self.now = admin, now
        self.here: Node | None = None

    def time(self) -> datetime:
        return self.now + (self.here.skew if self.here else timedelta(0))

    @contextmanager
    def at(self, name: str) -> Iterator[Node]:
        """This process is that node within the block."""
        before = self.here
        self._become(self.nodes[name])
        try:
            yield self.nodes[name]
        finally:
            if before is not None:
                self._become(before)
            else:
                self.here = None

    def elsewhere(self, name: str, act: Callable[[], Result]) -> Result:
        """What another node does while one is in the middle of something: nothing of the one is known to it."""

        def there() -> Result:
            with self.at(name):
                return act()

        return contextvars.Context().run(there)

    def _become(self, node: Node) -> None:
        self.here = node
        settings.NODE = NodeFile(id=node.name, name=node.name, base_url=node.address)
        settings.KEYS_ROOT, settings.FILES_ROOT = node.keys, node.folder / "files"
        settings.TOMBSTONES, settings.BASE_URL, settings.EXCHANGE_URL = node.keys / "tombstones", node.address, ""
        for alias, wrapper in node.wrappers.items():
            connections[alias] = wrapper
        forget_ring()

    def begin(self, count: int, skews: list[timedelta]) -> list[str]:
        """So many nodes, new and paired with each other, each with an officer at its desk."""
        chosen = list(NAMES[:count])
        for name, skew in zip(chosen, skews, strict=True):
            self.nodes[name].skew = skew
            with self.at(name) as node:
                (node.keys / "tombstones").unlink(missing_ok=True)
                (node.keys / FILE).write_bytes((node.folder / FILE).read_bytes())
                node.desk = make_actor("desk", make_agency("ncb", AgencyKind.NCB), "ncb_desk")
                office = make_agency("it", AgencyKind.ADMINISTRATION)
                node.administrator = make_actor("admin", office, "administrator")
        for at, one in enumerate(chosen):
            for other in chosen[at + 1 :]:
                self._pair(one, other)
        return chosen

    def _pair(self, one: str, other: str) -> None:
        said = {}
        for name in (one, other):
            with self.at(name):
                said[name] = invite()
        for own, partner in ((one, other), (other, one)):
            with self.at(own) as node:
                peer = accept_invite(node.administrator, invite=said[partner])
                confirm_peer(node.administrator, node_id=partner, typed=phrase_with(peer))
        with self.at(one) as node:
            until = (self.now + timedelta(days=3000)).date()
            terms = new_terms(other, kinds=list(ALL_KINDS), purposes=["protection"], until=until, reference="x")
            signed = sign_agreement(node.administrator, terms=terms)
        with self.at(other) as node:
            signed = sign_agreement(node.administrator, **signed)
        for name in (one, other):
            with self.at(name) as node:
                keep_agreement(node.administrator, signed=signed)
                assert Peer.objects.count() == Agreement.objects.count()

    def copied(self, name: str) -> Callable[[], None]:
        """A backup of this node's database as it is now; what is returned puts it in the place of the present."""
        node = self.nodes[name]
        database = str(node.wrappers["default"].settings_dict["NAME"])
        backup = f"{database}_backup"
        node.let_go()
        copy_database(self.admin, database, backup)

        def restored() -> None:
            node.let_go()
            roles.drop_database(self.admin, database)
            with roles.connect(self.admin) as connection:
                renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                connection.execute(renamed.format(sql.Identifier(backup), sql.Identifier(database)))

        return restored

    def end(self) -> None:
        for name in self.nodes:
            with self.at(name):
                empty_tables()


@contextmanager
def world_of(admin: dict[str, str], folder: Path, now: datetime) -> Iterator[World]:
    """As many nodes as there are names; the tables of each are copies of those of the test's own database."""
    kept = {name: getattr(settings, name) for name in PLACES}
    own = {alias: connections[alias] for alias in ALIASES}
    nodes = [_node(admin, name, folder / name, own, now) for name in NAMES]
    try:
        yield World(nodes, admin, now)
    finally:
        for alias, wrapper in own.items():
            connections[alias] = wrapper
        for node in nodes:
            node.let_go()
            roles.drop_database(admin, str(node.wrappers["default"].settings_dict["NAME"]))
        for name, value in kept.items():
            setattr(settings, name, value)
        forget_ring()
        shutil.rmtree(folder, ignore_errors=True)


def _node(admin: dict[str, str], name: str, folder: Path, own: dict[str, Any], now: datetime) -> Node:
    for wrapper in own.values():
        wrapper.close()  # nobody may be in a database that is copied
    database = f"pulang_{name}_{secrets.token_hex(4)}"
    copy_database(admin, str(own["owner"].settings_dict["NAME"]), database)
    wrappers = {alias: connections.create_connection(alias) for alias in ALIASES}
    for wrapper in wrappers.values():
        wrapper.settings_dict = {**wrapper.settings_dict, "NAME": database}
    (folder / "keys").mkdir(parents=True)
    ring = KeyRing.create(folder / "keys" / "ring.json")
    make_node_keys(folder / "keys", ring, node_id=name, created=now - timedelta(days=1))
    shutil.copy(folder / "keys" / FILE, folder / FILE)  # those of the beginning, for the next play
    return Node(name, folder, wrappers)


def copy_database(admin: dict[str, str], template: str, name: str) -> None:
    with roles.connect(admin) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
