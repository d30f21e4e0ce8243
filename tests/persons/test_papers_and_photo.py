"""Papers with their zones and warnings, and the photo."""

import io
from datetime import date

import pytest
from PIL import Image

from pulang.lib.errors import Invalid, NotAllowed, NotFound, Problems
from pulang.persons.actions import change_person, read_photo, register_person, set_photo
from pulang.persons.drafts import ContactDraft, PaperDraft, PersonDraft
from pulang.persons.queries import oddities_in, person_for

TODAY = date(2026, 1, 20)
ZONE = "P<IDNSANTOSO<<BUDI<<<<<<<<<<<<<<<<<<<<<<<<<<\nB7654321<1IDN9512313M2812313<<<<<<<<<<<<<<<2"


def budi(**paper):
    return PersonDraft(name="Budi Santoso", birth_date="1995-12-31", papers=(PaperDraft("passport", **paper),))


def picture(kind="JPEG", size=(60, 40), **options):
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, kind, **options)
    return target.getvalue()


def test_the_number_may_be_left_to_the_zone(cast):
    person = register_person(cast.officer, draft=budi(number="", mrz=ZONE))
    assert person_for(cast.officer, person.pk).draft.papers[0].number == "B7654321"


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        ({"number": "B7654321", "mrz": ZONE.replace("3<<<<<<<<<<<<<<<2", "3<<<<<<<<<<<<<<<5")}, "mrz_check_failed"),
        ({"number": "B1111111", "mrz": ZONE}, "mrz_number_differs"),
        ({"number": "B7654321", "expires": "2020-01-01"}, "paper_expired"),
        ({"number": "123456789", "country": "IDN"}, "passport_pattern_unknown"),
    ],
)
def test_what_is_odd_is_told_before_anything_is_saved(paper, code):
    assert ("papers.0", code) in {(oddity.field, oddity.code) for oddity in oddities_in(budi(**paper), today=TODAY)}


def test_nothing_is_odd_in_a_good_passport():
    assert oddities_in(budi(number="B7654321", mrz=ZONE), today=TODAY) == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (budi(number="B7654321", mrz="P<IDN"), "papers.0.mrz"),
        (budi(number="B7654321", country="Atlantis"), "papers.0.country"),
        (budi(number="B7654321", expires="soon"), "papers.0.expires"),
        (budi(number="B7654321", state="eaten"), "papers.0.state"),
        (
            PersonDraft(name="Budi", contacts=(ContactDraft("phone", "1"), ContactDraft("pigeon", "x"))),
            "contacts.1.kind",
        ),
        (PersonDraft(name="Budi", languages=("tlh",)), "languages"),
    ],
)
def test_a_problem_of_a_part_names_the_part(cast, draft, field):
    with pytest.raises(Invalid) as caught:
        register_person(cast.officer, draft=draft)
    assert caught.value.field == field


def test_the_papers_that_are_empty_do_not_move_the_places(cast):
    draft = PersonDraft(name="Budi", papers=(PaperDraft("nik", ""), PaperDraft("nik", "1"), PaperDraft("nik", "2")))
    with pytest.raises(Problems) as caught:
        register_person(cast.officer, draft=draft)
    assert [problem.field for problem in caught.value.problems] == ["papers.1.number", "papers.2.number"]


def test_a_form_sent_twice_registers_once(cast):
    first = register_person(cast.officer, draft=budi(number="B7654321"), once="token")
    assert register_person(cast.officer, draft=budi(number="B7654321"), once="token").pk == first.pk


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_encrypted_and_read_again(cast, settings, tmp_path, kind):
    settings.FILES_ROOT = tmp_path
    person = register_person(cast.officer, draft=budi(number="B7654321"))
    set_photo(cast.officer, person_id=person.pk, content=picture(kind))
    photo = read_photo(cast.officer, person_id=person.pk)
    assert Image.open(io.BytesIO(photo.content)).size == (60, 40)
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert b"JFIF" not in kept.read_bytes()
    assert photo.content not in kept.read_bytes()


def test_a_photo_loses_what_hides_behind_it(cast, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    person = register_person(cast.officer, draft=budi(number="B7654321"))
    set_photo(cast.officer, person_id=person.pk, content=picture(comment=b"taken at 11.57 N") + b"MZ hidden")
    content = read_photo(cast.officer, person_id=person.pk).content
    assert b"11.57" not in content
    assert b"hidden" not in content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_kind"),
        (b"MZ\x90\x00 renamed.jpg", "file_kind"),
        (b"<svg onload='alert(1)'/>", "file_kind"),
        (picture()[:200], "image_broken"),
        (picture("PNG", (9000, 9000)), "image_too_large"),
    ],
    ids=["nothing", "executable", "script", "broken", "bomb"],
)
def test_what_is_no_photo_is_refused(cast, content, code):
    person = register_person(cast.officer, draft=budi(number="B7654321"))
    with pytest.raises(Invalid) as caught:
        set_photo(cast.officer, person_id=person.pk, content=content)
    assert caught.value.code == code


def test_the_photo_is_for_those_who_hold_her_identity(cast, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    person = register_person(cast.officer, draft=budi(number="B7654321"))
    with pytest.raises(NotFound):
        read_photo(cast.officer, person_id=person.pk)
    set_photo(cast.officer, person_id=person.pk, content=picture())
    for act in (
        lambda: read_photo(cast.colleague, person_id=person.pk),
        lambda: set_photo(cast.colleague, person_id=person.pk, content=picture()),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotAllowed):
        set_photo(cast.shelter_worker, person_id=person.pk, content=picture())


def test_a_change_keeps_the_photo(cast, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    person = register_person(cast.officer, draft=budi(number="B7654321"))
    set_photo(cast.officer, person_id=person.pk, content=picture())
    change_person(cast.officer, person_id=person.pk, version=2, draft=PersonDraft(name="Budi"))
    assert read_photo(cast.officer, person_id=person.pk).content
