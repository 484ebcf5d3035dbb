"""Executed notebooks -> one document of headings, prose and numbered exhibits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from markdown_it import MarkdownIt
from markdown_it.token import Token

from s3analysis.exhibits.exhibit import MIME, Exhibit

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


class Unprintable(ValueError):
    """A notebook holds something that the report cannot print."""

    exit_code = 1


@dataclass(frozen=True)
class Heading:
    """A heading: its level in the document (2 is a notebook's title), text and anchor."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Prose:
    """A passage of text as Markdown; raw HTML in it is text."""

    source: str

    @property
    def tokens(self) -> list[Token]:
        """Return its blocks and inline parts, for a printer to walk."""
        return MARKDOWN.parse(self.source)

    @property
    def html(self) -> str:
        """Return it as HTML."""
        return str(MARKDOWN.render(self.source))


@dataclass(frozen=True)
class Figure:
    """An exhibit in its place: `label` is its number, such as "Table 2"."""

    label: str
    exhibit: Exhibit


Block = Heading | Prose | Figure


@dataclass(frozen=True)
class Document:
    """A report: its blocks in reading order."""

    blocks: list[Block]

    @property
    def exhibits(self) -> list[Figure]:
        """Return the exhibits in order of appearance."""
        return [block for block in self.blocks if isinstance(block, Figure)]

    @property
    def headings(self) -> list[Heading]:
        """Return the headings in order of appearance."""
        return [block for block in self.blocks if isinstance(block, Heading)]

    def exhibit(self, key: str) -> Exhibit | None:
        """Return the exhibit of a key, or None."""
        found = [figure.exhibit for figure in self.exhibits if figure.exhibit.key == key]
        return found[0] if found else None


def read(notebooks: list[Path]) -> Document:
    """Return the document that executed notebooks make, in the order given.

    Raises Unprintable for a notebook that did not run whole, for an output that is neither exhibit
    nor Markdown, and for two exhibits of one key.
    """
    blocks = list(_numbered(block for path in notebooks for block in _blocks(path)))
    document = Document(blocks)
    keys = [figure.exhibit.key for figure in document.exhibits]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise Unprintable(f"two exhibits share the key {', '.join(twice)}")
    return document


def _blocks(path: Path) -> Iterator[Heading | Prose | Exhibit]:
    notebook: Any = nbformat.reads(path.read_text("utf-8"), as_version=4)
    _require_whole(path.stem, notebook)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            yield from _markdown(cell.source, path.stem)
        elif cell.cell_type == "code":
            for output in cell.outputs:
                yield from _output(output, path.stem, number)


def _require_whole(name: str, notebook: Any) -> None:
    """Raise Unprintable for half a run, whichever Papermill ran it."""
    run = notebook.metadata.get("s3analysis", {"status": "completed"})
    if run["status"] != "completed":
        raise Unprintable(f"{name}: its run is not complete: {run['message']}")
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise Unprintable(f"{name}: cell {number} never ran")


def _output(output: Any, name: str, number: int) -> Iterator[Heading | Prose | Exhibit]:
    data = output.get("data", {})
    if MIME in data:
        yield Exhibit.from_json(data[MIME])
    elif "text/markdown" in data:
        yield from _markdown(data["text/markdown"], name)
    else:
        raise Unprintable(f"{name}: cell {number} shows neither an exhibit nor Markdown")


def _markdown(source: str, name: str) -> Iterator[Heading | Prose]:
    """Return the headings and passages of a Markdown text, headings one level down."""
    for part in re.split(r"(?m)^(#+ .*)$", source):
        heading = re.fullmatch(r"(#+) (.*)", part)
        if heading:
            text = heading[2].strip()
            anchor = re.sub(r"[^a-z0-9]+", "-", f"{name} {text}".lower()).strip("-")
            yield Heading(len(heading[1]) + 1, text, anchor)
        elif part.strip():
            yield Prose(part.strip())


def _numbered(blocks: Iterator[Heading | Prose | Exhibit]) -> Iterator[Block]:
    counts = {"table": 0, "figure": 0}
    for block in blocks:
        if isinstance(block, Exhibit):
            counts[block.kind] += 1
            yield Figure(f"{block.kind.capitalize()} {counts[block.kind]}", block)
        else:
            yield block
