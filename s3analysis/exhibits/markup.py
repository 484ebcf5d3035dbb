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
    number = [column["type"] != "text" for column in columns]
    head = "".join(
        f'<th scope="col"{_right(is_number)}>{escape(label(column))}</th>'
        for column, is_number in zip(columns, number, strict=True)
    )
    body = "".join(
        f"<tr>{_cells(columns, number, row, place, links or {})}</tr>"
        for place, row in enumerate(rows)
    )
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def label(column: dict[str, Any]) -> str:
    """Return the words over a column: its label, and its unit in brackets."""
    return f"{column['label']} ({column['unit']})" if column["unit"] else str(column["label"])


def _right(is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def _cells(
    columns: Sequence[dict[str, Any]],
    number: list[bool],
    row: Sequence[Any],
    place: int,
    links: Mapping[tuple[int, int], str],
) -> str:
    texts = [
        _linked(escape(cell(value, column["digits"])), links.get((place, across)))
        for across, (column, value) in enumerate(zip(columns, row, strict=True))
    ]
    first = f'<th scope="row">{texts[0]}</th>'
    return first + "".join(
        f"<td{_right(is_number)}>{text}</td>"
        for text, is_number in zip(texts[1:], number[1:], strict=True)
    )


def _linked(text: str, address: str | None) -> str:
    return f'<a href="{escape(address)}">{text}</a>' if address else text
