"""Papers as PDF: a template (data), what it says (data) and a language become bytes. Pure.

A template is a folder with ``main.typ`` (Typst) and ``words.yaml`` (its fixed texts in en, id and km). It begins
with ``#import "frame.typ": *`` and ``#show: frame``. Whatever a person wrote reaches it as data and is set as text;
nothing is ever spliced into its source. An authority replaces a template by a folder of the same name.
"""

from pulang.printing.characters import unshown
from pulang.printing.codes import qr
from pulang.printing.days import day_in_words
from pulang.printing.errors import TemplateBroken
from pulang.printing.frame import CLASSIFICATIONS, LANGUAGES, Frame
from pulang.printing.languages import language_in_words
from pulang.printing.setting import draw_pages, print_pdf
from pulang.printing.template import Template, read_template

__all__ = [
    "CLASSIFICATIONS",
    "LANGUAGES",
    "Frame",
    "Template",
    "TemplateBroken",
    "day_in_words",
    "draw_pages",
    "language_in_words",
    "print_pdf",
    "qr",
    "read_template",
    "unshown",
]
