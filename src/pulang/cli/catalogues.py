"""The catalogues of sentences: reading them out of the code and keeping what was translated."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
PLURALS = {  # as in Django's own catalogues
    "en": "nplurals=2; plural=(n != 1);",
    "id": "nplurals=1; plural=0;",
    "km": "nplurals=1; plural=0;",
}
LANGUAGES = tuple(PLURALS)
SOURCE = "en"  # the language of the sentences in the code
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("_lazy", "_now", "translated")),  # where a module needs two of them under short names
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)|%(?=[sd])|\{(\w*)\}")


def path_of(language: str, package: Path = PACKAGE) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def sentences(package: Path = PACKAGE) -> Catalog:
    """Every sentence of the package's Python and templates."""
    found = Catalog(charset="utf-8")
    for path in sorted([*package.rglob("*.py"), *package.rglob("templates/**/*.html")]):
        for _line, message, comments, context in extract("python", _python(path), KEYWORDS, ("Translators:",)):
            found.add(message, context=context, auto_comments=comments, flags=_flags(message))
    return found


def _python(path: Path) -> io.BytesIO:
    """A template as the Python that Django's own tool makes of it, without indents; Python as it is."""
    if path.suffix == ".py":
        return io.BytesIO(path.read_bytes())
    from django.utils.translation.template import templatize

    lines = templatize(path.read_text(), origin=str(path)).splitlines()
    return io.BytesIO("\n".join(line.lstrip() for line in lines).encode())


def _flags(message: str | tuple[str, ...]) -> set[str]:
    text = " ".join(message) if isinstance(message, tuple) else message
    return {"python-format"} if re.search(r"%\(\w+\)s|%[sd]", text) else set()


def read(language: str, package: Path = PACKAGE) -> Catalog:
    """The catalogue as it stands; empty where there is none."""
    path = path_of(language, package)
    content = path.read_bytes() if path.exists() else _header(language).encode()
    return read_po(io.BytesIO(content), locale=language, charset="utf-8")


def _header(language: str) -> str:
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )


def merge(old: Catalog, found: Catalog, language: str) -> Catalog:
    """`found` in `language`, with the translations and comments of `old`; what nobody says any more is gone."""
    merged = read_po(io.BytesIO(_header(language).encode()), locale=language, charset="utf-8")
    for message in _sorted(found):
        known = old.get(_key(message), message.context)
        string = known.string if known else _empty(message, merged)
        if language == SOURCE:
            string = message.id
        merged.add(
            message.id,
            string,
            flags=message.flags,
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return merged


def as_text(catalog: Catalog) -> str:
    """A file that differs only where a sentence differs: no paths, no times, no names."""
    body = io.BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True)
    return _header(str(catalog.locale)) + body.getvalue().decode().strip() + "\n"


def compiled(catalog: Catalog) -> bytes:
    body = io.BytesIO()
    write_mo(body, catalog)
    return body.getvalue()


def problems(old: Catalog, found: Catalog) -> Iterator[str]:
    """Sentences that are missing, no longer said, or whose placeholders differ, each as one line."""
    wanted = {(_key(message), message.context): message for message in _sorted(found)}
    have = {(_key(message), message.context): message for message in _sorted(old)}
    for key in sorted(wanted.keys() - have.keys(), key=str):
        yield f"missing: {key[0]!r}"
    for key in sorted(have.keys() - wanted.keys(), key=str):
        yield f"no longer said: {key[0]!r}"
    for key in sorted(have.keys() & wanted.keys(), key=str):
        strings = have[key].string
        forms = strings if isinstance(strings, tuple | list) else [strings]
        if not all(forms):
            yield f"not translated: {key[0]!r}"
        else:
            yield from (
                f"placeholders differ: {key[0]!r} and {form!r}"
                for form in forms
                if form and _differ(have[key].id, form)
            )


def _differ(said: str | tuple[str, ...] | list[str], form: str) -> bool:
    """A plural form may leave the number out ("one officer"), but name nothing that is not given."""
    if isinstance(said, str):
        return _placeholders(said) != _placeholders(form)
    return not _placeholders(form) <= set().union(*map(_placeholders, said))


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _empty(message: Message, catalog: Catalog) -> str | tuple[str, ...]:
    return "" if isinstance(message.id, str) else ("",) * catalog.num_plurals


def _sorted(catalog: Catalog) -> list[Message]:
    return sorted((each for each in catalog if each.id), key=lambda each: (_key(each), each.context or ""))
