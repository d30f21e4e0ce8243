"""Money that the cooperation pays and is asked to pay. Pure."""

from decimal import Decimal

from pulang.lib.errors import Invalid

CURRENCIES = ("USD", "IDR", "KHR", "THB", "SGD", "MYR", "EUR")
MOST = Decimal("100000000000")


def money_problems(amount: Decimal, currency: str) -> list[Invalid]:
    """Why this is no line of a ledger; an amount below zero sets an earlier line right."""
    problems = [] if currency in CURRENCIES else [Invalid("currency", "not_a_choice")]
    return problems if amount and abs(amount) < MOST else [*problems, Invalid("amount", "not_money")]
