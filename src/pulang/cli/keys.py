"""`pulang keys`: the keys of this node – show, rotate, revoke, the root, the passphrase, the token, the safe."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulang.cli.pin import ask_pin
from pulang.cli.said import errors_said
from pulang.config.environment import load_django

if TYPE_CHECKING:
    from pulang.crypto.signing_keys import SigningKey
    from pulang.exchange.keys.places import KeyPlaces

app = typer.Typer(no_args_is_help=True, help="Keys of this node: rotation, revocation, the root.")
Safe = Annotated[Path, typer.Argument(dir_okay=False, help="The copy of the key ring, which lies in a safe")]
Root = Annotated[Path | None, typer.Option("--root", help="The file with the root, where it is off the node")]


@contextmanager
def _node() -> Iterator[None]:
    """The node with its keys open; a refusal is said in a sentence."""
    ask_pin()
    load_django()
    from pulang.crypto.errors import CryptoRefusal

    try:
        with errors_said():
            yield
    except CryptoRefusal as error:
        typer.echo(f"Refused: {error}.", err=True)
        raise typer.Exit(1) from None


def _places(places: "KeyPlaces") -> str:
    ring = {
        "open": "open on the disk: close it with `pulang keys protect`",
        "scrypt": "closed by the passphrase of the node",
        "token": f"closed by a key in the token {places.label} {places.serial}".rstrip(),
    }
    signing = {"file": "sealed by the key ring", "token": "in the token, which never gives it away"}
    return f"Key ring: {ring[places.ring]}. Key that signs: {signing[places.signing]}."


def _root(path: Path | None) -> "SigningKey | None":
    if path is None:
        return None
    from pulang.exchange.keys.rotation import read_root

    return read_root(path, passphrase=typer.prompt("Passphrase of the root", hide_input=True))


@app.command("status")
@app.command("show", hidden=True)
def status() -> None:
    """Where the keys lie, each with its use and until when; which manifest each partner holds.

    Ends with 1 where they lie in a token that does not answer now.
    """
    with _node():
        from pulang.exchange.keys.rotation import keys_for
        from pulang.lib.actor import system

        state = keys_for(system("cli"))
        place = "on this node: take it away with `pulang keys root`" if state.root_here else "kept elsewhere"
        typer.echo(f"Manifest {state.number}. Root {state.root_kid}, {place}.")
        typer.echo(_places(state.places))
        for key in state.keys:
            until = f", until {key.until:%Y-%m-%d}" if key.until else ""
            typer.echo(f"{key.use:8} {key.kid}  {key.state}, since {key.since:%Y-%m-%d}{until}")
        for node, ours, theirs in state.peers:
            typer.echo(f"{node} holds our manifest {ours}; we hold its {theirs}.")
        if state.places.fault:
            raise state.places.fault


@app.command()
def rotate(root: Root = None) -> None:
    """Make new keys; the old ones are taken for 30 days more, and partners learn it by themselves."""
    with _node():
        from pulang.exchange.keys.rotation import rotate_keys
        from pulang.lib.actor import system

        number = rotate_keys(system("cli"), root=_root(root))
        typer.echo(f"New keys are in use; manifest {number}.")


@app.command()
def revoke(kid: Annotated[str, typer.Argument(help="Key id, as `status` prints it")], root: Root = None) -> None:
    """Somebody else may hold this key: new keys take over now, and nobody believes this one any more."""
    with _node():
        from pulang.exchange.keys.rotation import revoke_key
        from pulang.lib.actor import system

        number = revoke_key(system("cli"), kid=kid, root=_root(root))
        typer.echo(
            f"The key is revoked; manifest {number}. Ask each partner by phone whether its links page shows it."
        )


@app.command(name="root")
def take_away(
    path: Annotated[Path, typer.Argument(dir_okay=False, help="A file on a stick that goes to a safe")],
) -> None:
    """Write the root into an encrypted file and delete it from the node."""
    with _node():
        from pulang.exchange.keys.rotation import take_root_away
        from pulang.lib.actor import system

        passphrase = typer.prompt("New passphrase for the root", hide_input=True, confirmation_prompt=True)
        take_root_away(system("cli"), path=path, passphrase=passphrase)
        typer.echo(f"The root is in {path} and no longer here. Make a second copy, and keep both in safes.")


@app.command()
def protect() -> None:
    """Encrypt the key ring by the passphrase that PULANG_PASSPHRASE_FILE names; run it with the node stopped."""
    with _node():
        from pulang.db.keys import protect_ring

        protect_ring()
        typer.echo("The key ring opens only with the passphrase now.")


token = typer.Typer(no_args_is_help=True, help="Keys in a PKCS#11 token: into it, and out of it again.")
app.add_typer(token, name="token")


@token.command()
def enter(safe: Safe, root: Root = None) -> None:
    """Close the key ring by a key in the token, and sign by a key that never leaves it. The node may run on."""
    with _node():
        from pulang.exchange.keys.moving import enter_token
        from pulang.lib.actor import system

        opened, words = _root(root), typer.prompt("Passphrase for the copy in the safe", hide_input=True)
        number = enter_token(system("cli"), safe=safe, words=words, root=opened)
        typer.echo(f"The keys lie in the token; manifest {number}. Bring {safe} to two safes and delete it here.")


@token.command()
def leave(root: Root = None) -> None:
    """Close the key ring by the passphrase that PULANG_PASSPHRASE_FILE names, and sign by a key under it."""
    with _node():
        from pulang.exchange.keys.moving import leave_token
        from pulang.lib.actor import system

        number = leave_token(system("cli"), root=_root(root))
        typer.echo(f"The keys lie in files under the passphrase of the node; manifest {number}.")


@app.command()
def recover(safe: Safe, root: Root = None) -> None:
    """The token is lost or broken: come back from the copy in the safe, and revoke the key that it signed with."""
    with _node():
        from pulang.exchange.keys.moving import come_from_safe, replace_lost_key
        from pulang.lib.actor import system

        words = typer.prompt("Passphrase of the copy in the safe", hide_input=True)
        come_from_safe(system("cli"), safe=safe, words=words)
        number = replace_lost_key(system("cli"), root=_root(root))
        typer.echo(f"The keys lie in files under the passphrase of the node; manifest {number}. Start it again.")
