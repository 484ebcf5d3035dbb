"""A document on sheets of paper: which of its blocks stand on upright and which on landscape."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from s3analysis.press.prints import column_widths
from s3analysis.press.prints.column_widths import Grid
from s3analysis.press.prints.document import Block, Document, Figure, Heading


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
        anchor, grid = "", None
        if isinstance(block, Heading):
            level = min(block.level - 1, level + 1)
            anchor, block = block.anchor, replace(block, level=level)
        elif isinstance(block, Figure):
            anchor = block.exhibit.key
            grid = column_widths.grid(block.exhibit) if block.exhibit.kind == "table" else None
        yield Placed(block, "" if anchor in anchors else anchor, grid)
        anchors.add(anchor)
