"""The typeface of a printed report: what it can draw, and how wide a text is in it.

It is the one the figures are drawn with, and it comes with matplotlib: print looks the same where
a system has no font at all.
"""

import re
import threading
import unicodedata
from functools import cache
from pathlib import Path

import matplotlib as mpl
import typst
from matplotlib.ft2font import FT2Font, LoadFlags

FOLDER = Path(mpl.get_data_path()) / "fonts" / "ttf"
CUTS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique")
ONE_AT_A_TIME = threading.Lock()
"""A typeface serves one thread at a time: FreeType keeps the glyph it reads in it."""

BREAK = "\N{ZERO WIDTH SPACE}"
"""Marks where a long word may be broken; the press takes it out again."""

JOINERS = "\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}"
UNHEARD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
AFTER = "/\\_.,;:?&=#@|+-"  # a word is best broken after one of these


@cache
def fonts() -> typst.Fonts:
    """Return matplotlib's fonts, and none of the system's."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )


def drawable(text: str) -> str:
    """Return a text with each character that the typeface lacks as its name in brackets.

    >>> drawable("Łódź, Κρήτη"), drawable("Firma 🦊")
    ('Łódź, Κρήτη', 'Firma [fox face]')
    """
    if text.isascii() and text.isprintable():
        return text
    kinds = "".join(_kind(character) for character in text)
    runs = re.finditer("#[#j]*|[.j]+", kinds)
    return "".join(
        _named(text[run.start() : run.end()]) if run[0][0] == "#" else text[run.start() : run.end()]
        for run in runs
    )


def legible(text: str) -> str:
    """Return a text with each character that no file of XML can hold as its number in brackets.

    >>> legible("bell" + chr(7))
    'bell[U+0007]'
    """
    return UNHEARD.sub(lambda found: _named(found[0]), text)


def width(text: str) -> float:
    """Return the width of a text in ems of its type size, as set in one line."""
    return sum(_advance(character) for character in text)


def breakable(text: str, ems: float) -> str:
    """Return a text with a BREAK in each word wider than `ems`, where it is best broken.

    >>> breakable("a/b", 5) == "a/b"
    True
    >>> breakable("https://example.eu/list", 9).split(BREAK)
    ['https://example.', 'eu/list']
    """
    if len(text) * _widest() <= ems:
        return text
    words = (_broken(word, ems) if width(word) > ems else word for word in re.split(r"(\s+)", text))
    return "".join(words)


def _broken(word: str, ems: float) -> str:
    """Return a word with a BREAK wherever the next one would not fit, and where it is best."""
    lines, line = [], ""
    for part in re.findall(f"[^{re.escape(AFTER)}]+[{re.escape(AFTER)}]*|.", word):
        for character in part if width(part) > ems else [part]:
            if line and width(line + character) > ems:
                lines.append(line)
                line = ""
            line += character
    return BREAK.join([*lines, line])


def _kind(character: str) -> str:
    """Return "j" for what joins two characters, "#" for one that cannot be drawn, else "."."""
    if character in JOINERS:
        return "j"
    return "." if character in "\n\t" or ord(character) in _drawn() else "#"


def _named(characters: str) -> str:
    names = (
        unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"
        for character in characters
        if character not in JOINERS
    )
    return f"[{', '.join(names)}]"


@cache
def _face(cut: str) -> FT2Font:
    return FT2Font(str(FOLDER / f"{cut}.ttf"))


@cache
def _drawn() -> frozenset[int]:
    """Return the characters that every cut of the typeface has."""
    with ONE_AT_A_TIME:
        return frozenset.intersection(*(frozenset(_face(cut).get_charmap()) for cut in CUTS))


@cache
def _advance(character: str) -> float:
    face = _face(CUTS[0])
    with ONE_AT_A_TIME:
        index = face.get_char_index(ord(character))
        return face.load_glyph(index, LoadFlags.NO_SCALE).horiAdvance / face.units_per_EM


@cache
def _widest() -> float:
    return _advance("\N{EM DASH}")
