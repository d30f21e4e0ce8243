"""What a file really is, by its content, and images made harmless. The name that it came with proves nothing."""

import io
import warnings
from dataclasses import dataclass

import puremagic
from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

from pulang.lib.errors import Invalid

MAX_PIXELS = 40_000_000
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
#: What may be kept, by media type, with the endings under which each is offered again.
ALLOWED = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/plain": ".txt",
    "video/mp4": ".mp4",
}
_SAME = {
    "audio/mp3": "audio/mpeg",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/x-m4a": "audio/mp4",
}


@dataclass(frozen=True)
class Media:
    """A file that may be kept: its type by content, and its bytes, re-encoded where it is an image."""

    media_type: str
    content: bytes


def accept(content: bytes, *, limit: int, field: str = "file") -> Media:
    """Look at the content. Raises Invalid: `file_empty`, `file_too_big` (limit), `file_kind` (kind),

    `image_broken`, `image_too_large` (pixels).
    """
    if not content:
        raise Invalid(field, "file_empty")
    if len(content) > limit:
        raise Invalid(field, "file_too_big", limit=limit // (1024 * 1024))
    kind = media_type(content)
    if kind not in ALLOWED:
        raise Invalid(field, "file_kind", kind=kind or "?")
    return Media(kind, reencode(content, IMAGES[kind], field=field) if kind in IMAGES else content)


def media_type(content: bytes) -> str:
    """The media type by content, or "" where it is none that is known; plain text is UTF-8 without controls."""
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    found = _SAME.get(found, found)
    if found in ALLOWED and found != "text/plain":
        return found
    return found if found and not _is_text(content) else "text/plain" if _is_text(content) else ""


def reencode(content: bytes, kind: str, *, field: str = "file", box: tuple[int, int] | None = None) -> bytes:
    """The same picture without metadata or anything hidden behind it; turned as the camera meant it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=[kind]) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise Invalid(field, "image_too_large", pixels=MAX_PIXELS // 1_000_000)
                picture = ImageOps.exif_transpose(opened)
                if box:
                    picture.thumbnail(box)
                plain = picture.convert("RGB" if kind == "JPEG" else "RGBA")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Invalid(field, "image_too_large", pixels=MAX_PIXELS // 1_000_000) from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            raise Invalid(field, "image_broken") from None
    plain.info.clear()  # comments and profiles would be written again
    out = io.BytesIO()
    plain.save(out, format=kind, quality=88)
    return out.getvalue()


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height in dots of a picture that was made here."""
    with Image.open(io.BytesIO(content), formats=list(IMAGES.values())) as opened:
        return opened.size


def cut(content: bytes, box: tuple[int, int, int, int], dots: tuple[int, int]) -> tuple[bytes, float]:
    """A part of a picture that was made here, as JPEG of this size, and how uneven its upper corners are.

    The corners of a portrait are background: the unevenness is the deviation of their brightness, 0 where plain.
    """
    with Image.open(io.BytesIO(content), formats=list(IMAGES.values())) as opened:
        plain = Image.new("RGB", opened.size, "white")
        shown = opened.convert("RGBA")
        plain.paste(shown, mask=shown.getchannel("A"))
    part = plain.crop(box).resize(dots, Image.Resampling.LANCZOS)
    wide, high = dots
    grey, edge, deep = part.convert("L"), wide // 6, high // 3
    corners = [grey.crop((0, 0, edge, deep)), grey.crop((wide - edge, 0, wide, deep))]
    out = io.BytesIO()
    part.save(out, format="JPEG", quality=90)
    return out.getvalue(), max(ImageStat.Stat(corner).stddev[0] for corner in corners)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not text.startswith("#!") and all(character.isprintable() or character in "\r\n\t" for character in text)
