"""Sees the lines of text in one picture: a process of its own, with limits, that ends with the picture.

``python -m pulang.persons.reading.worker`` takes a picture on standard input and prints what it saw as JSON.
"""

import io
import json
import resource
import sys
from datetime import UTC, datetime
from typing import Any

from pulang.persons.reading.zone import SeenLine, find_paper

PROCESSOR, MEMORY = 60, 4 * 1024**3  # seconds, bytes of address space
TURNS = (0, 90, 270)  # upside down is seen without turning
LONGEST = 1600  # pixels: more costs time and shows nothing more


def main() -> None:
    for what, limit in ((resource.RLIMIT_CPU, PROCESSOR), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (limit, limit))
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    seen: list[SeenLine] = []
    for turn in TURNS:
        now = _look(content, turn)
        seen += now
        found = find_paper(now, today=datetime.now(tz=UTC).date())
        if found is not None and (found.proven or found.nik):
            seen = now
            break
    sys.stdout.write(json.dumps([[line.text, line.sure] for line in seen]))


def _look(content: bytes, turn: int) -> list[SeenLine]:
    import numpy
    from PIL import Image

    with Image.open(io.BytesIO(content)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((LONGEST, LONGEST))
    turned = picture.rotate(turn, expand=True)
    found, _times = _reader()(numpy.asarray(turned))
    return [SeenLine(str(text), float(sure)) for _box, text, sure in found or []]


_readers: list[Any] = []


def _reader() -> Any:
    if not _readers:
        from rapidocr_onnxruntime import RapidOCR

        _readers.append(RapidOCR(intra_op_num_threads=2))
    return _readers[0]


if __name__ == "__main__":
    main()
