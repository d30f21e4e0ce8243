"""What a printed paper says, read back by a program that is not ours."""

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

PDFTOTEXT = shutil.which("pdftotext")
reads_pdf = pytest.mark.skipif(PDFTOTEXT is None, reason="needs pdftotext (poppler)")


def text_of(pdf: bytes, folder: Path) -> str:
    """All text of the PDF, its blanks made single."""
    assert PDFTOTEXT
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([PDFTOTEXT, "-layout", str(path), "-"], capture_output=True, check=True)
    return " ".join(unicodedata.normalize("NFC", done.stdout.decode()).split())
