"""A photo of a paper, read by a process of its own; nothing of it is kept."""

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from django.conf import settings
from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, PulangError
from pulang.lib.media import IMAGES, media_type, reencode
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.persons.reading.zone import SeenLine, SeenPaper, find_paper

BOX = (2400, 2400)
SECONDS = 90
_LIBRARY = "rapidocr_onnxruntime"


class PhotoReadingMissing(PulangError):
    """The node was installed without the library that reads photos (`pulang[ocr]`)."""

    code = "photo_reading_missing"


@dataclass(frozen=True)
class ReadPaper:
    """What the photo seems to say, for a person to confirm: `draft` as it would be typed, `seen` how sure it is."""

    draft: PersonDraft
    seen: SeenPaper


def can_read_photos() -> bool:
    return find_spec(_LIBRARY) is not None


def read_paper(actor: Actor, *, content: bytes) -> ReadPaper:
    """Read the zone of a passport, or a NIK, from a photo. Nothing is kept or changed.

    No query: that nothing was found must stay in the audit.

    Raises PhotoReadingMissing, and Invalid on `photo`: `file_too_big`, `file_kind`, `image_broken`,
    `image_too_large`, `photo_unreadable` (nothing found), `photo_too_slow`.
    """
    seen = _read_paper(actor, content=content)
    if seen is None:
        raise Invalid("photo", "photo_unreadable")
    return ReadPaper(draft_from(seen), seen)


@query(Permission.PERSON_REGISTER)
def _read_paper(actor: Actor, *, content: bytes) -> SeenPaper | None:
    if not can_read_photos():
        raise PhotoReadingMissing()
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise Invalid("photo", "file_too_big", limit=settings.UPLOAD_LIMIT_BYTES // (1024 * 1024))
    kind = media_type(content)
    if kind not in IMAGES:
        raise Invalid("photo", "file_kind", kind=kind or "?")
    seen = find_paper(see(reencode(content, IMAGES[kind], field="photo", box=BOX)), today=timezone.localdate())
    failed = list(seen.zone.failed) if seen is not None and seen.zone is not None else []
    record(actor, Event.PAPER_READ, found=seen is not None, failed=failed)
    return seen


def draft_from(seen: SeenPaper) -> PersonDraft:
    """What was read, as an officer would type it; given words before the family's."""
    if seen.zone is None or seen.lines is None:
        return PersonDraft(name="", papers=(PaperDraft("nik", seen.nik, "IDN", state="held"),))
    zone = seen.zone
    paper = PaperDraft(
        "passport",
        zone.number,
        zone.issuer,
        expires=zone.expiry_date.isoformat() if zone.expiry_date else "",
        mrz="\n".join(seen.lines),
        state="held",
    )
    return PersonDraft(
        name=" ".join(zone.name_words).title(),
        birth_date=zone.birth_date.to_text() if zone.birth_date else "",
        sex={"F": "female", "M": "male"}.get(zone.sex, "unknown"),
        nationality=zone.nationality,
        papers=(paper,),
    )


def see(picture: bytes) -> list[SeenLine]:
    """Every line of text in the picture, seen by a process with limits. Raises Invalid."""
    command = [sys.executable, "-m", "pulang.persons.reading.worker"]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=picture, capture_output=True, timeout=SECONDS, check=True
        )
    except subprocess.TimeoutExpired:
        raise Invalid("photo", "photo_too_slow") from None
    except subprocess.CalledProcessError:
        raise Invalid("photo", "photo_unreadable") from None
    return [SeenLine(str(text), float(sure)) for text, sure in json.loads(done.stdout)]
