"""A document as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by typst.

The template is fixed, and what it prints comes to it as data: no text of a report is ever markup
or code. Nothing is read from the system or the network, and nothing is written to a disk.
"""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import typst

from s3analysis.exhibits import markup
from s3analysis.press.prints import fonts, paper, workbook
from s3analysis.press.prints.document import Document, Figure, Heading, Node, Prose
from s3analysis.press.prints.imprint import LICENCES, Imprint
from s3analysis.press.prints.paper import Grid, Part, Placed

LINE, LARGE = 48.0, 22.0
"""Ems in a line of running text, and of large or wide type: a longer word may be broken."""

Data = dict[str, Any]


def report(document: Document, imprint: Imprint) -> bytes:
    """Return the report as a PDF, the same bytes each time.

    Its title and author, language, bookmarks, structure, header cells and alternative texts are
    those that PDF/UA-1 asks for; a character that the typeface lacks is printed as its name.
    """
    data = json.dumps(_report(document, imprint), ensure_ascii=False)
    compiler = typst.Compiler(
        files("s3analysis.press.prints").joinpath("templates/report.typ").read_bytes(),
        root=fonts.FOLDER,
        font_paths=fonts.fonts(),
        sys_inputs={"report": data},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"])
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made


def _report(document: Document, imprint: Imprint) -> Data:
    year, month = imprint.as_of.split("-")
    numbers = document.exhibit("key-numbers")
    return {
        "title": _line(imprint.title, LARGE),
        "name": fonts.legible(imprint.title),
        "within": _line(imprint.index),
        "date": [int(year), int(month)],
        "edition": imprint.as_of,
        "facts": [
            _line(f"Data of {imprint.data_date}"),
            _line(f"Counted: {imprint.counting}"),
            _line(imprint.made_by[0].upper() + imprint.made_by[1:]),
        ],
        "numbers": [
            [_line(markup.cell(row[1])), _line(str(row[0]))]
            for row in (numbers.rows if numbers else [])
        ],
        "short": bool(imprint.part),
        "long": document.long and not imprint.part,
        "front": _sheets(Document(document.blocks[: document.front]), imprint),
        "sheets": _sheets(Document(document.blocks[document.front :]), imprint),
        "command": _line(imprint.command, LARGE),
        "licences": LICENCES,
        "inputs": [[_line(name, LARGE), digest] for name, digest in imprint.inputs.items()],
    }


def _sheets(document: Document, imprint: Imprint) -> list[Data]:
    return [
        {
            "landscape": sheet.landscape,
            "blocks": [_block(placed, imprint.part) for placed in sheet.blocks],
        }
        for sheet in paper.sheets(document)
    ]


def _line(text: str, ems: float = LINE) -> str:
    return fonts.breakable(fonts.drawable(text), ems)


def _block(placed: Placed, part: str) -> Data:
    block = placed.block
    if isinstance(block, Heading):
        made: Data = {"kind": "heading", "level": block.level, "text": _line(block.text, LARGE)}
    elif isinstance(block, Prose):
        made = {"kind": "prose", "children": [_node(node) for node in block.tree]}
    else:
        made = _figure(block, part) | (_table(placed.grid) if placed.grid else {})
    return made | {"anchor": placed.anchor}


def _node(node: Node) -> Data:
    if "text" in node:
        return node | {"text": _line(node["text"], LARGE if "code" in node["kind"] else LINE)}
    return node | {"children": [_node(child) for child in node["children"]]}


def _figure(figure: Figure, part: str) -> Data:
    exhibit = figure.exhibit
    supplement, _, number = figure.label.rpartition(" ")
    return {
        "kind": exhibit.kind,
        "supplement": _line(supplement),
        "number": _line(number),
        "title": _line(exhibit.title, LARGE),
        "measure": _line(exhibit.subtitle),
        "reproduces": _line(exhibit.reproduces),
        "synthetic": exhibit.synthetic,
        "source": _line(exhibit.source),
        "note": _line(exhibit.note),
        "svg": fonts.drawable(exhibit.svg),
        "alt": fonts.legible(exhibit.alt),
        "data": _line(workbook.where(figure, part), LARGE) if exhibit.svg else "",
    }


def _table(grid: Grid) -> Data:
    return {
        "size": paper.TYPE,
        "whole": grid.fit.whole,
        "whole-rows": grid.fit.whole_rows,
        "parts": [_part(part, grid) for part in grid.fit.parts],
    }


def _part(part: Part, grid: Grid) -> Data:
    def cells(row: Sequence[str], weight: float = 1) -> list[str]:
        widths = zip(part.columns, part.widths, strict=True)
        return [_line(row[column], width / weight) for column, width in widths]

    return {
        "about": part.about(len(grid.head)),
        "widths": part.widths,
        "right": [grid.right[column] for column in part.columns],
        "head": cells(grid.head, paper.BOLD),
        "rows": [cells(row) for row in grid.rows],
    }
