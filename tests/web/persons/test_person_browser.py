"""Pages of persons and lists in a real browser: accessible at both sizes, in three languages, without scripts."""

import io

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from pulang.cases.lists.actions import run_import, start_import, take_rows
from pulang.cases.lists.sample import sample_list
from pulang.persons.actions import register_person, set_photo
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft
from tests.browser import assert_accessible, in_each_language, save_picture

pytestmark = pytest.mark.browser

SITI = PersonDraft(
    name="Siti Nurhaliza Rahmawati binti Hasan",
    other_names=(NameDraft("khmer", "ស៊ីទី នូរហាលីហ្សា"), NameDraft("passport", "SITI NURHALIZA")),
    birth_date="1990-01-01",
    birth_place="Medan",
    sex="female",
    nationality="IDN",
    languages=("id", "jv"),
    description="Small, a scar above the left eye.",
    papers=(
        PaperDraft("nik", "3171015708950002", state="copy"),
        PaperDraft("passport", "B1234567", "IDN", "2027-05-01", state="taken"),
    ),
    contacts=(
        ContactDraft("phone", "+6289990001000", "own", safe=False, note="The guards hold this phone."),
        ContactDraft("phone", "+6289990002000", "mother"),
    ),
)


@pytest.fixture
def world(committed_cast, settings, tmp_path):
    """Somebody with everything on her page, a list that is done, and one that is on the way."""
    settings.FILES_ROOT = tmp_path
    officer = committed_cast.officer
    siti = register_person(officer, draft=SITI)
    picture, target = Image.new("RGB", (480, 600), "#7a9"), io.BytesIO()
    ImageDraw.Draw(picture).ellipse((120, 120, 360, 420), fill="#e6c9a8")
    picture.save(target, "JPEG")
    set_photo(officer, person_id=siti.pk, content=target.getvalue())
    done = start_import(
        officer, file_name="arrivals.xlsx", content=sample_list(), label="Bus from Poipet, 20 January"
    )
    run_import(officer, import_id=done)
    text = "Name,Sex\n" + "".join(f"Rina Marlina {n},F\n" for n in range(30))
    running = start_import(officer, file_name="list.csv", content=text.encode(), label="Bavet")
    take_rows(officer, import_id=running, limit=12)
    return siti, done, running


@in_each_language
def test_every_page_is_accessible_at_both_sizes(open_page, committed_cast, world, language, width):
    siti, done, running = world
    page = open_page(committed_cast.officer, width=width, language=language)

    def look(name):
        save_picture(page, f"{name}-{language}-{width}")
        assert_accessible(page)

    for name, address in {
        "person-search": "/persons/",
        "person": f"/persons/{siti.pk}/",
        "person-change": f"/persons/{siti.pk}/change/",
        "person-photo": f"/persons/{siti.pk}/photo/change/",
        "lists": "/lists/",
        "list-new": "/lists/new/",
        "list": f"/lists/{done}/?state=flawed",
        "list-running": f"/lists/{running}/",
    }.items():
        assert page.goto(address).status == 200
        look(name)
    page.goto("/persons/")
    page.locator("[name=name]").fill(SITI.name)
    page.locator("[name=birth_date]").fill("1/1/1990")
    page.locator("main form [type=submit]").last.click()
    expect(page.locator("article.panel")).to_have_count(1)
    look("person-found")
    page.locator("form[action$='/register/'] [type=submit]").click()
    look("person-new")
    page.locator("[name='papers-0-kind']").select_option("nik")
    page.locator("[name='papers-0-number']").fill("3171015708950009")
    page.locator("main form .form-actions [type=submit]").click()
    expect(page.locator(".notice-warning").first).to_be_visible()
    look("person-odd")
    page.locator("[name='papers-0-number']").fill("12")
    page.locator("main form .form-actions [type=submit]").click()
    look("person-wrong")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_is_searched_registered_and_changed_by_keyboard(open_page, committed_cast, script):
    page = open_page(committed_cast.officer, script=script)
    page.goto("/persons/")
    page.get_by_label("Name").fill("Rahmawati")
    page.get_by_label("Born").fill("about 1998")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Register a new person").press("Enter")
    expect(page.get_by_label("Name", exact=False).first).to_have_value("Rahmawati")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("heading", name="Rahmawati")).to_be_visible()
    page.get_by_role("link", name="Change").press("Enter")
    page.locator("[name='papers-0-number']").fill("c 765 4321")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("C7654321")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_list_is_handed_in_and_watched(open_page, committed_cast, script, tmp_path):
    path = tmp_path / "arrivals.xlsx"
    path.write_bytes(sample_list())
    page = open_page(committed_cast.officer, script=script)
    page.goto("/lists/new/")
    page.get_by_label("What the list is about").fill("Bus")
    page.locator("[type=file]").set_input_files(path)
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("Rows are being taken")).to_be_visible()
    import_id = page.url.rstrip("/").split("/")[-1]
    run_import(committed_cast.officer, import_id=import_id)
    if not script:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("The list is done.")).to_be_visible()
