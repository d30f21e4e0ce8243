"""`pulang translations`: keep the catalogues of sentences in step with the code, without further programs."""

import typer

app = typer.Typer(no_args_is_help=True, help="The sentences of Pulang in its languages.")


@app.command()
def update() -> None:
    """Take up new sentences, drop those that nobody says, keep what was translated. English fills itself."""
    from pulang.cli import catalogues

    found = catalogues.sentences()
    for language in catalogues.LANGUAGES:
        path = catalogues.path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        merged = catalogues.merge(catalogues.read(language), found, language)
        path.write_text(catalogues.as_text(merged))
        left = sum(1 for line in catalogues.problems(merged, found) if line.startswith("not translated"))
        typer.echo(f"{language}: {len(merged)} sentences, {left} to translate")


@app.command()
def check() -> None:
    """End with 1 where a sentence is missing, no longer said, not translated, or names other placeholders."""
    from pulang.cli import catalogues

    found = catalogues.sentences()
    wrong = [
        f"{language}: {line}"
        for language in catalogues.LANGUAGES
        for line in catalogues.problems(catalogues.read(language), found)
    ]
    for line in wrong:
        typer.echo(line, err=True)
    if wrong:
        typer.echo(f"{len(wrong)} to correct; `pulang translations update` takes up what is new.", err=True)
        raise typer.Exit(1)


@app.command("compile")
def compile_() -> None:
    """Write the files that the pages read. They are made, not kept in the repository."""
    from pulang.cli import catalogues

    for language in catalogues.LANGUAGES:
        path = catalogues.path_of(language)
        if path.exists():
            path.with_suffix(".mo").write_bytes(catalogues.compiled(catalogues.read(language)))
