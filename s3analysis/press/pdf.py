"""A document as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by typst.

The template is fixed, and what it prints comes to it as data: no text of a report is ever markup
or code. Nothing is read from the system or the network, and nothing is written to a disk.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any

import typst

from s3analysis.exhibits import markup
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press import columns, glyphs, prose
from s3analysis.press.document import Block, Document, Figure, Heading, Prose
from s3analysis.press.imprint import LICENCES, Imprint

LINE = 60.0
"""Ems of running text in a line: a longer word may be broken."""

Data = dict[str, Any]


def report(document: Document, imprint: Imprint) -> bytes:
    """Return the report as a PDF, the same bytes each time.

    Its title and author, language, bookmarks, structure, header cells and alternative texts are
    those that PDF/UA-1 asks for; a character that the typeface lacks is printed as its name.
    """
    data = json.dumps(_report(document, imprint), ensure_ascii=False)
    compiler = typst.Compiler(
        files("s3analysis.press").joinpath("templates/report.typ").read_bytes(),
        root=glyphs.FOLDER,
        font_paths=glyphs.fonts(),
        sys_inputs={"report": data},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"])
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made


def _report(document: Document, imprint: Imprint) -> Data:
    year, month = imprint.as_of.split("-")
    numbers = document.exhibit("key-numbers")
    notebooks = [heading for heading in document.headings if heading.level == 2]
    return {
        "title": _line(imprint.title),
        "name": glyphs.legible(imprint.title),
        "within": _line(imprint.index),
        "date": [int(year), int(month)],
        "edition": imprint.as_of,
        "facts": [
            _line(f"Data of {imprint.data_date}"),
            _line(f"Counted: {imprint.counting}"),
            _line(f"Made by s3analysis {imprint.version}"),
        ],
        "numbers": [
            [_line(markup.cell(row[1])), _line(str(row[0]))]
            for row in (numbers.rows if numbers else [])
        ],
        "long": len(notebooks) > 1,
        "sheets": _sheets(_blocks(document.blocks)),
        "command": _line(imprint.command),
        "licences": LICENCES,
        "inputs": [[_line(name), digest] for name, digest in imprint.inputs.items()],
    }


def _line(text: str, ems: float = LINE) -> str:
    return glyphs.breakable(glyphs.drawable(text), ems)


def _blocks(blocks: Iterable[Block]) -> Iterator[Data]:
    """Return each block as data; heading levels follow on each other, an anchor stands once."""
    level, anchors = 0, set()
    for block in blocks:
        anchor = block.exhibit.key if isinstance(block, Figure) else getattr(block, "anchor", "")
        first = "" if anchor in anchors else anchor
        anchors.add(anchor)
        if isinstance(block, Heading):
            level = min(block.level - 1, level + 1)
            yield {"kind": "heading", "level": level, "text": _line(block.text), "anchor": first}
        elif isinstance(block, Prose):
            yield {"kind": "prose", "children": [_node(node) for node in prose.tree(block)]}
        else:
            yield _figure(block) | {"anchor": first}


def _node(node: prose.Node) -> Data:
    if "text" in node:
        return node | {"text": _line(node["text"])}
    return node | {"children": [_node(child) for child in node["children"]]}


def _figure(figure: Figure) -> Data:
    exhibit = figure.exhibit
    supplement, _, number = figure.label.rpartition(" ")
    return {
        "kind": exhibit.kind,
        "supplement": _line(supplement),
        "number": _line(number),
        "title": _line(exhibit.title),
        "measure": _line(exhibit.subtitle),
        "reproduces": _line(exhibit.reproduces),
        "synthetic": exhibit.synthetic,
        "source": _line(exhibit.source),
        "note": _line(exhibit.note),
        "svg": glyphs.drawable(exhibit.svg),
        "alt": glyphs.legible(exhibit.alt),
        "data": f"{exhibit.key}.csv" if exhibit.svg else "",
    } | ({"landscape": False} if exhibit.svg else _table(exhibit))


def _table(exhibit: Exhibit) -> Data:
    head = [glyphs.drawable(markup.label(column)) for column in exhibit.columns]
    digits = [column["digits"] for column in exhibit.columns]
    rows = [
        [glyphs.drawable(markup.cell(value, n)) for value, n in zip(row, digits, strict=True)]
        for row in exhibit.rows
    ]
    right = [column["type"] != "text" for column in exhibit.columns]
    fit = columns.fit(head, rows)
    return {
        "landscape": fit.landscape,
        "size": fit.size,
        "whole": fit.whole,
        "parts": [_part(part, head, rows, right) for part in fit.parts],
    }


def _part(
    part: columns.Part, head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]
) -> Data:
    def cells(row: Sequence[str], weight: float) -> list[str]:
        widths = zip(part.columns, part.widths, strict=True)
        return [glyphs.breakable(row[column], width / weight) for column, width in widths]

    return {
        "about": f"Columns 1 and {part.columns[1] + 1} to {part.columns[-1] + 1} of {len(head)}"
        if len(part.columns) < len(head)
        else "",
        "widths": part.widths,
        "right": [right[column] for column in part.columns],
        "head": cells(head, columns.BOLD),
        "rows": [cells(row, 1) for row in rows],
    }


def _sheets(blocks: Iterable[Data]) -> list[Data]:
    """Return runs of blocks on paper that lies one way.

    What leads to an exhibit stands on its paper, and what follows the last one stays on its paper.
    """
    sheets: list[Data] = [{"landscape": False, "blocks": []}]
    waiting: list[Data] = []
    for block in blocks:
        if block.get("level") == 1:
            sheets[-1]["blocks"] += waiting
            waiting = []
        waiting.append(block)
        if "landscape" in block:
            if block["landscape"] != sheets[-1]["landscape"]:
                sheets.append({"landscape": block["landscape"], "blocks": []})
            sheets[-1]["blocks"] += waiting
            waiting = []
    sheets[-1]["blocks"] += waiting
    return [sheet for sheet in sheets if sheet["blocks"]]
