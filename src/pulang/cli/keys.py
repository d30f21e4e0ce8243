"""`pulang keys`: the keys of this node – show, rotate, revoke, take the root away, protect by a passphrase."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulang.config.environment import load_django

if TYPE_CHECKING:
    from pulang.crypto.signing_keys import SigningKey

app = typer.Typer(no_args_is_help=True, help="Keys of this node: rotation, revocation, the root.")
Root = Annotated[Path | None, typer.Option("--root", help="The file with the root, where it is off the node")]


def _root(path: Path | None) -> "SigningKey | None":
    if path is None:
        return None
    from pulang.exchange.rotation import read_root

    return read_root(path, passphrase=typer.prompt("Passphrase of the root", hide_input=True))


@app.command()
def show() -> None:
    """Each key with its use, since when, until when; and which manifest each partner holds."""
    load_django()
    from pulang.exchange.rotation import keys_for
    from pulang.lib.actor import system

    state = keys_for(system("cli"))
    place = "on this node: take it away with `pulang keys root`" if state.root_here else "kept elsewhere"
    typer.echo(f"Manifest {state.number}. Root {state.root_kid}, {place}.")
    for key in state.keys:
        until = f", until {key.until:%Y-%m-%d}" if key.until else ""
        typer.echo(f"{key.use:8} {key.kid}  {key.state}, since {key.since:%Y-%m-%d}{until}")
    for node, ours, theirs in state.peers:
        typer.echo(f"{node} holds our manifest {ours}; we hold its {theirs}.")


@app.command()
def rotate(root: Root = None) -> None:
    """Make new keys; the old ones are taken for 30 days more, and partners learn it by themselves."""
    load_django()
    from pulang.exchange.rotation import rotate_keys
    from pulang.lib.actor import system

    number = rotate_keys(system("cli"), root=_root(root))
    typer.echo(f"New keys are in use; manifest {number}.")


@app.command()
def revoke(kid: Annotated[str, typer.Argument(help="Key id, as `show` prints it")], root: Root = None) -> None:
    """Somebody else may hold this key: new keys take over now, and nobody believes this one any more."""
    load_django()
    from pulang.exchange.rotation import revoke_key
    from pulang.lib.actor import system

    number = revoke_key(system("cli"), kid=kid, root=_root(root))
    typer.echo(f"The key is revoked; manifest {number}. Ask each partner by phone whether its links page shows it.")


@app.command(name="root")
def take_away(
    path: Annotated[Path, typer.Argument(dir_okay=False, help="A file on a stick that goes to a safe")],
) -> None:
    """Write the root into an encrypted file and delete it from the node."""
    load_django()
    from pulang.exchange.rotation import take_root_away
    from pulang.lib.actor import system

    passphrase = typer.prompt("New passphrase for the root", hide_input=True, confirmation_prompt=True)
    take_root_away(system("cli"), path=path, passphrase=passphrase)
    typer.echo(f"The root is in {path} and no longer here. Make a second copy, and keep both in safes.")


@app.command()
def protect() -> None:
    """Encrypt the key ring by the passphrase that PULANG_PASSPHRASE_FILE names; run it with the node stopped."""
    load_django()
    from pulang.db.keys import protect_ring

    protect_ring()
    typer.echo("The key ring opens only with the passphrase now.")
