"""Every list can be taken away as a spreadsheet with the rows of its page, and no others."""

import io
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from pulang.access.policy import may
from pulang.audit.models import Entry
from pulang.cases.lists.writing import Sheet, write_book
from pulang.operations.actions import open_operation, record_cost, register_into
from pulang.persons.drafts import PersonDraft
from pulang.web import listing
from tests.web.matrix import World, address, one_of_each_role, pages
from tests.web.world import officer_of, sign_in

XLSX = listing.XLSX
LISTS = [door for door in pages() if getattr(door.callback, "lists", "")]


def read(content: bytes) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def opener(roles, door):
    return next(actor for actor in roles.values() if all(may(actor, each) for each in door.needed))


def shown(actor, door, where):
    answer = sign_in(actor).get(where)
    assert answer.status_code == 200, door.name
    return answer.content.decode()


def visible(html: str) -> str:
    return re.sub(r"&#x27;|&#39;", "'", html).replace("&amp;", "&").replace("&quot;", '"')


@pytest.mark.parametrize("door", LISTS, ids=lambda door: door.name)
def test_a_list_is_a_sheet_with_the_same_rows(cast, door):
    actor = opener(one_of_each_role(cast), door)
    where = address(door, World(cast, door).own(actor))
    html, before = visible(shown(actor, door, where)), Entry.objects.filter(event="export.made").count()
    answer = sign_in(actor).get(f"{where}?as=xlsx")
    assert (answer.status_code, answer["Content-Type"]) == (200, XLSX)
    assert f"{door.callback.lists.replace('_', '-')}-" in answer["Content-Disposition"]
    assert Entry.objects.filter(event="export.made").count() == before + 1
    *tables, about = read(answer.content)
    assert ("as=xlsx" in html) == any(len(table) > 1 for table in tables)
    assert about[1][1], "the sheet says which list it is"
    rows = sum(len(table) - 1 for table in tables if table)
    assert about[3][1] == rows
    marked = html.count("<tr") - html.count("<thead") if "<table" in html else html.count('class="queue-row"')
    assert rows >= marked or door.name == "case", "each row of the page is in the sheet"
    for table in tables:
        for row in table[1:]:
            texts = [value for value in row if isinstance(value, str) and value]
            assert all(len(row) == len(table[0]) for row in table)
            assert any(text in html for text in texts) or not texts, row


def test_a_sheet_is_read_to_the_end_with_the_filter_of_the_page(cast, monkeypatch):
    operation = open_operation(cast.officer, kind="walk_in", title="Wave")
    for number in range(5):
        register_into(cast.officer, operation_id=operation.pk, draft=PersonDraft(name=f"Siti {number}"))
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    client = sign_in(cast.officer)
    people, counts, about = read(client.get(f"/operations/{operation.pk}/?as=xlsx").content)
    assert [row[0] for row in people] == ["Number", 1, 2, 3, 4, 5]
    assert people[1][1] == "Siti 0"
    assert len(counts) > 5
    assert about[3][1] == len(people) + len(counts) - 2
    people, *_ = read(client.get(f"/operations/{operation.pk}/?as=xlsx&stuck=1&page=9").content)
    assert len(people) == 1, "nobody is stuck"
    monkeypatch.setattr(listing, "MOST", 3)
    refused = client.get(f"/operations/{operation.pk}/?as=xlsx")
    assert refused.status_code >= 400
    assert "more than 3 rows" in refused.content.decode()


def test_a_name_that_is_sealed_on_the_page_is_sealed_in_the_sheet(cast):
    operation = open_operation(cast.officer, kind="walk_in", title="Wave")
    register_into(cast.officer, operation_id=operation.pk, draft=PersonDraft(name="Siti"))
    answer = sign_in(cast.colleague).get(f"/operations/{operation.pk}/?as=xlsx")
    assert (answer.status_code, b"PK" in answer.content[:4]) == (404, False)


def test_days_and_amounts_are_cells_to_reckon_with_and_text_is_never_a_formula(cast):
    operation = open_operation(cast.officer, kind="walk_in", title="Wave")
    call = {"kind": "ticket", "amount": Decimal("120.50"), "currency": "USD", "payer": "family"}
    record_cost(cast.officer, operation_id=operation.pk, note="=1+1", **call)
    client = sign_in(cast.officer)
    _flights, sums, lines, _about = read(client.get(f"/operations/{operation.pk}/flights/?as=xlsx").content)
    assert sums[1][:2] == ["USD", 120.5]
    assert isinstance(lines[1][0], date)
    assert lines[1][3] == 120.5
    assert lines[1][6] == "'=1+1"
    officer = officer_of(cast.officer)
    officer.language = "id"
    officer.save()
    with translation.override("id"):
        answer = sign_in(cast.officer).get(f"/operations/{operation.pk}/flights/?as=xlsx")
    assert read(answer.content)[1][0][0] == "Mata uang"


def test_a_book_takes_whatever_text_there_is(db):
    rows = [["@x", date(1899, 1, 1), datetime(2026, 1, 2, 3, 4), "a" * 40_000], [None, date(2026, 1, 2), 5, ""]]  # noqa: DTZ001
    first, second = read(write_book([Sheet("A/B" * 20, ["=a", "b", "c", "d"], rows), Sheet("A/B" * 20, [], [])]))
    assert first[0][0] == "'=a"
    assert first[1][:3] == ["'@x", "1899-01-01", datetime(2026, 1, 2, 3, 4)]  # noqa: DTZ001
    assert len(first[1][3]) == 32_000
    assert first[2][1:3] == [date(2026, 1, 2), 5]
    assert second == []
