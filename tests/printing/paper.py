"""What a printed paper says, read back by a program that is not ours."""

import io
import unicodedata

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """All text of the PDF, its blanks made single."""
    said = " ".join(page.extract_text(extraction_mode="layout") for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(unicodedata.normalize("NFC", said).split())
