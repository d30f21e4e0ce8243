"""The door for partners: TLS ends here, mutual and pinned, and nothing but NX/1 lies behind it."""

from collections.abc import Iterable
from typing import Any

from pulang.config.wsgi import application as node
from pulang.exchange.partners.door import ISSUER, issuer_shown


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The node, to which is said by which key the caller's certificate was issued; empty where it showed none."""
    if not environ["PATH_INFO"].startswith("/nx/1/"):
        start_response("404 Not Found", [("Content-Length", "0")])
        return []
    environ[ISSUER] = issuer_shown(environ["gunicorn.socket"])
    return node(environ, start_response)
