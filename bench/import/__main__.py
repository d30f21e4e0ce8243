"""A list through search-before-create, also killed in the middle: ``python -m bench.import [--rows 1440 …]``."""

import argparse
import importlib
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

NODE_ID = "bench-import"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, nargs="+", default=[1_440, 10_000])
    asked.add_argument("--register", type=int, default=2_000, help="people that the register holds before")
    asked.add_argument("--resume", nargs=1, metavar="ID", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.resume:
        resume(UUID(options.resume[0]))
        return
    with tempfile.TemporaryDirectory(prefix="pulang-bench-") as folder:
        os.chmod(folder, 0o755)  # the embedded server's own user must reach its data below
        os.environ["PULANG_STATE"] = str(Path(folder) / "node")
        try:
            measure(options.rows, options.register)
        finally:
            from pulang.db import embedded

            embedded.stop(Path(os.environ["PULANG_STATE"]) / "postgres")


def measure(sizes: list[int], register: int) -> None:
    people_list = importlib.import_module("bench.import.people").people_list  # "import" is a word of Python

    prepare()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    took, counts = hand_in(people_list(register, seed=1))
    print(f"the register holds {counts['created']:,} people ({register / took:,.0f} rows/s into an empty register)")
    for seed, rows in enumerate(sizes, start=2):
        content = people_list(rows, seed=seed, known=rows // 20, known_seed=1)
        took, counts = hand_in(content)
        print(f"{rows:>7,} rows  {took:6.1f} s  {rows / took:5.0f} rows/s  {said(counts)}")
    rows = sizes[0]
    took, counts = hand_in(people_list(rows, seed=9), kill_after=rows // 3)
    print(f"{rows:>7,} rows  {took:6.1f} s  killed with SIGKILL after a third and resumed  {said(counts)}")


def prepare() -> None:
    from pulang.config.environment import NodeFile
    from pulang.config.setup import set_up

    set_up(Path(os.environ["PULANG_STATE"]), NodeFile(id=NODE_ID, name="Bench"))
    load()
    from django.core.management import call_command

    from pulang.access.models import Agency, Officer

    call_command("migrate", database="owner", verbosity=0)
    agency = Agency.objects.create(code="embassy", name="Embassy", kind="embassy", country="IDN")
    Officer.objects.create(username="officer", name="Officer", agency=agency, role="protection")


def load() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "pulang.config.settings"
    import django

    django.setup()


def hand_in(content: bytes, *, kill_after: int = 0) -> tuple[float, dict[str, int]]:
    """Hand the list in and take every row; seconds for both, and the rows by state."""
    from pulang.access.policy import actor_named
    from pulang.cases.lists.actions import run_import, start_import

    officer = actor_named("officer", via="cli")
    begun = time.perf_counter()
    import_id = start_import(officer, file_name="list.csv", content=content, label="Bench")
    if kill_after:
        kill_in_the_middle(import_id, kill_after)
    counts = run_import(officer, import_id=import_id)
    return time.perf_counter() - begun, counts


def kill_in_the_middle(import_id: UUID, after: int) -> None:
    command = [sys.executable, "-m", "bench.import", "--resume", str(import_id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) >= after:
                child.send_signal(signal.SIGKILL)
                break


def resume(import_id: UUID) -> None:
    load()
    from pulang.access.policy import actor_named
    from pulang.cases.lists.actions import run_import

    officer = actor_named("officer", via="job")
    run_import(officer, import_id=import_id, say=lambda done, total: print(done, flush=True))


def said(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {state}" for state, count in counts.items() if count)


if __name__ == "__main__":
    main()
