"""`pulang audit verify` on the real database: 0 for a whole chain, 1 with the broken place."""

from django.db import connections, transaction
from typer.testing import CliRunner

from pulang.access.accounts.logins import note_sign_out
from pulang.cli.main import app
from tests.cast import make_cast


def test_a_whole_chain_ends_with_0(cast):
    note_sign_out(cast.officer)
    result = CliRunner().invoke(app, ["audit", "verify"])
    assert result.exit_code == 0, result.output
    assert "whole" in result.output


TAMPER = "UPDATE audit_entry SET text = replace(text, '{old}', '{new}') WHERE event = 'logout'"


def tamper(old, new):
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_stays")
        cursor.execute(TAMPER.format(old=old, new=new))
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_stays")


def test_a_broken_chain_ends_with_1_and_names_the_place(committed):
    note_sign_out(make_cast().officer)
    tamper('"via":"cli"', '"via":"web"')
    try:
        result = CliRunner().invoke(app, ["audit", "verify"])
        assert result.exit_code == 1
        assert "its text was changed" in result.output
    finally:
        tamper('"via":"web"', '"via":"cli"')
    assert CliRunner().invoke(app, ["audit", "verify"]).exit_code == 0
