"""Executed notebooks -> one document of headings, prose and numbered exhibits.

Text refers to an exhibit by its key, as a link: `see [the members](#members)` in a notebook is
"see Table 4" in print. So does a cell of a table that holds `#members` and nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from s3analysis.exhibits.exhibit import MIME, Exhibit, IncompleteExhibit


@dataclass(frozen=True)
class Part:
    """A part of a report that is a document of its own: its files' name, its title, its letter."""

    name: str
    title: str
    letter: str


REPORT = Part("", "report", "")
ANNEXES = {
    "06_methods": Part("methods", "Methods annex", "M"),
    "07_ledger": Part("ledger", "Ledger of printed numbers", "L"),
    "08_record": Part("record", "Record annex", "R"),
}
"""The notebooks that are annexes; their exhibits have a letter before the number ("Table L2")."""

IN_BRIEF = "00_in_brief"
"""The notebook that stands before the contents."""

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


Node = dict[str, Any]
TEXTS = {"text", "code_inline", "code_block", "fence", "html_inline", "html_block", "image"}
ADDRESSES = ("#", "http://", "https://", "mailto:")
"""What a link in print may point to: a place in the report, or an address that works anywhere."""


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
    """A passage of text as Markdown; raw HTML in it is text. `labels` are those of the exhibits."""

    source: str
    labels: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def tokens(self) -> list[Token]:
        """Return its blocks and inline parts, for a printer to walk; references are resolved."""
        tokens = MARKDOWN.parse(self.source)
        for inline in (token for token in tokens if token.children):
            inline.children = list(_resolved(inline.children or [], self.labels))
        return tokens

    @property
    def targets(self) -> list[str]:
        """Return what it refers to inside the document: keys of exhibits, anchors of headings."""
        parts = [part for token in MARKDOWN.parse(self.source) for part in token.children or []]
        links = [str(part.attrGet("href")) for part in parts if part.type == "link_open"]
        return [link.removeprefix("#") for link in links if link.startswith("#")]

    @property
    def html(self) -> str:
        """Return it as HTML."""
        return render(self.tokens)

    @property
    def tree(self) -> list[Node]:
        """Return its blocks as plain data: each has a `kind`, and `text` or `children`.

        A link has an `address`, "" where print cannot follow it. A picture is its words.
        """
        return [_node(child) for child in SyntaxTreeNode(self.tokens).children]


@dataclass(frozen=True)
class Figure:
    """An exhibit in its place: `label` is its number, such as "Table 2".

    `links` says which cells, by row and column, name the exhibit of a key.
    """

    label: str
    exhibit: Exhibit
    links: Mapping[tuple[int, int], str] = field(default_factory=dict, compare=False, repr=False)


Block = Heading | Prose | Figure


@dataclass(frozen=True)
class Document:
    """A report: its blocks in reading order; `begins`: the first block of each notebook."""

    blocks: list[Block]
    begins: Mapping[str, int] = field(default_factory=dict)

    @property
    def exhibits(self) -> list[Figure]:
        """Return the exhibits in order of appearance."""
        return [block for block in self.blocks if isinstance(block, Figure)]

    @property
    def headings(self) -> list[Heading]:
        """Return the headings in order of appearance."""
        return [block for block in self.blocks if isinstance(block, Heading)]

    @property
    def synthetic(self) -> bool:
        """Return whether any exhibit shows data that are not real."""
        return any(figure.exhibit.synthetic for figure in self.exhibits)

    @property
    def long(self) -> bool:
        """Return whether it has several parts or is an annex: then it has contents."""
        titles = [heading for heading in self.headings if heading.level == 2]
        return len(titles) > 1 or not ANNEXES.keys().isdisjoint(self.begins)

    @property
    def front(self) -> int:
        """Return how many blocks stand before the contents."""
        if IN_BRIEF not in self.begins:
            return 0
        return min((place for place in self.begins.values() if place), default=0)

    def parts(self) -> list[tuple[Part, "Document"]]:
        """Return the report and its annexes, each as a document; one notebook is no annex."""
        if len(self.begins) < 2:
            return [(REPORT, self)]
        made = {REPORT: Document([])}
        ends = pairwise([*self.begins.values(), len(self.blocks)])
        for notebook, (start, end) in zip(self.begins, ends, strict=True):
            part = ANNEXES.get(notebook, REPORT)
            into = made.get(part, Document([]))
            begins = {**into.begins, notebook: len(into.blocks)}
            made[part] = Document([*into.blocks, *self.blocks[start:end]], begins)
        return list(made.items())

    def exhibit(self, key: str) -> Exhibit | None:
        """Return the exhibit of a key, or None."""
        return next((each.exhibit for each in self.exhibits if each.exhibit.key == key), None)


def read(notebooks: list[Path]) -> Document:
    """Return the document that executed notebooks make, in the order given.

    Raises Unprintable for a notebook that did not run whole, for an output that is neither exhibit
    nor Markdown, for an exhibit that lacks something, for two of one key, and for references to
    nothing.
    """
    begins: dict[str, int] = {}
    parts: list[Heading | Prose | Exhibit] = []
    for path in notebooks:
        begins[path.stem] = len(parts)
        parts += _blocks(path)
    keys = [part.key for part in parts if isinstance(part, Exhibit)]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise Unprintable(f"two exhibits share the key {', '.join(twice)}")
    owners = _owners(begins, len(parts))
    printed = Document(list(_placed(_apart(parts, set(keys)), owners)), begins)
    if faults := _to_nothing(printed):
        raise Unprintable("; ".join(faults))
    return printed


def render(tokens: list[Token]) -> str:
    """Return a passage's tokens as HTML."""
    return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))


def plain(node: Node) -> str:
    """Return a node of a passage as plain text, a line for each item of a list."""
    inside = "".join(map(plain, node.get("children", ())))
    return str(node.get("text", inside)) + "\n" * (node["kind"] in ("list_item", "hardbreak"))


def _node(node: SyntaxTreeNode) -> Node:
    if node.type == "softbreak":
        return {"kind": "text", "text": " "}
    if node.type in TEXTS:
        return {"kind": "text" if node.type == "image" else node.type, "text": node.content}
    made: Node = {"kind": node.type, "children": [_node(child) for child in node.children]}
    if node.type == "link":
        address = str(node.attrs.get("href", ""))
        made["address"] = address if address.startswith(ADDRESSES) else ""
    if node.type == "ordered_list":
        made["start"] = int(node.attrs.get("start", 1))
    return made


def untitled(document: Document) -> Document:
    """Return a document of one notebook as a short page, which has a title of its own.

    Left out are the notebook's title and what it says of itself under it; the other headings move
    up one level.
    """
    start = next(place for place, block in enumerate(document.blocks) if isinstance(block, Heading))
    after = document.blocks[start + 1 :]
    return Document(
        [
            replace(block, level=block.level - 1) if isinstance(block, Heading) else block
            for block in after[isinstance(after[0], Prose) :]
        ],
        document.begins,
    )


def _resolved(parts: list[Token], labels: Mapping[str, str]) -> Iterator[Token]:
    """Return the parts of a line; a link to an exhibit has its label for a text."""
    label = None
    for part in parts:
        if part.type == "link_open":
            label = labels.get(str(part.attrGet("href")).removeprefix("#"))
            yield part
            if label:
                yield Token("text", "", 0, content=label)
        elif part.type == "link_close" or not label:
            label = None
            yield part


def _to_nothing(printed: Document) -> list[str]:
    """Return a sentence for each reference to an exhibit or a heading that is not there."""
    there = {figure.exhibit.key for figure in printed.exhibits}
    there |= {heading.anchor for heading in printed.headings}
    names = [*printed.begins.items()][::-1]
    return [
        f"{next(name for name, start in names if start <= place)}: the text refers to "
        f"#{target}, and the report has no exhibit of that key"
        for place, block in enumerate(printed.blocks)
        if isinstance(block, Prose)
        for target in block.targets
        if target not in there
    ]


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
        try:
            yield Exhibit.from_json(data[MIME])
        except IncompleteExhibit as error:
            raise Unprintable(f"{name}: cell {number}: {error}") from error
    elif "text/markdown" in data:
        yield from _markdown(data["text/markdown"], name)
    else:
        raise Unprintable(
            f"{name}: cell {number} shows neither an exhibit nor Markdown; "
            "docs/own-analysis.md says how to make an exhibit of a table or drawing"
        )


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


def _apart(
    parts: list[Heading | Prose | Exhibit], taken: set[str]
) -> Iterator[Heading | Prose | Exhibit]:
    """Return the parts of a document, no two headings of one anchor."""
    for part in parts:
        if isinstance(part, Heading):
            ways = (f"{part.anchor}-{number}" for number in range(2, len(parts) + 2))
            anchor = next(way for way in (part.anchor, *ways) if way not in taken)
            taken.add(anchor)
            yield replace(part, anchor=anchor)
        else:
            yield part


def _owners(begins: Mapping[str, int], blocks: int) -> list[Part]:
    """Return the part of the report that each block stands in."""
    owners = [REPORT] * blocks
    if len(begins) > 1:
        for notebook, start in begins.items():
            owners[start:] = [ANNEXES.get(notebook, REPORT)] * (blocks - start)
    return owners


def _placed(parts: Iterator[Heading | Prose | Exhibit], owners: list[Part]) -> Iterator[Block]:
    """Return the blocks: exhibits numbered in order of appearance, references resolved.

    A reference to an exhibit of another part names that part.
    """
    listed = list(zip(parts, owners, strict=True))
    labels: dict[str, tuple[Part, str]] = {}
    counts: Counter[str] = Counter()
    for part, owner in listed:
        if isinstance(part, Exhibit):
            kind = f"{part.kind.capitalize()} {owner.letter}"
            counts[kind] += 1
            labels[part.key] = owner, f"{kind}{counts[kind]}"
    seen = {
        here: {
            key: label if owner == here else f"{label} of the {owner.title.lower()}"
            for key, (owner, label) in labels.items()
        }
        for here in set(owners)
    }
    for part, owner in listed:
        if isinstance(part, Exhibit):
            yield _figure(part, seen[owner])
        else:
            yield replace(part, labels=seen[owner]) if isinstance(part, Prose) else part


def _figure(exhibit: Exhibit, labels: Mapping[str, str]) -> Figure:
    """Return a numbered exhibit; cells that are `#` and the key of one have its label."""
    label = labels[exhibit.key]
    by_cell = {f"#{key}": key for key in labels}
    links = {
        (row, column): by_cell[value]
        for row, values in enumerate(exhibit.rows)
        for column, value in enumerate(values)
        if isinstance(value, str) and value in by_cell
    }
    if not links:
        return Figure(label, exhibit)
    table = exhibit.table.copy()
    for (row, column), key in links.items():
        table.iloc[row, column] = labels[key]
    return Figure(label, replace(exhibit, table=table), links)
