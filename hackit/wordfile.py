"""A document for word processors out of headings, paragraphs and lists. It knows no records. Pure.

It says nothing of the machine that made it: whose it is stands there as who wrote it.
"""

import io
import re
from dataclasses import dataclass
from datetime import datetime, time

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

# What XML 1.0 has no way to hold: control characters but tab and line ends, halves of pairs, non-characters.
CANNOT_HOLD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Heading:
    """A heading inside of a section."""

    words: str
    heads, lines = True, ()


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    words: str
    heads, lines = False, ()


@dataclass(frozen=True)
class Points:
    """A list."""

    lines: tuple
    heads = False


@dataclass(frozen=True)
class Section:
    """A heading, and the pieces beneath it: Heading, Words and Points."""

    heading: str
    pieces: tuple


def holds(text):
    """Whether a document can hold every sign of a text."""
    return not CANNOT_HOLD.search(text)


def write(title, sections, *, author, made_on):
    """The document as the bytes of a .docx file, on A4; signs that it cannot hold are left out."""
    document = Document()
    _about(document, title, author, made_on)
    document.add_heading(_clean(title), 0)
    for section in sections:
        document.add_heading(_clean(section.heading), 1)
        for piece in section.pieces:
            _add(document, piece)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document, piece):
    if isinstance(piece, Heading):
        document.add_heading(_clean(piece.words), 2)
    elif isinstance(piece, Points):
        for line in piece.lines:
            document.add_paragraph(_clean(line), style="List Bullet")
    else:
        document.add_paragraph(_clean(piece.words))


def _about(document, title, author, made_on):
    """In place of what the package says of itself."""
    about, made_at = document.core_properties, datetime.combine(made_on, time())
    about.title, about.author, about.last_modified_by = _clean(title)[:255], _clean(author)[:255], ""
    about.comments, about.keywords, about.revision = "", "", 1
    about.created = about.modified = made_at
    [page] = document.sections
    page.page_width, page.page_height = Mm(210), Mm(297)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _clean(text):
    return CANNOT_HOLD.sub("", text)
