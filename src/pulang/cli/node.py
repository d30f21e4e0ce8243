"""`pulang node`: make a node, bring its database up to date, run its parts."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pulang.cli.pin import see_token
from pulang.config.environment import NodeFile, folder, load_django

app = typer.Typer(no_args_is_help=True, help="Make and run a node.")


def state() -> Path:
    """The state folder that the environment names."""
    return folder("PULANG_STATE", ".pulang/node")


@app.command()
def init(
    node_id: Annotated[str, typer.Argument(help="Short name, as in ncb-jakarta")],
    name: Annotated[str, typer.Option(help="Name as officers know it")] = "Pulang",
    country: Annotated[str, typer.Option(help="ISO 3166-1 alpha-3")] = "IDN",
    language: Annotated[str, typer.Option(help="First language: id, en or km")] = "en",
    time_zone: Annotated[str, typer.Option()] = "Asia/Jakarta",
    base_url: Annotated[str, typer.Option(help="Address that officers use")] = "http://127.0.0.1:8000",
    exchange_url: Annotated[str, typer.Option(help="Address that peers use, where it is another: https://…")] = "",
    demo: Annotated[bool, typer.Option(help="Only for synthetic people")] = False,
) -> None:
    """Make what is missing of a node: state folder, keys, database, tables. Safe to repeat."""
    from pulang.config.setup import set_up  # heavy, and only this command needs it

    described = NodeFile(
        id=node_id,
        name=name,
        country=country,
        language=language,
        time_zone=time_zone,
        base_url=base_url,
        exchange_url=exchange_url,
        demo=demo,
    )
    set_up(state(), described, say=lambda step: typer.echo(f"… {step}", err=True))
    migrate()


@app.command()
def migrate() -> None:
    """Bring the tables up to date, as the owner of the database."""
    load_django()
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0)


@app.command("rebuild-index")
def rebuild_index() -> None:
    """Write what people are looked up by anew where it is missing or stale, as after an upgrade. Safe to repeat."""
    load_django()
    from pulang.lib.actor import system
    from pulang.matching.actions import rebuild

    done = rebuild(system("rebuild-index"), say=lambda count: typer.echo(f"… {count:,}", err=True))
    typer.echo(f"{done:,} people written")


@app.command("find-pairs")
def find_pairs() -> None:
    """Compare everybody with the register for the queue "Same person?", as after an upgrade. Safe to repeat."""
    load_django()
    from pulang.lib.actor import system
    from pulang.matching.pairs.actions import look_at_everybody

    fresh = look_at_everybody(system("find-pairs"), say=lambda done, _fresh: typer.echo(f"… {done:,}", err=True))
    typer.echo(f"{fresh:,} pairs to be judged")


@app.command()
def serve(
    port: Annotated[int, typer.Option()] = 8000,
    workers: Annotated[int, typer.Option(help="Processes")] = 2,
    threads: Annotated[int, typer.Option(help="Threads of each process")] = 4,
) -> None:
    """Serve pages, API and the inbox for peers on the loopback address; TLS stands before it."""
    see_token()
    os.execv(  # noqa: S606
        sys.executable,
        [
            *(sys.executable, "-m", "gunicorn", "pulang.config.wsgi:application"),
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
            *("--workers", str(workers), "--threads", str(threads), "--keep-alive", "30"),
            *("--preload", "--graceful-timeout", "10", "--timeout", "60", "--log-level", "warning"),
        ],
    )


@app.command("serve-partners")
def serve_partners(
    host: Annotated[str, typer.Option()] = "0.0.0.0",  # noqa: S104 (partners come from outside)
    port: Annotated[int, typer.Option()] = 8443,
    workers: Annotated[int, typer.Option(help="Processes")] = 1,
    threads: Annotated[int, typer.Option(help="Threads of each process")] = 8,
) -> None:
    """Serve the inbox for partners and nothing else, over TLS that ends here: mutual, pinned to their keys."""
    see_token()
    os.execv(  # noqa: S606
        sys.executable,
        [
            *(sys.executable, "-m", "gunicorn", "pulang.config.partner_door:application"),
            *("-c", "python:pulang.config.partner_tls", "--bind", f"{host}:{port}", "--worker-class", "gthread"),
            *("--workers", str(workers), "--threads", str(threads), "--keep-alive", "30"),
            *("--graceful-timeout", "10", "--timeout", "60", "--log-level", "warning"),
        ],
    )


@app.command()
def stop_database() -> None:
    """Stop the embedded PostgreSQL of this node."""
    from pulang.db import embedded

    embedded.stop(state() / "postgres")
