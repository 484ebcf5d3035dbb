"""Documents as pages that need nothing from the network, and a page that lists them."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from s3analysis.exhibits import markup
from s3analysis.exhibits.charts import NARROW
from s3analysis.press.prints import document as documents
from s3analysis.press.prints.document import Block, Document, Figure, Heading, Prose
from s3analysis.press.prints.imprint import LICENCES, Imprint
from s3analysis.press.prints.svg_minify import lean

PAGES = Environment(
    loader=PackageLoader("s3analysis.press.prints"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

SIZE = re.compile(r'(width|height)="([\d.]+)pt"')
PIXELS = 1.89
"""Pixels that a point of a drawing takes: one as wide as the text fills the column, and its small
print is 15 pixels high."""

IMPLIED = re.compile("</(?:td|th|tr|thead|tbody)>")
"""End tags that HTML implies: a tenth of the bytes of a table."""

START = "../index.html"
"""The page to begin with, from a page of an edition."""

Link = tuple[str, str]
"""A word, and the address it leads to."""


@dataclass(frozen=True)
class IndexRow:
    """A line of an index: the page's name without its ending, its title, and a word about it."""

    name: str
    title: str
    about: str


@dataclass(frozen=True)
class Files:
    """What a page lets its reader take away: of each exhibit, by its key, and of the whole."""

    exhibits: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    whole: Sequence[Link] = ()


@dataclass(frozen=True)
class Page:
    """A page: its name without its ending, its title, and what stands on it."""

    name: str
    title: str
    document: Document


def pages(
    document: Document, imprint: Imprint, files: Files, name: str = "index"
) -> dict[str, str]:
    """Return a document as HTML by page: `name` and, of a report, its annexes."""
    main, *others = [
        Page(part.name or name, part.title if part.name else imprint.title, of_part)
        for part, of_part in document.parts()
    ]
    where = {
        _anchor(block): page.name for page in [main, *others] for block in page.document.blocks
    }
    return {
        page.name: render(
            "report.html.j2",
            document=document,
            imprint=imprint,
            files=files,
            page=page,
            main=main,
            others=others,
            address=_Addresses(where, page.name),
            contents=_contents(document, page, main),
            key_numbers=document.exhibit("key-numbers") if page is main else None,
            kind=_kind,
            table=_table,
            drawing=_drawing,
            cut=_cut,
            prose=_prose,
        )
        for page in [main, *others]
    }


def page(document: Document, imprint: Imprint, files: Files | None = None) -> str:
    """Return a document that is one page as HTML."""
    return pages(document, imprint, files or Files())["index"]


def review(record: dict[str, Any]) -> str:
    """Return the page of a review: `record` is that of review.record."""
    books = []
    for book in record["notebooks"]:
        cells = [{"said": [], "compared": []} | cell for cell in book["cells"]]
        rules = [rule for cell in cells for _, rule in cell["compared"]]
        run = sum(cell["what"].startswith("cell ") for cell in cells)
        books.append(book | {"cells": cells, "run": run, "exhibits": rules.count("exhibit")})
    same = sum(book["outcome"] == "as committed" for book in books)
    return render("review.html.j2", record=record | {"notebooks": books}, same=same)


def render(template: str, **words: object) -> str:
    """Return a page of a template, in the look of all pages."""
    styles, script = (PAGES.get_template(name).render() for name in ("style.css", "tables.js"))
    return PAGES.get_template(template).render(
        styles=Markup(styles),
        style_hash=_hash(styles),
        script=Markup(script),
        script_hash=_hash(script),
        licences=LICENCES,
        start=START,
        **words,
    )


@dataclass(frozen=True)
class _Addresses:
    """Where an exhibit or a heading is found from a page."""

    pages: Mapping[str, str]
    page: str

    def __call__(self, anchor: str) -> str:
        there = self.pages.get(anchor, self.page)
        return f"#{anchor}" if there == self.page else f"{there}.html#{anchor}"


def _contents(document: Document, page: Page, main: Page) -> list[Heading]:
    """Return the titles of the notebooks, wherever they stand; of a single one its sections."""
    titles = [heading for heading in document.headings if heading.level == 2]
    if page is main and len(titles) > 1:
        return titles
    headings = page.document.headings
    return [heading for heading in headings if heading.level == 3] or headings[:1]


def _anchor(block: Block) -> str:
    if isinstance(block, Prose):
        return ""
    return block.anchor if isinstance(block, Heading) else block.exhibit.key


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _table(figure: Figure, caption: str, address: _Addresses) -> Markup:
    links = {cell: address(key) for cell, key in figure.links.items()}
    rows = enumerate(figure.exhibit.anchors)
    links |= {(row, 0): f"{START}#{anchor}" for row, anchor in rows if anchor}
    whole = markup.table(figure.exhibit.columns, figure.exhibit.rows, caption, links)
    return Markup(IMPLIED.sub("", whole))


def _drawing(figure: Figure) -> Markup:
    """Return the drawing inline, and that for a telephone; the box around them has the words."""
    layouts = {"wide": figure.exhibit.svg, "narrow": figure.exhibit.narrow}
    if not layouts["narrow"]:
        layouts = {"only": layouts["wide"]}
    return Markup("").join(
        Markup('<svg class="{}" aria-hidden="true" ').format(layout)
        + Markup(SIZE.sub(_on_screen, lean(svg), count=2)).removeprefix("<svg ")
        for layout, svg in layouts.items()
    )


def _cut(figure: Figure) -> bool:
    """Return whether a telephone shows a drawing smaller than its words can be read."""
    size = SIZE.search(figure.exhibit.svg)
    wide = float(size[2]) if size else 0.0
    return not figure.exhibit.narrow and wide > NARROW * 72 / 25.4


def _on_screen(size: re.Match[str]) -> str:
    """Return a width in pixels for one in points; the height follows from it."""
    return f'width="{float(size[2]) * PIXELS:.0f}"' if size[1] == "width" else ""


def _prose(block: Prose, address: _Addresses) -> Markup:
    tokens = block.tokens
    for part in (part for token in tokens for part in token.children or []):
        target = str(part.attrGet("href") or "")
        if part.type == "link_open" and target.startswith("#"):
            part.attrSet("href", address(target.removeprefix("#")))
    return Markup(documents.render(tokens))


def _hash(text: str) -> str:
    """Return a text's hash as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
