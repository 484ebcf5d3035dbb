"""An exhibit: a table, its drawing where it has one, and the words that go with it.

An exhibit puts itself whole into the notebook that shows it, as text, as accessible HTML, and as
data. The press prints from that data and from nothing else.
"""

import base64
import csv
import io
import re
from dataclasses import dataclass, field, fields
from functools import cached_property
from html import escape
from typing import Any, Self

import pandas as pd
from pandas.api import types

from s3analysis.exhibits import markup

MIME = "application/vnd.s3analysis.exhibit+json"
VERSION = 1
LEFT = r'<\1 style="text-align: left">'  # JupyterLab sets every cell to the right

FORMULA = re.compile(
    r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]"
)
"""How a text begins that some spreadsheet takes for a formula: signs of full width, and after
blanks, breaks and letters that nobody sees, too."""

NUMBER = re.compile(r"-?[\d.]+(?: to -?[\d.]+| \(SE [\d.]+\))?")
"""A text that is a number, or two, and so no formula whatever its sign."""


class IncompleteExhibit(ValueError):
    """An exhibit lacks what every exhibit must have."""


@dataclass(frozen=True)
class Exhibit:
    """A table or a figure with its title, measure, source and note.

    `table` is what the reader reads: column labels are words, rows are in reading order, and no
    cell is missing (what is unknown says so). `title` says the finding, `subtitle` the measure and
    its unit. `digits` gives the decimals of a column of fractions (0 unless given), `units` its
    unit. A figure has `svg` and `alt`, and `table` is what it draws;
    `narrow` is the same drawing for a telephone. `reproduces` names the table
    or figure of the brief that it makes again; `synthetic` marks data that are not real. `anchors`
    say of which region or partnership each row is ("region-norte"), so that a page can lead there.

    Raises IncompleteExhibit when title, subtitle, source, or the alt text of a figure is missing,
    when the key is no slug, or when the table has a missing cell.
    """

    key: str
    title: str
    subtitle: str
    table: pd.DataFrame = field(repr=False)
    source: str
    note: str = ""
    svg: str = field(default="", repr=False)
    narrow: str = field(default="", repr=False)
    alt: str = ""
    reproduces: str = ""
    units: dict[str, str] = field(default_factory=dict)
    digits: dict[str, int] = field(default_factory=dict)
    synthetic: bool = False
    anchors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lacking = [
            name for name in ("title", "subtitle", "source") if not getattr(self, name).strip()
        ]
        if self.svg and not self.alt.strip():
            lacking.append("alt")
        if lacking:
            raise IncompleteExhibit(f"exhibit {self.key!r} has no {', no '.join(lacking)}")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.key):
            raise IncompleteExhibit(f"exhibit key {self.key!r} is not words-joined-by-hyphens")
        holes = [str(label) for label in self.table if self.table[label].isna().any()]
        if holes:
            raise IncompleteExhibit(f"exhibit {self.key!r} has missing cells in {', '.join(holes)}")

    @property
    def kind(self) -> str:
        """Return "figure" where there is a drawing, else "table"."""
        return "figure" if self.svg else "table"

    @cached_property
    def columns(self) -> list[dict[str, Any]]:
        """Return label, type (text, integer, number), unit and digits of each column."""
        return [
            {
                "label": str(label),
                "type": _type(self.table[label]),
                "unit": self.units.get(str(label), ""),
                "digits": self.digits.get(str(label), 0),
            }
            for label in self.table
        ]

    @cached_property
    def rows(self) -> list[list[Any]]:
        """Return the cells, row by row, as plain values rounded to their stated digits."""
        ready = [_plain(self.table[column["label"]], column) for column in self.columns]
        return [list(row) for row in zip(*ready, strict=True)]

    def to_json(self) -> dict[str, Any]:
        """Return everything the press needs, as plain data."""
        return {
            "version": VERSION,
            "key": self.key,
            "kind": self.kind,
            "title": self.title,
            "subtitle": self.subtitle,
            "columns": self.columns,
            "rows": self.rows,
            "svg": self.svg,
            "alt": self.alt,
            "source": self.source,
            "note": self.note,
            "reproduces": self.reproduces,
            "synthetic": self.synthetic,
            **({"narrow": self.narrow} if self.narrow else {}),
            **({"anchors": list(self.anchors)} if self.anchors else {}),
        }

    def to_csv(self) -> str:
        """Return the table as CSV; text that a spreadsheet would run is made text."""
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([_safe(column["label"]) for column in self.columns])
        writer.writerows([[_safe(value) for value in row] for row in self.rows])
        return lines.getvalue()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the exhibit that `to_json` put away. Raises ValueError for another version."""
        if data.get("version") != VERSION:
            raise ValueError(f"exhibit of version {data.get('version')!r}, expected {VERSION}")
        columns = data["columns"]
        table = pd.DataFrame(data["rows"], columns=[column["label"] for column in columns])
        own = {"table", "units", "digits", "anchors", "narrow"}
        words = [each.name for each in fields(cls) if each.name not in own]
        return cls(
            table=table.astype({c["label"]: "str" for c in columns if c["type"] == "text"}),
            units={column["label"]: column["unit"] for column in columns},
            digits={column["label"]: column["digits"] for column in columns},
            anchors=tuple(data.get("anchors", ())),
            narrow=data.get("narrow", ""),
            **{name: data[name] for name in words},
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"text/plain": str(self), "text/html": self._repr_html_(), MIME: self.to_json()}

    def __str__(self) -> str:
        return "\n".join(
            [self.title, self.subtitle, self.table.to_string(index=False, line_width=10_000)]
        )

    def _repr_html_(self) -> str:
        """Return what JupyterLab shows: its sanitiser keeps an image, and strips inline SVG."""
        table = markup.table(self.columns, self.rows, self.subtitle)
        table = re.sub(r'<(td|th scope="(?:col|row)")>', LEFT, table)
        if self.svg:
            image = base64.b64encode(self.svg.encode()).decode()
            table = (
                f'<img alt="{escape(self.alt)}" src="data:image/svg+xml;base64,{image}">'
                f"<details><summary>Data of this figure</summary>{table}</details>"
            )
        banner = (
            "<p><strong>Synthetic data: for teaching, not a result.</strong></p>" * self.synthetic
        )
        words = [f"Source: {self.source}", self.note]
        foot = "".join(f"<p>{escape(text)}</p>" for text in words if text)
        return f"<p><strong>{escape(self.title)}</strong></p>{banner}{table}{foot}"


def _safe(value: Any) -> Any:
    if not isinstance(value, str) or not FORMULA.match(value) or NUMBER.fullmatch(value):
        return value
    return value if value == "-" else f"'{value}"


def _type(cells: pd.Series) -> str:
    if types.is_integer_dtype(cells):
        return "integer"
    return "number" if types.is_float_dtype(cells) else "text"


def _plain(cells: pd.Series, column: dict[str, Any]) -> list[Any]:
    if column["type"] == "integer":
        return [int(value) for value in cells]
    if column["type"] == "number":
        # Adding zero makes nought of what is rounded to minus nought.
        return [round(float(value), column["digits"]) + 0.0 for value in cells]
    return [str(value) for value in cells]
