"""`pulang inquiries`: whether a partner knows somebody, and what partners ask of us."""

from typing import Annotated
from uuid import UUID

import typer

from pulang.cli.said import errors_said
from pulang.config.environment import load_django

app = typer.Typer(
    no_args_is_help=True, help="Ask partners whether they know somebody; see and answer what they ask."
)
Who = Annotated[str, typer.Option(help="User name of the officer")]


@app.command()
def parts(case: UUID, officer: Who) -> None:
    """What could be said of the person of a case, each with the key that `ask` takes."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.inquiries.queries import sayable_for

    with errors_said():
        for part in sayable_for(actor_named(officer, via="cli"), case).parts:
            typer.echo(f"{part.key}\t{part.value}")


@app.command()
def ask(
    case: UUID,
    officer: Who,
    to: Annotated[str, typer.Option(help="The partner's node")],
    say: Annotated[str, typer.Option(help="Keys of what is said of her, with spaces between")],
    question: Annotated[str, typer.Option()],
    yes: Annotated[bool, typer.Option("--yes", help="Send without asking again")] = False,
) -> None:
    """Ask whether the partner knows her; shows what would leave and waits for a yes."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.inquiries.actions import ask_partner
    from pulang.matching.inquiries.queries import sayable_for

    keys = say.split()
    with errors_said():
        actor = actor_named(officer, via="cli")
        for part in sayable_for(actor, case).parts:
            if part.key in keys:
                typer.echo(f"{part.key}\t{part.value}")
        if not yes:
            typer.confirm(f"Send this and the question to {to}?", abort=True)
        sent = ask_partner(actor, case_id=case, to=to, parts=keys, question=question)
        typer.echo(f"{sent.pk} answer until {sent.reply_by:%Y-%m-%d %H:%M}")


@app.command("list")
def list_(officer: Who, answered: Annotated[bool, typer.Option("--answered")] = False) -> None:
    """What partners ask of the officer's agency, by deadline."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.inquiries.queries import inquiries_for

    with errors_said():
        for asked in inquiries_for(actor_named(officer, via="cli"), answered=answered):
            due = f"{asked.reply_by:%Y-%m-%d %H:%M}" if asked.reply_by else "no deadline"
            names = " · ".join(asked.person.get("names", ()))
            typer.echo(f"{asked.id}\t{asked.state}\t{asked.band}\t{due}\t{asked.partner}\t{names}")


@app.command()
def show(inquiry: UUID, officer: Who) -> None:
    """One question, and the officer's own people who may be her, with the reasons."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.inquiries.queries import inquiry_for
    from pulang.matching.sentences import claim_sentence, warning_sentence

    with errors_said():
        looked = inquiry_for(actor_named(officer, via="cli"), inquiry)
        typer.echo(looked.asked.question)
        for field, value in looked.asked.person.items():
            typer.echo(f"  {field}: {value if isinstance(value, str) else ' · '.join(value)}")
        for match in looked.found.matches:
            typer.echo(f"{match.person.id}\t{match.strength}\t{match.score:.1f}\t{match.person.name}")
            for code in match.warnings:
                typer.echo(f"  ! {warning_sentence(code)}")
            for claim in match.claims:
                typer.echo(f"  {claim_sentence(claim)} ({claim.weight:+.1f})")
        for other in looked.found.elsewhere:
            typer.echo(f"elsewhere\t{other.agency}")


@app.command()
def answer(
    inquiry: UUID,
    officer: Who,
    known: Annotated[UUID | None, typer.Option(help="The person who it is; without it: not known here")] = None,
    say: Annotated[str, typer.Option(help="Keys of what may be said of her; none: ask us")] = "",
    remark: Annotated[str, typer.Option()] = "",
) -> None:
    """Known (ask us, or with what may be said), or not known here."""
    load_django()
    from pulang.access.policy import actor_named
    from pulang.matching.inquiries.actions import answer_known, answer_not_known

    with errors_said():
        actor = actor_named(officer, via="cli")
        if known is None:
            done = answer_not_known(actor, inquiry_id=inquiry)
        else:
            done = answer_known(actor, inquiry_id=inquiry, person_id=known, parts=say.split(), remark=remark)
        typer.echo(f"{done.verdict}\t{'answered' if done.answered_at else 'waits for others who were asked'}")
