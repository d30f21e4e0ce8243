"""A partner over real HTTP that answers as it was told, and keeps what it was asked."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message as Fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Says:
    """An answer; without `date` the field Date is left out."""

    body: bytes = b""
    status: int = 200
    date: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A request as it came; `line` numbers the connection that it came over."""

    method: str
    path: str
    body: bytes
    headers: Fields
    line: int


class ScriptedNode(ThreadingHTTPServer):
    """Answers a request by what `says` holds for its method and path without the query, else by `otherwise`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.says: dict[str, Says | Callable[[Asked], Says]] = {}
        self.otherwise: Says | Callable[[Asked], Says] = Says(status=404)
        self.asked: list[Asked] = []
        self.lines = 0

    @property
    def paths(self) -> list[str]:
        """What was asked, in order."""
        return [f"{one.method} {one.path}" for one in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves as one; in two pieces the second waits 40 ms for a word about the first
    server: ScriptedNode

    def setup(self) -> None:
        super().setup()
        self.server.lines += 1
        self.line = self.server.lines

    def _answer(self) -> None:
        """The scripted answer; one of 204 has no body."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.command, self.path, body, self.headers, self.line)
        self.server.asked.append(asked)
        said = self.server.says.get(f"{self.command} {self.path.split('?')[0]}", self.server.otherwise)
        said = said if isinstance(said, Says) else said(asked)
        self.send_response_only(said.status)
        if said.date:
            self.send_header("Date", said.date)
        for name, value in said.fields.items():
            self.send_header(name, value)
        if said.status != 204:
            self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body if said.status != 204 else b"")

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 (so the library calls them)

    def log_message(self, *_: object) -> None:
        """The tests look at what was asked, not at the log."""


@contextmanager
def scripted_node() -> Iterator[ScriptedNode]:
    with ScriptedNode() as node:
        thread = threading.Thread(target=node.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield node
        node.shutdown()
        thread.join()
