"""An operation with 2,000 people: its page, a step for 500, slips and papers: ``python -m bench.operations``."""

import argparse
import importlib
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

NODE_ID = "bench-operations"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=2_000)
    asked.add_argument("--requests", type=int, default=200)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="pulang-bench-") as folder:
        os.chmod(folder, 0o755)  # the embedded server's own user must reach its data below
        os.environ["PULANG_STATE"] = str(Path(folder) / "node")
        try:
            measure(options.people, options.requests)
        finally:
            from pulang.db import embedded

            embedded.stop(Path(os.environ["PULANG_STATE"]) / "postgres")


def measure(people: int, requests: int) -> None:
    actor = prepare()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    operation = fill(actor, people)
    page(actor, operation, requests)
    together(actor, operation)
    slips(actor, operation)
    manifest(actor, operation)
    sheet(actor, operation)


def prepare() -> Any:
    """A node with an embassy; returns the actor of its officer."""
    from django.core.management import call_command

    from pulang.config.environment import NodeFile, load_django
    from pulang.config.setup import set_up

    set_up(Path(os.environ["PULANG_STATE"]), NodeFile(id=NODE_ID, name="Bench"))
    load_django()
    call_command("migrate", database="owner", verbosity=0)
    from pulang.access.models import Agency, Officer
    from pulang.access.policy import actor_for

    embassy = Agency.objects.create(code="embassy", name="KBRI Phnom Penh", kind="embassy", country="IDN")
    officer = Officer.objects.create(username="desk", name="Desk", agency=embassy, role="protection")
    return actor_for(officer, via="cli")


def fill(actor: Any, people: int) -> UUID:
    from pulang.operations.actions import hand_in_list, open_operation, run_list

    people_list = importlib.import_module("bench.import.people").people_list  # "import" is a word of Python
    operation = open_operation(actor, kind="walk_in", title="Bench").pk
    content = people_list(round(people * 1.15), seed=3)  # a list has rows that are not taken
    began = time.perf_counter()
    source = hand_in_list(actor, operation_id=operation, file_name="list.csv", content=content)
    run_list(actor, source=source)
    say("people registered and enrolled from a list", people_in(actor, operation), time.perf_counter() - began)
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return operation


def people_in(actor: Any, operation: UUID) -> int:
    from pulang.operations.queries import board_for

    return board_for(actor, operation).registered


def page(actor: Any, operation: UUID, requests: int) -> None:
    """The page as a browser gets it, in this process: the network of an office is not measured."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.test import Client

    from pulang.access.models import Officer

    settings.ALLOWED_HOSTS = ["*"]
    officer = Officer.objects.get(pk=actor.id)
    Authenticator.objects.get_or_create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    browser = Client()
    browser.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, address in (("page", ""), ("page of who is stuck at a step", "?step=registration")):
        took = []
        for _ in range(requests + 5):
            began = time.perf_counter()
            answer = browser.get(f"/operations/{operation}/{address}")
            took.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200, answer.status_code
        took = sorted(took[5:])
        p95 = statistics.quantiles(took, n=20)[-1]
        print(f"{name:<48} p50 {statistics.median(took):6.0f} ms  p95 {p95:6.0f} ms  (wanted < 300 ms)")


def together(actor: Any, operation: UUID) -> None:
    from pulang.operations.actions import run_bulk, start_bulk
    from pulang.operations.queries import bulk_for, names_for

    numbers = list(names_for(actor, operation, step="registration"))[:500]
    asked = {"code": "registration", "result": "verified", "data": {"basis": "passport"}}
    began = time.perf_counter()
    bulk = start_bulk(actor, operation_id=operation, kind="step", asked=asked, numbers=numbers)
    run_bulk(actor, bulk_id=bulk.pk)
    took = time.perf_counter() - began
    assert bulk_for(actor, operation, bulk.pk).done == len(numbers)
    say("people with a step recorded (wanted < 5 s)", len(numbers), took)


def slips(actor: Any, operation: UUID) -> None:
    from django.utils import timezone

    from pulang.operations.papers import slips_for

    count = min(1_440, people_in(actor, operation))
    timed(
        "slips as PDF (wanted < 30 s)",
        count,
        lambda: slips_for(actor, operation, language="id", on=timezone.localdate(), last=count).content,
    )


def manifest(actor: Any, operation: UUID) -> None:
    """A flight with 300 people; how each got her seat is measured elsewhere."""
    from datetime import timedelta

    from django.utils import timezone

    from pulang.db.context import acting_as
    from pulang.operations.actions import plan_flight
    from pulang.operations.models import Enrolment, Passenger
    from pulang.operations.papers import issue_flight_paper, paper_for

    day, way = timezone.localdate() + timedelta(days=9), [{"flight": "QZ475", "from": "PNH", "to": "CGK"}]
    flight = plan_flight(actor, operation_id=operation, day=day, segments=way, seats=300)
    with acting_as(actor):
        rows = list(Enrolment.objects.filter(operation_id=operation).order_by("number")[:300])
        for place, row in enumerate(rows):
            said = {"seat": f"{place // 6 + 1}{'ABCDEF'[place % 6]}", "needs": "", "guardian": "", "note": ""}
            Passenger.objects.create(
                flight=flight, enrolment=row, payer="self_paid", details=said, changed_at=timezone.now()
            )

    def make() -> object:
        issued = issue_flight_paper(actor, flight_id=flight.pk, kind="manifest", language="id")
        return paper_for(actor, operation, issued.pk).content

    timed("people on a manifest, issued, as PDF (wanted < 3 s)", len(rows), make)


def sheet(actor: Any, operation: UUID) -> None:
    """Everybody of the operation as a spreadsheet, as a browser gets it."""
    from django.test import Client

    from pulang.access.models import Officer

    browser = Client()
    browser.force_login(
        Officer.objects.get(pk=actor.id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    count = people_in(actor, operation)
    timed("people as a spreadsheet", count, lambda: browser.get(f"/operations/{operation}/?as=xlsx").content)


def timed(what: str, count: int, make: Callable[[], object]) -> None:
    began = time.perf_counter()
    made = make()
    assert made
    say(what, count, time.perf_counter() - began)


def say(what: str, count: int, took: float) -> None:
    print(f"{count:>6,} {what:<50} {took:7.1f} s", flush=True)


if __name__ == "__main__":
    main()
