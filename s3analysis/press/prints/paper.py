"""A document on paper: its sheets, upright or landscape, and how its tables stand on them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from s3analysis.exhibits import markup
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press.prints import fonts
from s3analysis.press.prints.document import Block, Document, Figure, Heading

PORTRAIT, LANDSCAPE = 482.0, 728.0
"""Points between the margins of 20 mm of A4."""

TYPE = 8.0  # points of a table, on any paper
PADDING = 8.0  # points, both sides of a cell together
BOLD = 1.13  # how much wider a bold text is
WORDS = re.compile(r"[^\s-]*-+(?=[^\W\d])|\S[^\s-]*(?:-(?![^\W\d])[^\s-]*)*")
WORD = 18.0  # ems: a longer word may be broken
LINES, TALLEST = 5.5, 16.0  # lines of a row, on average and at most, before a table is laid wider
ONE_PAGE = 25.0  # lines of a table, or of a row, that is not broken over pages
SLACK = 0.2  # ems of a column, for what rounding takes
STEP = 0.5  # ems that are given away at a time


@dataclass(frozen=True)
class Part:
    """Columns that stand side by side, by their position, with their widths in ems."""

    columns: list[int]
    widths: list[float]

    def about(self, columns: int) -> str:
        """Return which of a table's columns these are, or "" where they are all of them."""
        if len(self.columns) == columns:
            return ""
        return f"Columns 1 and {self.columns[1] + 1} to {self.columns[-1] + 1} of {columns}"


@dataclass(frozen=True)
class Fit:
    """How a table stands on paper: more than one part where it is wider than paper.

    `whole` says that it is low enough to stand on one page, `whole_rows` that each row is.
    """

    landscape: bool
    parts: list[Part]
    whole: bool = False
    whole_rows: bool = False


@dataclass(frozen=True)
class Grid:
    """A table ready for paper: the words over its columns, its cells as read, and how it fits."""

    head: list[str]
    rows: list[list[str]]
    right: list[bool]
    fit: Fit


def grid(exhibit: Exhibit) -> Grid:
    """Return the table of an exhibit as its reader sees it; numbers stand to the right."""
    head = [markup.label(column) for column in exhibit.columns]
    digits = [column["digits"] for column in exhibit.columns]
    rows = [
        [markup.cell(value, n) for value, n in zip(row, digits, strict=True)]
        for row in exhibit.rows
    ]
    drawn = [[fonts.drawable(text) for text in row] for row in [head, *rows]]
    right = [column["type"] != "text" for column in exhibit.columns]
    return Grid(head, rows, right, fit(drawn[0], drawn[1:]))


def fit(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Fit:
    """Return how a table is printed so that nothing is clipped and its rows are low.

    A table that would crowd upright paper lies on landscape. One that is wider still is split: each
    part begins with the first column again.
    """
    lines = _lines(head, rows)
    least = np.minimum(_words(head, rows), WORD) + SLACK
    for landscape in (False, True):
        room = _room(landscape, len(head))
        if least.sum() <= room:
            widths = _shared(lines, least, room)
            heights = np.ceil(lines / widths).max(axis=1)
            if landscape or (heights.mean() <= LINES and heights.max() <= TALLEST):
                part = _part(range(len(head)), widths)
                whole, whole_rows = heights.sum() <= ONE_PAGE, heights.max() <= ONE_PAGE
                return Fit(landscape, [part], bool(whole), bool(whole_rows))
    parts = [
        _part(kept, _shared(lines[:, kept], least[kept], _room(True, len(kept))))
        for kept in _split(least)
    ]
    return Fit(True, parts)


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> np.ndarray:
    """Return the width in ems of each cell set in one line, the head first."""
    return np.array(
        [[fonts.width(text) * BOLD for text in head]]
        + [[max(map(fonts.width, text.split("\n"))) for text in row] for row in rows]
    )


def _words(head: Sequence[str], rows: Sequence[Sequence[str]]) -> np.ndarray:
    """Return the width in ems of each column's longest word; a hyphen ends a word."""
    longest: np.ndarray = np.array(
        [
            [max(map(fonts.width, WORDS.findall(text)), default=0.0) * weight for text in row]
            for weight, row in [(BOLD, head), *((1.0, row) for row in rows)]
        ]
    ).max(axis=0)
    return longest


def _room(landscape: bool, columns: int) -> float:
    return ((LANDSCAPE if landscape else PORTRAIT) - columns * PADDING) / TYPE


def _shared(lines: np.ndarray, least: np.ndarray, room: float) -> np.ndarray:
    """Return column widths that make the rows low: room goes where a row's tallest cell is."""
    natural: np.ndarray = lines.max(axis=0) + SLACK
    if natural.sum() <= room:
        return natural
    widths = least.copy()
    while widths.sum() + STEP <= room:
        crowding = (lines / widths) ** 6  # near to the height of a row, but smooth
        rows = np.maximum(crowding.sum(axis=1, keepdims=True), 1) ** (1 / 6 - 1)
        gains = np.where(widths < natural, (rows * crowding).sum(axis=0) / widths, -1)
        widths[gains.argmax()] += STEP
    return widths


def _part(columns: Sequence[int], widths: np.ndarray) -> Part:
    return Part(list(columns), (np.floor(widths * 100) / 100).tolist())


def _split(least: np.ndarray) -> list[list[int]]:
    """Return the columns of each part: the first, and as many more as paper holds."""
    parts, part = [], [0]
    for column in range(1, len(least)):
        wider = [*part, column]
        if len(part) > 1 and least[wider].sum() > _room(True, len(wider)):
            parts.append(part)
            wider = [0, column]
        part = wider
    return [*parts, part]


@dataclass(frozen=True)
class Placed:
    """A block in print, with its anchor and, if it is a table, how that stands on paper."""

    block: Block
    anchor: str = ""
    grid: Grid | None = None


@dataclass(frozen=True)
class Sheet:
    """Blocks that follow each other on paper that lies one way."""

    landscape: bool
    blocks: list[Placed] = field(default_factory=list)


def sheets(document: Document) -> list[Sheet]:
    """Return the blocks of a document on their sheets.

    What leads to an exhibit stands on its paper, and what follows the last one stays on its paper.
    Headings are one level up (1 is a notebook's title) and skip none; an anchor stands once.
    """
    made = [Sheet(landscape=False)]
    waiting: list[Placed] = []
    for placed in _placed(document):
        if isinstance(placed.block, Heading) and placed.block.level == 1:
            made[-1].blocks.extend(waiting)
            waiting = []
        waiting.append(placed)
        if isinstance(placed.block, Figure):
            landscape = placed.grid is not None and placed.grid.fit.landscape
            if landscape != made[-1].landscape:
                made.append(Sheet(landscape))
            made[-1].blocks.extend(waiting)
            waiting = []
    made[-1].blocks.extend(waiting)
    return [sheet for sheet in made if sheet.blocks]


def _placed(document: Document) -> Iterator[Placed]:
    level, anchors = 0, {""}
    for block in document.blocks:
        anchor, table = "", None
        if isinstance(block, Heading):
            level = min(block.level - 1, level + 1)
            anchor, block = block.anchor, replace(block, level=level)
        elif isinstance(block, Figure):
            anchor = block.exhibit.key
            table = grid(block.exhibit) if block.exhibit.kind == "table" else None
        yield Placed(block, "" if anchor in anchors else anchor, table)
        anchors.add(anchor)
