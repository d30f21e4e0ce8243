"""A passport read from a photo: what the reader miscounts is mended by the check digits, or said to be unproven."""

import io
from datetime import date

import pytest
from PIL import Image

from bench.reading.passports import Flaws, lines_of, take
from pulang.audit.models import Entry
from pulang.lib.errors import Invalid
from pulang.persons.reading import photos
from pulang.persons.reading.zone import SeenLine, find_paper

TODAY = date(2026, 1, 20)
UPPER, LOWER = lines_of(7)


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


def seen(*lines: str, sure: float = 0.97) -> list[SeenLine]:
    return [SeenLine("REPUBLIK INDONESIA", 0.99), *(SeenLine(line, sure) for line in lines)]


@pytest.mark.parametrize(
    "lower",
    [
        LOWER,
        LOWER.replace("<<<<<", "<<<", 1),
        LOWER.replace("<<<<<", "<<<<<<", 1),
        LOWER.lower().replace("<", "«"),
        LOWER[:13] + LOWER[13:20].replace("0", "O") + LOWER[20:],
    ],
)
def test_what_a_reader_miscounts_is_mended_where_every_check_digit_fits(lower):
    found = find_paper(seen(UPPER.rstrip("<") + "<<<", lower), today=TODAY)
    assert found is not None
    assert found.proven
    assert found.lines == (UPPER, LOWER)


def test_a_wrong_character_is_said_and_not_proven():
    wrong = ("B" if LOWER[1] != "8" else "3") + LOWER[1:]
    found = find_paper(seen(UPPER, wrong), today=TODAY)
    assert found is not None
    assert not found.proven
    assert "number" in found.zone.failed


def test_a_nik_is_taken_only_where_the_reader_is_sure_and_it_holds_a_date():
    assert find_paper(seen("NIK : 3201 0155 0499 0001"), today=TODAY).nik == "3201015504990001"
    assert find_paper(seen("NIK : 3201015504990001", sure=0.6), today=TODAY) is None
    assert find_paper(seen("3201019904990001"), today=TODAY) is None


def test_a_photo_on_its_side_is_read_in_a_process_of_its_own():
    pytest.importorskip("rapidocr_onnxruntime")
    taken = take(12, Flaws(turn=90))
    found = find_paper(photos.see(taken.content), today=TODAY)
    assert found is not None
    assert found.lines == taken.lines


def test_what_is_no_picture_or_a_bomb_never_reaches_the_reader(cast, monkeypatch):
    monkeypatch.setattr(photos, "see", None)
    monkeypatch.setattr(photos, "can_read_photos", lambda: True)
    for content, code in ((b"not a picture", "file_kind"), (bomb(), "image_too_large")):
        with pytest.raises(Invalid) as caught:
            photos.read_paper(cast.officer, content=content)
        assert (caught.value.field, caught.value.code) == ("photo", code)


def test_a_photo_that_shows_no_paper_stays_in_the_audit(cast, monkeypatch):
    monkeypatch.setattr(photos, "see", lambda content: seen())
    monkeypatch.setattr(photos, "can_read_photos", lambda: True)
    with pytest.raises(Invalid) as caught:
        photos.read_paper(cast.officer, content=take(1, Flaws()).content)
    assert (caught.value.field, caught.value.code) == ("photo", "photo_unreadable")
    assert Entry.objects.filter(event="paper.read", text__contains='"found":false').count() == 1


def test_without_the_library_the_node_says_so(cast, monkeypatch):
    monkeypatch.setattr(photos, "can_read_photos", lambda: False)
    with pytest.raises(photos.PhotoReadingMissing):
        photos.read_paper(cast.officer, content=take(1, Flaws()).content)
