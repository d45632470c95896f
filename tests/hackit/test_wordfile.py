"""A document for word processors: what is written is read again, and nothing of the machine is in it."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document

from hackit import wordfile
from hackit.wordfile import Heading, Points, Section, Words

DAY = date(2026, 11, 18)


def read(content):
    document = Document(io.BytesIO(content))
    return [(one.style.name, one.text) for one in document.paragraphs]


def written(*pieces, title="Ann Other"):
    return wordfile.write(title, [Section("About", pieces)], author="Ann Other", made_on=DAY)


def test_headings_paragraphs_and_lists_stand_in_their_order():
    content = written(Words("I build things"), Heading("A map"), Points(("SQL", "Maps")), Words("Two\nlines"))
    assert read(content) == [
        ("Title", "Ann Other"),
        ("Heading 1", "About"),
        ("Normal", "I build things"),
        ("Heading 2", "A map"),
        ("List Bullet", "SQL"),
        ("List Bullet", "Maps"),
        ("Normal", "Two\nlines"),
    ]


def test_an_empty_document_has_a_title():
    assert read(wordfile.write("Ann", [], author="Ann", made_on=DAY)) == [("Title", "Ann")]


def test_it_says_whose_it_is_and_nothing_of_the_machine():
    content = written(Words("Words"))
    about = Document(io.BytesIO(content)).core_properties
    assert (about.author, about.title, about.comments, about.last_modified_by) == (
        "Ann Other",
        "Ann Other",
        "",
        "",
    )
    assert about.created.date() == about.modified.date() == DAY
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        said = b"".join(parts.read(name) for name in parts.namelist()).lower()
    assert b"python-docx" not in said


@pytest.mark.parametrize(
    "text, holds",
    [
        ("Zoë’s “map”, 100 % – ✓ 😀\tand\nmore", True),
        ("<b>&amp;", True),
        ("", True),
        ("a\x00b", False),
        ("a\x0bb", False),
        ("a\x1fb", False),
        ("a\ud800b", False),
        ("a\uffffb", False),
    ],
)
def test_what_xml_cannot_hold_is_left_out(text, holds):
    assert wordfile.holds(text) is holds
    content = written(Words(text), Heading(text), Points((text,)), title=text)
    kept = text if holds else "ab"
    assert [words for _, words in read(content)] == [kept, "About", kept, kept, kept]
