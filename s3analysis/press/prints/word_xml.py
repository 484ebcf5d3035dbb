"""Pieces of a Word file as WordprocessingML, which python-docx has no words for."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from s3analysis.press.prints import fonts, paper
from s3analysis.press.prints.paper import Grid, Part

TWIPS = 20  # in a point
LARGER = 0.5  # points: Arial is narrower than the type that the widths were measured in


@dataclass(frozen=True)
class Look:
    """How a run of text looks."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    link: bool = False
    size: float = 0  # points, or that of its paragraph

    @property
    def xml(self) -> str:
        """Return it as run properties, in the order that Word asks for."""
        said = (
            '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>' * self.code
            + "<w:b/>" * self.bold
            + "<w:i/>" * self.italic
            + '<w:color w:val="003399"/>' * self.link
            + f'<w:sz w:val="{round(2 * self.size)}"/>' * bool(self.size)
            + '<w:u w:val="single"/>' * self.link
        )
        return f"<w:rPr>{said}</w:rPr>" if said else ""


PLAIN = Look()


def element(xml: str) -> BaseOxmlElement:
    """Return XML with the prefixes w and r as an element of a Word file."""
    tag, rest = xml[1:].split(">", 1)
    empty = "/" * tag.endswith("/")
    return parse_xml(f"<{tag.removesuffix('/')} {nsdecls('w', 'r')}{empty}>{rest}")


def run(text: str, look: Look = PLAIN) -> str:
    """Return a run of text, its line ends kept."""
    lines = (
        f'<w:t xml:space="preserve">{escape(line)}</w:t>'
        for line in fonts.legible(text).split("\n")
    )
    return f"<w:r>{look.xml}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """Return a paragraph of a style; `properties` are further ones of the paragraph."""
    kind = f'<w:pStyle w:val="{escape(style)}"/>'
    return f"<w:p><w:pPr>{kind}{properties}</w:pPr>{''.join(runs)}</w:p>"


def bookmark(name: str, number: int, inside: str) -> str:
    """Return runs that a link can lead to."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{escape(name)}"/>'
    return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'


def inner_link(name: str, inside: str) -> str:
    """Return runs that lead to a bookmark."""
    return f'<w:hyperlink w:anchor="{escape(name)}" w:history="1">{inside}</w:hyperlink>'


def outer_link(relation: str, inside: str) -> str:
    """Return runs that lead to an address, by its relation in the file."""
    return f'<w:hyperlink r:id="{escape(relation)}" w:history="1">{inside}</w:hyperlink>'


def field(code: str, inside: str) -> str:
    """Return a field with what it shows until Word counts again."""
    return opened(code) + inside + CLOSED


def opened(code: str) -> str:
    """Return the beginning of a field, up to what it shows."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


CLOSED = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def table(grid: Grid, part: Part, name: str) -> str:
    """Return a part of a table: named, its header row repeated on each page, rows kept whole."""
    widths = [round((ems * paper.TYPE + paper.PADDING) * TWIPS) for ems in part.widths]
    size = paper.TYPE + LARGER

    def row(texts: Sequence[str], properties: str, look: Look, shade: str = "") -> str:
        cells = (
            _cell(run(texts[column], look), width, grid.right[column], shade)
            for column, width in zip(part.columns, widths, strict=True)
        )
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    head = row(grid.head, "<w:cantSplit/><w:tblHeader/>", Look(bold=True, size=size), SHADE)
    rows = (row(texts, "<w:cantSplit/>", Look(size=size)) for texts in grid.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{LINES}'
        f'<w:tblCaption w:val="{escape(fonts.legible(name))}"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{head}{''.join(rows)}</w:tbl>"
    )


SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F4F6FA"/>'
LINES = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C3CAD2"/>'
        for side in ("top", "bottom", "insideH")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0620" w:firstRow="1" '
    'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
)


def _cell(inside: str, width: int, right: bool, shade: str) -> str:
    align = '<w:jc w:val="right"/>' * right
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f"{paragraph('TableText', inside, properties=align)}</w:tc>"
    )
