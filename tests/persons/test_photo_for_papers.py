"""The part of a photo that papers show: its size, its background, and where it is printed."""

import io

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from pulang.lib.errors import Invalid, NotFound
from pulang.operations.actions import open_operation, register_into
from pulang.operations.papers import issue_paper, paper_for
from pulang.persons.actions import crop_of, crop_photo, read_portrait, register_person, set_photo
from pulang.persons.drafts import PersonDraft
from pulang.persons.rules.photos import Crop, box_of, middle, photo_rule
from tests.web.world import sign_in

RULE = photo_rule()


def face(size=(900, 1000), *, busy=False) -> bytes:
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    if busy:
        for place in range(0, size[0], 40):
            draw.rectangle((place, 0, place + 20, size[1]), fill="black")
    draw.ellipse((size[0] // 3, size[1] // 5, 2 * size[0] // 3, 4 * size[1] // 5), fill="peru")
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at a secret place"
    picture.save(target, "JPEG", exif=exif)
    return target.getvalue()


@pytest.fixture
def person(cast):
    made = register_person(cast.officer, draft=PersonDraft(name="Siti"))
    set_photo(cast.officer, person_id=made.pk, content=face())
    return made


def test_the_rule_gives_the_size_and_the_first_proposal_is_the_largest_part():
    assert RULE.dots == (354, 472)
    proposed = middle((900, 1000), RULE)
    left, top, right, bottom = box_of(proposed, (900, 1000), RULE)
    assert (top, bottom) in {(0, 1000), (0, 999)}
    assert abs((right - left) * RULE.ratio - (bottom - top)) < 2
    assert box_of(Crop(0, 0, 100), (480, 640), RULE) == (0, 0, 480, 640)


@pytest.mark.parametrize(
    ("crop", "field", "code"),
    [
        (Crop(60, 0, 60), "left", "crop_outside"),
        (Crop(0, 70, 60), "top", "crop_outside"),
        (Crop(-1, 0, 50), "left", "crop_outside"),
        (Crop(0, 0, 20), "width", "crop_too_small"),
        (Crop(0, 0, 2), "width", "crop_outside"),
    ],
)
def test_a_part_lies_within_the_photo_and_is_sharp(cast, person, crop, field, code):
    with pytest.raises(Invalid) as refused:
        crop_photo(cast.officer, person_id=person.pk, crop=crop)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_the_portrait_has_the_size_of_the_rule_and_nothing_of_the_camera(cast, person):
    with pytest.raises(NotFound):
        read_portrait(cast.officer, person_id=person.pk)
    assert crop_photo(cast.officer, person_id=person.pk, crop=Crop(10, 0, 80)).plain
    made = read_portrait(cast.officer, person_id=person.pk).content
    with Image.open(io.BytesIO(made)) as picture:
        assert (picture.size, picture.format) == (RULE.dots, "JPEG")
        assert not picture.getexif()
    assert b"secret" not in made
    assert crop_of(cast.officer, person_id=person.pk)[0] == Crop(10, 0, 80)
    set_photo(cast.officer, person_id=person.pk, content=face(busy=True))
    with pytest.raises(NotFound):
        read_portrait(cast.officer, person_id=person.pk)  # another photo has another part
    assert not crop_photo(cast.officer, person_id=person.pk, crop=Crop(10, 0, 80)).plain
    with pytest.raises(NotFound):
        crop_photo(cast.colleague, person_id=person.pk, crop=Crop(10, 0, 80))


def test_figures_alone_cut_the_photo_on_the_page(cast, person):
    client, here = sign_in(cast.officer), f"/persons/{person.pk}/photo/crop/"
    page = client.get(here).content.decode()
    assert 'name="width" value="83.3"' in page
    assert client.post(here, {"left": "60", "top": "0", "width": "60"}).status_code == 422
    assert client.post(here, {"left": "10", "top": "0", "width": "80"}).status_code == 302
    answer = client.get(f"/persons/{person.pk}/photo/papers/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")


def test_the_data_sheet_for_the_splp_shows_it_as_it_was_when_issued(cast):
    operation = open_operation(cast.officer, kind="walk_in", title="Wave")
    rows = [register_into(cast.officer, operation_id=operation.pk, draft=PersonDraft(name=n)) for n in ("Ani", "B")]
    set_photo(cast.officer, person_id=rows[0].person_id, content=face())
    crop_photo(cast.officer, person_id=rows[0].person_id, crop=Crop(10, 0, 80))
    call = {"operation_id": operation.pk, "kind": "splp_sheet", "numbers": [1, 2], "language": "id"}
    made = issue_paper(cast.officer, **call)
    first = paper_for(cast.officer, operation.pk, made.pk).content
    assert [len(page.images) for page in PdfReader(io.BytesIO(first)).pages] == [1, 0]
    set_photo(cast.officer, person_id=rows[0].person_id, content=face(busy=True))
    assert paper_for(cast.officer, operation.pk, made.pk).content == first
