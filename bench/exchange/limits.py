"""What limits a number of the exchange: processor time by part; what cryptography, a commit and a request cost."""

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
import psutil
import psycopg

from pulang.cli.processes import NodeProcesses
from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.envelope import open_for, seal_for
from pulang.crypto.signing import SigningKey, sign_jws, verify_jws

PARTS = {"postgres": "database", "journey-hand": "officer"}
TRIES = 300


def processor_times(root: Path, nodes: Mapping[str, NodeProcesses] | None = None) -> dict[str, float]:
    """Seconds of processor so far of the parts of all nodes below `root`: `IDN worker`, `KHM database` …

    What `nodes` runs is known by its process, since a web server may change its command line.
    """
    ours = {run.pid: f"{side} {part}" for side, node in (nodes or {}).items() for part, run in node.running.items()}
    found: dict[str, float] = {}
    for process in psutil.process_iter():
        try:
            part = ours.get(process.pid) or ours.get(process.ppid()) or _below(process, root)
            if part:
                spent = process.cpu_times()
                found[part] = found.get(part, 0.0) + spent.user + spent.system
        except psutil.Error:
            continue  # it ended meanwhile
    return found


def _below(process: psutil.Process, root: Path) -> str:
    """The part of a process whose command line or environment names a folder below `root`, or nothing."""
    told = process.cmdline()
    if told and told[0].startswith("postgres:"):  # its command line names no folder, that of its parent does
        told = process.parent().cmdline()
    place = next((word for word in told if str(root) in word), "") or process.environ().get("PULANG_STATE", "")
    if str(root) not in place:
        return ""
    names = {Path(word).name for word in told}
    part = next((part for name, part in PARTS.items() if name in names), "other")
    return f"{Path(place).relative_to(root).parts[0].upper()} {part}"


def cryptography() -> float:
    """Seconds that one message of 4 KB costs in suite S2: seal and open it, sign and check its receipt."""
    author, mine, body = SigningKey.generate(), DecryptionKey.generate("S2"), os.urandom(4096)
    token = seal_for(body, sign_key=author, recipient_key=mine.public)
    keys, said = {author.kid: author.public}, body[:400].hex().encode()
    receipt = sign_jws(said, author, typ="nx1-receipt+jws")
    return sum(
        map(
            _each,
            (
                lambda: seal_for(body, sign_key=author, recipient_key=mine.public),
                lambda: open_for(token, my_keys_by_kid={mine.kid: mine}, sender_keys_by_kid=keys),
                lambda: sign_jws(said, author, typ="nx1-receipt+jws"),
                lambda: verify_jws(receipt, keys, typ="nx1-receipt+jws"),
            ),
        )
    )


def commit(state: Path) -> float:
    """Seconds of a transaction of the node's database that writes one row's worth of log and waits for the disk."""
    held = json.loads((state / "database-app.json").read_text())
    where = {"dbname": held["NAME"], "user": held["USER"], "password": held["PASSWORD"]}
    with psycopg.connect(**where, host=held["HOST"], port=held["PORT"], autocommit=True) as link:
        return _each(lambda: link.execute("SELECT pg_logical_emit_message(true, 'bench', repeat('x', 200))"))


def request(address: str) -> float:
    """Seconds of the least request between the nodes, on a connection that stands: the partner's manifests."""
    with httpx.Client(base_url=address) as client:
        client.get("/nx/1/manifest").raise_for_status()
        return _each(lambda: client.get("/nx/1/manifest"))


def _each(operation: Callable[[], object]) -> float:
    start = time.perf_counter()
    for _ in range(TRIES):
        operation()
    return (time.perf_counter() - start) / TRIES


def say_limits(
    before: dict[str, float], after: dict[str, float], *, messages: int, took: float, node: NodeProcesses
) -> None:
    """A line for each part; then cryptography, commit and HTTP, of which a batch of messages shares one each."""
    for part in sorted(after):
        spent = after[part] - before.get(part, 0.0)
        each = f"{spent / messages * 1000:5.2f} ms of processor a message"
        print(f"    {part:<14} {each}, {spent / took:4.0%} of a core")
    print(f"    cryptography   {cryptography() * 1000:5.2f} ms of it (sealing was before)")
    print(f"    a commit       {commit(node.state) * 1000:5.2f} ms, one for a batch")
    print(f"    a request      {request(node.address) * 1000:5.2f} ms, one for a batch")
