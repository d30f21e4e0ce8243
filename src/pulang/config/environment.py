"""Typed readers of the environment: the only place in Pulang that looks at it."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class BadEnvironment(Exception):
    """A variable holds something that cannot be used; the message says which and what is expected."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdigit():
        raise BadEnvironment(f"{name} must be a whole number, not {value!r}")
    return int(value)


def folder(name: str, default: str) -> Path:
    return Path(text(name, default)).expanduser().resolve()


@dataclass(frozen=True)
class NodeFile:
    """What `node.json` in the state folder says of this node; written once by `pulang node init`."""

    id: str = "unset"
    name: str = "Pulang"
    country: str = "IDN"
    language: str = "en"
    base_url: str = "http://127.0.0.1:8000"
    exchange_url: str = ""
    time_zone: str = "UTC"
    demo: bool = False
    secret: str = ""

    @classmethod
    def read(cls, state: Path) -> "NodeFile":
        path = state / "node.json"
        return cls(**json.loads(path.read_text())) if path.exists() else cls()


def database(state: Path, role: str) -> dict[str, Any]:
    """Django's connection settings for `role` ("app" or "owner"), from the file that set-up wrote.

    Before set-up the name is empty: Django loads, and the first query says that there is no database.
    """
    path = state / f"database-{role}.json"
    found = json.loads(path.read_text()) if path.exists() else {"NAME": "pulang-is-not-set-up"}
    return {"ENGINE": "django.db.backends.postgresql", **found}


def parse_database_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?host=/socket` as Django's settings."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise BadEnvironment("PULANG_DATABASE_URL must look like postgresql://user:password@host:5432/name")
    query = parse_qs(parts.query)
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
    }


def host_of(url: str) -> list[str]:
    """The host of an address, or nothing."""
    host = urlsplit(url).hostname
    return [host] if host else []


def passphrase() -> str:
    """The passphrase of the key ring from the file that PULANG_PASSPHRASE_FILE names, else empty."""
    return _first_of_file("PULANG_PASSPHRASE_FILE")


def token_pin() -> str:
    """The PIN of the token: in the file that PULANG_TOKEN_PIN_FILE names, or in PULANG_TOKEN_PIN."""
    return _first_of_file("PULANG_TOKEN_PIN_FILE") or text("PULANG_TOKEN_PIN")


def give_pin(pin: str) -> None:
    """For this process and those that it becomes or starts: what somebody typed."""
    os.environ["PULANG_TOKEN_PIN"] = pin


def _first_of_file(variable: str) -> str:
    named = text(variable)
    return Path(named).read_text("utf-8").strip() if named else ""


def load_django() -> None:
    """Load the settings of the node that `PULANG_STATE` names, for commands that need them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pulang.config.settings")
    import django

    django.setup()


def for_node(state: Path) -> dict[str, str]:
    """The environment of a process of the node in `state`."""
    return {**os.environ, "PULANG_STATE": str(state), "DJANGO_SETTINGS_MODULE": "pulang.config.settings"}
