"""How gunicorn ends TLS for partners (`gunicorn -c python:pulang.config.partner_tls`)."""

import ssl
from collections.abc import Callable
from typing import Any

certfile = keyfile = __file__  # it wants to see that files are there, and reads none


def ssl_context(config: Any, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """For each connection: whoever is believed, and by which key this node shows itself, may have changed."""
    from pulang.exchange.partners.door import context_now

    return context_now()
