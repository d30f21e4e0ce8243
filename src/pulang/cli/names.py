"""`pulang names`: what becomes of a name, and why. Needs no node."""

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Names: what they are compared by.")


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="A name as somebody wrote it")],
    language: Annotated[str, typer.Option(help="Language of the reasons: en, id or km.")] = "en",
) -> None:
    """Say step by step what a name becomes before it is compared."""
    from pulang.lib import names

    if language not in ("en", "id", "km"):
        raise typer.BadParameter("choose one of en, id, km", param_hint="--language")
    for step in names.explain(name, language):
        typer.echo(f"{step.before} → {step.after or '–'}\t{step.why}")


@app.command()
def compare(
    left: Annotated[str, typer.Argument(help="A name")],
    right: Annotated[str, typer.Argument(help="Another")],
) -> None:
    """Say claim by claim what two names have in common."""
    from datetime import date

    from pulang.config.environment import load_django

    load_django()
    from pulang.matching import rules
    from pulang.matching.sentences import claim_sentence

    today = date.today()  # noqa: DTZ011  # no birth date is compared here
    one, other = (rules.prepare(rules.Evidence(names=(name,)), today=today) for name in (left, right))
    found = rules.compare(one, other)
    for claim in found.claims:
        typer.echo(f"{claim.weight:+6.1f}  {claim_sentence(claim)}")
    typer.echo(f"{found.score:+6.1f}  = bits; as names alone {rules.alike(left, right):.2f} of 1")
