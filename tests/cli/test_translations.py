"""The catalogues follow the code and keep what was translated."""

import gettext
import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from pulang.cli import catalogues

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def package(tmp_path):
    """A package with a sentence in Python and two in a template."""
    (tmp_path / "views.py").write_text('_("Saved by %(who)s.")\n')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}\n        {% if n %}\n    {% translate "Sign in" %}\n  {% endif %}\n'
        "{% blocktranslate count n=n %}{{ n }} code{% plural %}{{ n }} codes{% endblocktranslate %}"
    )
    return tmp_path


def translated(found, **strings):
    """The Indonesian catalogue of `found` with these strings for the sentences that start with the key."""
    catalogue = catalogues.merge(catalogues.read("id", catalogues.Path("nowhere")), found, "id")
    for message in catalogue:
        for start, string in strings.items():
            if message.id and catalogues._key(message).startswith(start):
                message.string = string
    return catalogue


def test_sentences_of_python_and_templates_are_found(package):
    found = catalogues.sentences(package)
    assert {message.id for message in found if message.id} == {
        "Saved by %(who)s.",
        "Sign in",
        ("%(n)s code", "%(n)s codes"),
    }


def test_what_was_translated_stays_when_the_code_changes(package):
    old = translated(catalogues.sentences(package), Sign="Masuk")
    (package / "views.py").write_text('_("Something new")\n')
    new = catalogues.merge(old, catalogues.sentences(package), "id")
    assert new.get("Sign in").string == "Masuk"
    assert new.get("Saved by %(who)s.") is None
    assert new.get("Something new").string == ""


def test_a_comment_of_the_translator_stays(package):
    found = catalogues.sentences(package)
    old = translated(found, Sign="ចូល")
    old.get("Sign in").user_comments = ["unchecked"]
    text = catalogues.as_text(catalogues.merge(old, found, "km"))
    assert '# unchecked\nmsgid "Sign in"\nmsgstr "ចូល"' in text


def test_writing_twice_gives_the_same_bytes(package):
    found = catalogues.sentences(package)
    first = catalogues.as_text(translated(found))
    again = catalogues.merge(read_po(io.BytesIO(first.encode()), locale="id"), found, "id")
    assert catalogues.as_text(again) == first


def test_english_fills_itself(package):
    found = catalogues.sentences(package)
    english = catalogues.merge(catalogues.read("en", package), found, "en")
    assert list(catalogues.problems(english, found)) == []


@pytest.mark.parametrize(
    ("strings", "complaint"),
    [
        ({"Sign": ""}, "not translated: 'Sign in'"),
        ({"Saved": "Disimpan."}, "placeholders differ"),
        ({"Saved": "Disimpan oleh %(whom)s."}, "placeholders differ"),
        ({"%(n)s": ("%(m)s kode",)}, "placeholders differ"),
    ],
)
def test_what_cannot_stay_is_named(package, strings, complaint):
    found = catalogues.sentences(package)
    whole = {"Sign": "Masuk", "Saved": "Disimpan oleh %(who)s.", "%(n)s": ("%(n)s kode",)}
    assert list(catalogues.problems(translated(found, **whole), found)) == []
    [line] = catalogues.problems(translated(found, **{**whole, **strings}), found)
    assert complaint in line


def test_missing_and_left_over_sentences_are_named(package):
    found = catalogues.sentences(package)
    (package / "views.py").write_text('_("Something new")\n')
    wrong = catalogues.problems(translated(found), catalogues.sentences(package))
    lines = [line for line in wrong if not line.startswith("not translated")]
    assert lines == ["missing: 'Something new'", "no longer said: 'Saved by %(who)s.'"]


def test_the_compiled_file_is_what_gettext_reads(package):
    catalogue = translated(catalogues.sentences(package), Sign="Masuk")
    assert gettext.GNUTranslations(io.BytesIO(catalogues.compiled(catalogue))).gettext("Sign in") == "Masuk"


def test_whoever_installs_pulang_gets_the_compiled_catalogues(tmp_path):
    """The repository holds only sources; without these everything would be English."""
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md"):
        shutil.copy(ROOT / name, tree / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=tree, check=True, capture_output=True, timeout=60)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        khmer = gettext.GNUTranslations(packed.open("pulang/locale/km/LC_MESSAGES/django.mo"))
    assert khmer.gettext("Find a person") != "Find a person"
