"""A table of an exhibit as accessible HTML: the one place that knows how."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any


def cell(value: Any, digits: int = 0) -> str:
    """Return a value as its reader sees it: thousands grouped, a fixed number of digits.

    >>> cell(1300), cell(0.5, 2), cell("Skåne")
    ('1,300', '0.50', 'Skåne')
    """
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.{digits}f}"
    return str(value)


def table(
    columns: Sequence[dict[str, Any]],
    rows: Iterable[Sequence[Any]],
    caption: str,
    links: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """Return an HTML table with a caption, column headers and row headers (the first cell).

    `links` says where a cell, by its row and column, leads.
    """
    head = "".join(
        f'<th scope="col"{_look(column)}>{escape(label(column))}</th>' for column in columns
    )
    body = "".join(
        f"<tr>{_cells(columns, row, place, links or {})}</tr>" for place, row in enumerate(rows)
    )
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def label(column: dict[str, Any]) -> str:
    """Return the words over a column: its label, and its unit in brackets."""
    return f"{column['label']} ({column['unit']})" if column["unit"] else str(column["label"])


def _look(column: dict[str, Any]) -> str:
    return "" if column["type"] == "text" else ' class="number"'


def _cells(
    columns: Sequence[dict[str, Any]],
    row: Sequence[Any],
    place: int,
    links: Mapping[tuple[int, int], str],
) -> str:
    texts = [
        _linked(escape(cell(value, column["digits"])), links.get((place, across)))
        for across, (column, value) in enumerate(zip(columns, row, strict=True))
    ]
    first, *rest = texts
    cells = zip(columns[1:], rest, strict=True)
    return f'<th scope="row">{first}</th>' + "".join(
        f"<td{_look(column)}>{text}</td>" for column, text in cells
    )


def _linked(text: str, address: str | None) -> str:
    return f'<a href="{escape(address)}">{text}</a>' if address else text
