"""The fonts of every paper, all of them from packages, and what they cannot show."""

import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_sans_khmer
import justmytype_intl_sea
import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont

#: What stands where a character cannot be shown.
UNSHOWN = "[?]"
# They are never drawn, so that no font needs them: line ends, joiners and the like.
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
VARIANTS = range(0xFE00, 0xFE10)


def font_folders() -> tuple[Path, ...]:
    """Latin with Vietnamese, Khmer, Lao, Burmese, Thai and Chinese (the Noto family, SIL Open Font Licence)."""
    neighbours = Path(justmytype_intl_sea.__file__).parent / "fonts" / "ofl"
    return (
        fontpkg_noto_sans.ROOT / "files",
        fontpkg_noto_sans_khmer.ROOT / "files",
        *(neighbours / f"notosans{script}" for script in ("lao", "myanmar", "thai")),
        pylopdf_fonts_zh_cn.sans_path().parent,
    )


@cache
def _known() -> frozenset[int]:
    files = [file for folder in font_folders() for file in folder.iterdir() if file.suffix in (".ttf", ".otf")]
    known: set[int] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            known.update(font.getBestCmap())
    return frozenset(known)


def unshown(text: str) -> tuple[str, ...]:
    """The characters of a text that no font here has, each once, in order."""
    return tuple(dict.fromkeys(each for each in text if not _shows(each)))


def marked(text: str) -> str:
    """The text with `UNSHOWN` for every run of characters that no font has: a paper never shows empty boxes."""
    if text.isascii():
        return text
    found = ""
    for each in text:
        if _shows(each):
            found += each
        elif not found.endswith(UNSHOWN):
            found += UNSHOWN
    return found


def _shows(character: str) -> bool:
    code = ord(character)
    return code in _known() or code in VARIANTS or unicodedata.category(character) in INVISIBLE
