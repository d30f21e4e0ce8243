"""`pulang exchange`: meeting partner nodes, agreements, the state of the links."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from pulang.cli.conform import conform
from pulang.cli.said import errors_said
from pulang.config.environment import load_django

app = typer.Typer(no_args_is_help=True, help="Partner nodes: pairing, agreements, links.")
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
app.command()(conform)
KINDS = (
    "case.share case.update identification.request identification.answer nationality.request"
    " nationality.answer return.notice return.received note case.proposal locate.request locate.answer"
    " protection.request protection.answer notice.request diffusion mla.pointer intelligence.report"
    " interview.summary overlap.request overlap.points overlap.answer"
)


def _read(path: Path) -> dict[str, Any]:
    try:
        value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise typer.BadParameter(f"{path} is not a JSON file of Pulang: {error}") from error
    return value


@app.command()
def invite() -> None:
    """Print this node's invite file for a partner; it holds no secret."""
    load_django()
    from pulang.exchange.partners.pairing import invite as own_invite

    typer.echo(json.dumps(own_invite(), indent=2))


@app.command()
def accept(path: File) -> None:
    """Keep a partner's invite and print the phrase to read out to each other."""
    load_django()
    from pulang.exchange.partners.pairing import accept_invite, phrase_with
    from pulang.lib.actor import system

    typer.echo(phrase_with(accept_invite(system("cli"), invite=_read(path))))


@app.command()
def confirm(node: str, phrase: str) -> None:
    """Finish the pairing with the phrase that the partner's officer read out."""
    load_django()
    from pulang.exchange.partners.pairing import confirm_peer
    from pulang.lib.actor import system

    confirm_peer(system("cli"), node_id=node, typed=phrase)
    typer.echo(f"Paired with {node}.")


@app.command()
def propose(
    node: str,
    kinds: Annotated[str, typer.Option(help="Kinds, with spaces between")] = KINDS,
    purposes: Annotated[str, typer.Option()] = "protection",
    days: Annotated[int, typer.Option(help="How long it runs")] = 365,
    reference: Annotated[str, typer.Option(help="Treaty or memorandum")] = "",
    file_mb: Annotated[int, typer.Option(help="How large a file may be that goes with a message")] = 2048,
) -> None:
    """Print an agreement with a partner, signed by this node."""
    load_django()
    from pulang.exchange.partners.pairing import new_terms, sign_agreement
    from pulang.lib.actor import system

    until = date.today() + timedelta(days=days)  # noqa: DTZ011 (an agreement ends with a local day)
    terms = new_terms(
        node,
        kinds=kinds.split(),
        purposes=purposes.split(),
        until=until,
        reference=reference,
        attachment_bytes=file_mb * 1024**2,
    )
    typer.echo(json.dumps(sign_agreement(system("cli"), terms=terms), indent=2))


@app.command()
def sign(path: File) -> None:
    """Print a partner's agreement with this node's signature added."""
    load_django()
    from pulang.exchange.partners.pairing import sign_agreement
    from pulang.lib.actor import system

    proposed = _read(path)
    signed = sign_agreement(system("cli"), terms=proposed["terms"], signatures=proposed["signatures"])
    typer.echo(json.dumps(signed, indent=2))


@app.command()
def keep(path: File) -> None:
    """Put an agreement that both nodes signed in force."""
    load_django()
    from pulang.exchange.partners.pairing import keep_agreement
    from pulang.lib.actor import system

    agreement = keep_agreement(system("cli"), signed=_read(path))
    typer.echo(f"In force until {agreement.until}: {', '.join(agreement.terms['kinds'])}")


@app.command()
def fallback(node: str, username: Annotated[str, typer.Argument(help="Empty for nobody")] = "") -> None:
    """Name the officer who is told when an answer from or to a partner is overdue."""
    load_django()
    from pulang.exchange.answer_times import name_fallback
    from pulang.lib.actor import system

    name_fallback(system("cli"), node=node, username=username)
    typer.echo(f"{username or 'Nobody'} is told of overdue answers of {node}.")


@app.command("export")
def export_file(node: str, path: Annotated[Path, typer.Argument(dir_okay=False)]) -> None:
    """Write what waits for a partner into a signed, sealed file, for a day without network."""
    load_django()
    from pulang.exchange.delivery.bundles import export_bundle
    from pulang.lib.actor import system

    with path.open("wb") as out:
        made = export_bundle(system("cli"), node=node, out=out)
    typer.echo(f"Written to {path}. It can be carried by anybody; only {node} can read it.")
    if made.files:
        typer.echo(f"{made.files} files are in it.")
    if made.left:
        typer.echo(f"{made.left} files are not in it: they follow over the network, or in another bundle.")


@app.command("import")
def import_file(path: File) -> None:
    """Take a partner's file; export one for it afterwards, which carries the receipts back."""
    load_django()
    from pulang.exchange.delivery.bundles import import_bundle
    from pulang.lib.actor import system

    with errors_said(), path.open("rb") as file:
        taken = import_bundle(system("cli"), file=file)
    typer.echo(f"{taken.messages} messages, {taken.receipts} receipts and {taken.files} files of {taken.node}.")
    if taken.left:
        typer.echo(f"{taken.left} files are not in it. They follow over the network, or in another bundle.")
    for code in taken.refused:
        typer.echo(f"not taken: {code}")


@app.command()
def mailbox(node: str, off: Annotated[bool, typer.Option("--off", help="No longer")] = False) -> None:
    """Fetch from a partner every minute, where it cannot reach this node."""
    load_django()
    from pulang.exchange.delivery.mailbox import fetch_from
    from pulang.lib.actor import system

    fetch_from(system("cli"), node=node, on=not off)
    typer.echo(f"{'No longer fetched' if off else 'Fetched every minute'} from {node}.")


@app.command()
def fetch(node: str) -> None:
    """Fetch now what waits at a partner, rather than within the next minute."""
    load_django()
    from pulang.exchange.delivery.mailbox import fetch_now

    typer.echo(f"{fetch_now(node)} messages came from {node}.")


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else "never"


@app.command()
def status() -> None:
    """The state of every link: queue, last contact, errors, missing numbers, clock, keys, quota, quarantine."""
    load_django()
    from pulang.exchange.partners.links import link_states

    for link in link_states():
        clock = "unknown" if link.clock is None else f"{link.clock:+.0f} s"
        typer.echo(
            f"{link.node}: {link.queued} queued (oldest {_moment(link.oldest_queued)}),"
            f" last contact {_moment(link.last_contact)}, {link.missing} missing,"
            f" {link.refused} refused, last receipt {_moment(link.last_receipt)}, clock {clock},"
            f" keys {link.manifest} (holds {link.knows} of {link.own_manifest}),"
            f" {link.files} files on their way ({link.file_bytes} bytes),"
            f" quota {link.quota_messages}/{link.quota_limits[0]}"
            f"{', ' + link.last_error if link.last_error else ''}"
        )
        for what, counts in (
            ("not taken", link.quarantined),
            ("refused there", link.refused_there),
            ("refused here", link.refused_here),
        ):
            for code, count in counts.items():
                typer.echo(f"  {what}: {count} × {code}")


@app.command()
def protocol(
    folder: Annotated[Path, typer.Argument(file_okay=False)] = Path("docs/protocol"),
) -> None:
    """Write the JSON Schemas and golden vectors of the specification anew."""
    load_django()
    from pulang.cli.protocol import published

    for path, text in published(folder).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        typer.echo(path)


@app.command()
def evidence(
    message: Annotated[UUID, typer.Argument(help="Number of the message")],
    officer: Annotated[str, typer.Option(help="User name of the officer who asks; she must see the message")],
    out: Annotated[Path, typer.Option(help="The bundle to write")] = Path("evidence.zip"),
) -> None:
    """Write a bundle about one message that a court verifies with openssl, without this software."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.exchange.log.evidence import evidence as make_evidence

    make_evidence(actor_named(officer, via="cli"), message=message, path=out)
    typer.echo(f"{out}: unpack it and run `sh verify.sh` there.")


@app.command()
def verify() -> None:
    """Check the log of every link, from its first entry to its end, also against the checkpoints."""
    load_django()
    from pulang.exchange.log.verifying import verify_logs

    found = verify_logs()
    for log in found:
        erased = f", {log.erased} erased" if log.erased else ""
        typer.echo(f"{log.node}: {log.entries} entries, {log.checkpoints} checkpoints{erased}")
        for problem in log.problems:
            typer.echo(f"  {problem}")
    if any(log.problems for log in found):
        typer.echo("The log was tampered with. Change nothing on this machine and call your supervisor.")
        raise typer.Exit(1)
    typer.echo("The logs are whole.")
