"""The components as the gallery shows them: valid ids, labelled fields, nothing that the content policy refuses."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.web.gallery import gallery_context, shell


@pytest.fixture(scope="module", params=["id", "en", "km"])
def gallery(request: pytest.FixtureRequest) -> str:
    page = RequestFactory().get("/gallery", {"state": "open"})
    page.user = AnonymousUser()
    with translation.override(request.param):
        return render_to_string("pulang/gallery.html", {**gallery_context(), "shell": shell()}, page)


def test_nothing_is_inline(gallery: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", gallery)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", gallery))


def test_ids_are_unique_and_every_reference_has_its_target(gallery: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', gallery)
    assert len(ids) == len(set(ids))
    named = re.findall(r'\s(?:aria-describedby|aria-labelledby|for|popovertarget)="([^"]+)"', gallery)
    assert {one for names in named for one in names.split()} <= set(ids)


def test_a_wrong_field_is_marked_described_and_linked_from_the_summary(gallery: str) -> None:
    field = re.search(r'<input[^>]*id="id_wrong-seen_on"[^>]*>', gallery)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_wrong-seen_on_error"' in field[0]
    assert 'href="#id_wrong-seen_on"' in gallery
    assert 'href="#id_wrong-urgency_field"' in gallery


def test_an_overdue_row_says_so_in_words_and_with_an_icon(gallery: str) -> None:
    row = gallery[gallery.index('class="due due-overdue"') :][:500]
    assert "#overdue" in row
    assert "overdue by 2 days" in row


def test_the_month_is_a_word(gallery: str) -> None:
    assert "/02/2026" not in re.sub(r'value="[^"]*"', "", gallery)


@pytest.mark.parametrize("code", [500, 503])
def test_a_broken_server_speaks_three_languages_without_request_or_context(code: int) -> None:
    page = get_template(f"pulang/errors/{code}.html").render()
    assert re.findall(r'<section lang="(\w+)">', page) == ["id", "en", "km"]


@pytest.mark.parametrize("code", [400, 403, 404, 413, 429])
def test_an_error_page_says_what_happened_and_what_to_do(code: int) -> None:
    page = RequestFactory().get("/")
    page.user = AnonymousUser()
    body = render_to_string(f"pulang/errors/{code}.html", {}, page)
    assert len(re.findall(r"<p>[^<]{40,}</p>", body)) == 2
    assert "<style" not in body
