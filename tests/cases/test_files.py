"""Files of a case: by content, encrypted, only through the case."""

import io

import pytest
from django.conf import settings
from PIL import Image

from pulang.access.permissions import Section
from pulang.cases.actions import add_file, add_member, read_file
from pulang.crypto.errors import SealBroken
from pulang.lib.errors import Invalid, NotFound

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def picture(size=(20, 20), kind="PNG", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **options)
    return out.getvalue()


def test_a_file_reads_back_and_lies_encrypted(cast, case):
    file = add_file(cast.officer, case_id=case.pk, name="statement.pdf", content=PDF)
    opened = read_file(cast.officer, case_id=case.pk, file_id=file.pk)
    assert (opened.name, opened.media_type, b"".join(opened.pieces)) == ("statement.pdf", "application/pdf", PDF)
    (stored,) = [path for path in settings.FILES_ROOT.rglob("*") if path.name == file.blob]
    assert b"Catalog" not in stored.read_bytes()


def test_an_altered_file_does_not_open(cast, case):
    file = add_file(cast.officer, case_id=case.pk, name="a.pdf", content=PDF)
    path = settings.FILES_ROOT / file.blob[:2] / file.blob
    stored = bytearray(path.read_bytes())
    stored[-1] ^= 1
    path.write_bytes(bytes(stored))
    with pytest.raises(SealBroken):
        b"".join(read_file(cast.officer, case_id=case.pk, file_id=file.pk).pieces)


def test_a_file_of_another_section_or_case_is_not_there(cast, case):
    file = add_file(cast.officer, case_id=case.pk, name="a.pdf", content=PDF, section="police")
    add_member(cast.officer, case_id=case.pk, agency_id=cast.shelter.pk, sections=[Section.FILES])
    with pytest.raises(NotFound):
        read_file(cast.shelter_worker, case_id=case.pk, file_id=file.pk)
    with pytest.raises(NotFound):
        read_file(cast.officer, case_id=file.pk, file_id=file.pk)


def test_a_picture_loses_what_the_camera_wrote_into_it(cast, case):
    exif = Image.Exif()
    exif[0x010E] = "11.5564, 104.9282"
    file = add_file(cast.officer, case_id=case.pk, name="p.jpg", content=picture(kind="JPEG", exif=exif))
    kept = b"".join(read_file(cast.officer, case_id=case.pk, file_id=file.pk).pieces)
    assert b"104.9282" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("photo.jpg", b"MZ\x90\x00" + b"\0" * 200, "file_kind"),
        ("list.txt", b"\x7fELF" + b"\0" * 60, "file_kind"),
        ("run.txt", b"#!/bin/sh\nrm -rf /\n", "file_kind"),
        ("empty.pdf", b"", "file_empty"),
        ("big.pdf", PDF + b"\0" * (30 * 1024 * 1024), "file_too_big"),
        ("cut.png", picture()[:40], "image_broken"),
        ("bomb.png", picture((9000, 9000)), "image_too_large"),
    ],
)
def test_what_it_really_is_decides(cast, case, name, content, code):
    with pytest.raises(Invalid) as caught:
        add_file(cast.officer, case_id=case.pk, name=name, content=content)
    assert caught.value.code == code


def test_a_page_sent_as_a_paper_is_kept_as_plain_text(cast, case):
    file = add_file(cast.officer, case_id=case.pk, name="page.pdf", content=b"<script>alert(1)</script>")
    opened = read_file(cast.officer, case_id=case.pk, file_id=file.pk)
    assert (opened.name, opened.media_type) == ("page.txt", "text/plain")


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\evil.pdf", "a\u202efdp.exe", "<b>.pdf"])
def test_a_name_is_only_a_name(cast, case, name):
    file = add_file(cast.officer, case_id=case.pk, name=name, content=PDF)
    opened = read_file(cast.officer, case_id=case.pk, file_id=file.pk)
    assert "/" not in opened.name
    assert opened.name.endswith(".pdf")
