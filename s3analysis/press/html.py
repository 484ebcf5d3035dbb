"""Documents as pages that need nothing from the network, and a page that lists them."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from s3analysis.exhibits import markup
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press.document import Document, Figure, Heading, Prose
from s3analysis.press.imprint import Imprint

PAGES = Environment(
    loader=PackageLoader("s3analysis.press"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Entry:
    """A line of an index: the page's name without its ending, its title, and a word about it."""

    name: str
    title: str
    about: str


def page(document: Document, imprint: Imprint) -> str:
    """Return the report as HTML: contents, sections, exhibits, and how to make it again."""
    return _render(
        "report.html.j2",
        document=document,
        imprint=imprint,
        contents=_contents(document),
        key_numbers=document.exhibit("key-numbers"),
        kind=_kind,
        table=_table,
        drawing=_drawing,
        prose=_prose,
    )


def index(entries: Sequence[Entry], imprint: Imprint, columns: tuple[str, str], note: str) -> str:
    """Return the page that lists pages, each with a link; `columns` name title and about."""
    return _render("index.html.j2", entries=entries, imprint=imprint, columns=columns, note=note)


def _render(template: str, **words: object) -> str:
    styles = PAGES.get_template("style.css").render()
    return PAGES.get_template(template).render(
        styles=Markup(styles), style_hash=_hash(styles), **words
    )


def _contents(document: Document) -> list[Heading]:
    """Return the titles of the notebooks; of a single one its sections, if it has any."""
    notebooks, sections = (
        [heading for heading in document.headings if heading.level == level] for level in (2, 3)
    )
    return sections if sections and len(notebooks) == 1 else notebooks


def _kind(block: Heading | Prose | Figure) -> str:
    return type(block).__name__.lower()


def _table(exhibit: Exhibit, caption: str) -> Markup:
    return Markup(markup.table(exhibit.columns, exhibit.rows, caption))


def _drawing(exhibit: Exhibit) -> Markup:
    """Return the drawing inline, named and described for those who cannot see it."""
    label = Markup('<svg role="img" aria-label="{}" ').format(exhibit.alt)
    return label + Markup(exhibit.svg.removeprefix("<svg "))


def _prose(block: Prose) -> Markup:
    return Markup(block.html)


def _hash(text: str) -> str:
    """Return a text's hash as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
