"""The document as one page that needs nothing from the network."""

import base64
from dataclasses import dataclass
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from s3analysis.exhibits import markup
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press.document import Document, Figure, Heading, Prose

PAGES = Environment(
    loader=PackageLoader("s3analysis.press"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Imprint:
    """What a page says of itself: title, edition, the data's month, how it was made."""

    title: str
    as_of: str
    data_date: str
    counting: str
    command: str
    version: str
    inputs: dict[str, str]


def page(document: Document, imprint: Imprint) -> str:
    """Return the report as HTML: contents, sections, exhibits, and how to make it again."""
    styles = PAGES.get_template("style.css").render()
    return PAGES.get_template("report.html.j2").render(
        document=document,
        imprint=imprint,
        styles=Markup(styles),
        style_hash=_hash(styles),
        key_numbers=document.exhibit("key-numbers"),
        kind=_kind,
        table=_table,
        drawing=_drawing,
        prose=_prose,
    )


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
