"""What an operation costs: sums by currency and kind, and the lines behind them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.operations.models import Cost
from pulang.operations.queries import Ledger
from pulang.web.listing import Table, moment_cell, money_cell
from pulang.web.operations.flight_forms import KINDS, PAYERS


def ledger_context(ledger: Ledger, operation_id: UUID) -> dict[str, Any]:
    """For the page: `cost_*` are the sums, `line_*` the lines, the newest first; a person leads to her own."""
    sums = (_("Currency"), *(str(KINDS[kind]) for kind in KINDS), _("Total"))
    lines = (_("Recorded"), _("Kind"), _("Person"), _("Amount"), _("Currency"), _("Who pays"), _("Note"))
    return {
        "cost_columns": [{"label": label, "numeric": place > 0} for place, label in enumerate(sums)],
        "cost_rows": [
            {
                "cells": [
                    {"label": sums[0], "value": currency},
                    *(
                        money_cell(label, held.get(kind))
                        for label, kind in zip(sums[1:], (*KINDS, "total"), strict=True)
                    ),
                ]
            }
            for currency, held in sorted(ledger.sums.items())
        ],
        "line_columns": [{"label": label, "numeric": place in (2, 3)} for place, label in enumerate(lines)],
        "line_rows": [_line(lines, one, operation_id) for one in ledger.lines],
    }


def ledger_tables(shown: Mapping[str, Any]) -> tuple[Table, Table]:
    return (
        Table(_("Costs by currency"), shown["cost_columns"], shown["cost_rows"]),
        Table(_("Costs one by one"), shown["line_columns"], shown["line_rows"]),
    )


def _line(names: tuple[str, ...], one: Cost, operation_id: UUID) -> dict[str, Any]:
    number = one.enrolment.number if one.enrolment else None
    hers = {"url": f"{reverse('operation_flights', args=[operation_id])}?person={number}"} if number else {}
    return {
        "cells": [
            moment_cell(names[0], one.recorded_at, days=True),
            {"label": names[1], "value": str(KINDS.get(one.kind, one.kind))},
            {"label": names[2], "value": str(number or ""), "numeric": True, **hers},
            money_cell(names[3], one.amount),
            {"label": names[4], "value": one.currency},
            {"label": names[5], "value": str(PAYERS.get(one.payer, one.payer))},
            {"label": names[6], "value": one.note or ""},
        ]
    }
