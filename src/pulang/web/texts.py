"""Texts that stand in data files, in the reader's language; and addresses of pages that may not be there."""

from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language


def in_language(texts: Mapping[str, str]) -> str:
    """The text for the reader; English where her language is missing."""
    return texts.get(language()) or texts["en"]


def url_if_there(name: str, **parts: Any) -> str:
    """The address of a page of another domain, or "" where this node does not have that domain."""
    try:
        return reverse(name, kwargs=parts or None)
    except NoReverseMatch:
        return ""


def language() -> str:
    """The reader's language as one of ours: id, en or km."""
    return (get_language() or "en")[:2]
