"""Cutting a photo for papers in a browser: by keyboard, by pointer, and by figures."""

import io

import pytest
from PIL import Image

from pulang.persons.actions import crop_of, register_person, set_photo
from pulang.persons.drafts import PersonDraft
from tests.browser import assert_accessible, in_each_language

NAMES = ("left", "top", "width")


@pytest.mark.browser
@in_each_language
def test_the_frame_is_moved_by_keyboard_and_pointer_and_fills_in_the_figures(
    open_page, committed_cast, language, width
):
    officer = committed_cast.officer
    person = register_person(officer, draft=PersonDraft(name="Siti Aminah"))
    target = io.BytesIO()
    Image.new("RGB", (900, 1000), "#dfe7ea").save(target, "JPEG")
    set_photo(officer, person_id=person.pk, content=target.getvalue())
    page = open_page(officer, width=width, language=language)
    page.goto(f"/persons/{person.pk}/photo/crop/")
    assert_accessible(page)
    frame = page.locator(".crop-part")
    frame.focus()
    for key in ("-", "-", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    typed = [float(page.input_value(f"#id_{name}")) for name in NAMES]
    assert typed == [11.4, 3.4, 79.3]
    box = frame.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 5, box["y"] + 400)
    page.mouse.up()
    moved = [float(page.input_value(f"#id_{name}")) for name in NAMES]
    assert moved[0] < typed[0]
    assert moved[1] > typed[1], "it stops at the lower edge"
    assert moved[2] == typed[2]
    page.locator("form.form button.button-primary").click()
    page.wait_for_url(f"**/persons/{person.pk}/")
    kept, _size = crop_of(officer, person_id=person.pk)
    assert [kept.left, kept.top, kept.width] == moved
