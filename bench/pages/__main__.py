"""How fast the pages of an officer are with 100,000 persons and 20,000 cases: ``python -m bench.pages``.

The world is made at the first run and kept in the state folder. Options: ``--state``, ``--seconds``, ``--rate``.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bench.pages.load import Times, Visitor, run

PORT = 8791
BASE = f"http://127.0.0.1:{PORT}"
TARGETS = {"queue": 150, "case": 150, "search": 150, "list": 150, "save a report": 300}


def main() -> None:
    asked = _arguments()
    os.environ["PULANG_STATE"] = str(asked.state)
    pulang = [sys.executable, "-m", "pulang.cli.main"]
    subprocess.run([*pulang, "node", "init", "bench", "--base-url", BASE], check=True)
    from pulang.config.environment import load_django

    load_django()
    _fill(asked.state)
    visitors = _visitors(cases_each=20)
    server = subprocess.Popen([*pulang, "node", "serve", "--port", str(PORT)])
    try:
        _wait_until_up()
        run(visitors, seconds=5, rate=asked.rate, times=Times())  # the first requests load code
        times = Times()
        run(visitors, seconds=asked.seconds, rate=asked.rate, times=times)
    finally:
        server.terminate()
        server.wait()
    _print(times, asked.seconds, asked.rate)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--state", type=lambda text: Path(text).resolve(), default=Path(".pulang/bench-pages/node").resolve()
    )
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=10)
    return parser.parse_args()


def _fill(state: Path) -> None:
    from django.db import connections

    from bench.pages.world import make_world

    done = state / "world-is-made"
    if done.exists():
        return
    begin = time.perf_counter()
    make_world(lambda text: print(f"\r{text:<30}", end="", file=sys.stderr))
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"\nmade the world in {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    done.touch()


def _visitors(*, cases_each: int) -> list[Visitor]:
    """Every officer with a session of her own and always the same cases: few different people an hour."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.test import Client

    from pulang.access.models import Officer
    from pulang.access.permissions import Permission
    from pulang.access.policy import actor_for, may
    from pulang.cases.queries import cases_for

    visitors = []
    for number, officer in enumerate(Officer.objects.order_by("username")):
        Authenticator.objects.get_or_create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "unused"})
        browser = Client()
        browser.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        actor = actor_for(officer, via="cli")
        rows, _more = cases_for(actor)
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        client = httpx.Client(base_url=BASE, cookies={settings.SESSION_COOKIE_NAME: session}, timeout=30)
        start = number % 3 * 15
        may_search = may(actor, Permission.PERSON_SEARCH) and may(actor, Permission.REPORT_TAKE)
        visitors.append(Visitor(client, [row.id for row in rows[start : start + cases_each]], may_search))
    return visitors


def _wait_until_up() -> None:
    for _ in range(100):
        try:
            httpx.get(f"{BASE}/account/login/")
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def _print(times: Times, seconds: int, rate: int) -> None:
    print(f"{rate} requests a second for {seconds} s, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'page':<16}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'target':>9}")
    for page, target in TARGETS.items():
        took = sorted(1000 * second for second in times.by_page[page])
        p95 = statistics.quantiles(took, n=20)[-1]
        word = "met" if p95 < target else "MISSED"
        numbers = "".join(f"{number:>9.0f}" for number in (statistics.median(took), p95, took[-1]))
        print(f"{page:<16}{len(took):>9}{numbers}{f'<{target}':>9} {word}")
    print(f"answers other than expected: {len(times.failures)} {times.failures[:3]}")


if __name__ == "__main__":
    main()
