"""What a number of the exchange is limited by: processor time by part, and what of it is cryptography."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.envelope import open_for, seal_for
from pulang.crypto.signing import SigningKey, sign_jws, verify_jws

PARTS = {"gunicorn": "web", "worker": "worker", "postgres": "database"}
TRIES = 300


def processor_times(root: Path) -> dict[str, float]:
    """Seconds of processor time so far of the parts of all nodes below `root`: `IDN worker`, `KHM database` …"""
    found: dict[str, float] = {}
    for process in psutil.process_iter():
        try:
            node, part = _whose(process, root)
            if node:
                spent = process.cpu_times()
                found[f"{node} {part}"] = found.get(f"{node} {part}", 0.0) + spent.user + spent.system
        except psutil.Error:
            continue  # it ended meanwhile
    return found


def _whose(process: psutil.Process, root: Path) -> tuple[str, str]:
    told = " ".join(process.cmdline())
    if told.startswith("postgres:"):  # its command line names no folder, that of its parent does
        told = " ".join(process.parent().cmdline())
    named = next((word for word in told.split() if str(root) in word), "")
    place = named or process.environ().get("PULANG_STATE", "")
    if str(root) not in place:
        return "", ""
    part = next((name for word, name in PARTS.items() if word in told), "other")
    return Path(place).relative_to(root).parts[0].upper(), part


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


def _each(operation: Callable[[], object]) -> float:
    start = time.perf_counter()
    for _ in range(TRIES):
        operation()
    return (time.perf_counter() - start) / TRIES


def say_limits(before: dict[str, float], after: dict[str, float], *, messages: int, took: float) -> None:
    """A line for each part, and one for the cryptography."""
    for part in sorted(after):
        spent = after[part] - before.get(part, 0.0)
        each = f"{spent / messages * 1000:5.2f} ms of processor a message"
        print(f"    {part:<14} {each}, {spent / took:4.0%} of a core")
    print(f"    cryptography   {cryptography() * 1000:5.2f} ms of it (sealing was before)")
