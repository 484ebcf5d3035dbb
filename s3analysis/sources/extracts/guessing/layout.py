"""Where the table of a file stands: its header, and the rows that are none of it.

The header is the row under which a column names regions.
"""

from s3analysis.sources.extracts import priorities
from s3analysis.sources.extracts.cells import NUMBER, Row, Rows
from s3analysis.sources.extracts.import_errors import refuse
from s3analysis.sources.extracts.mapping import File
from s3analysis.sources.extracts.sheets import Known, plain

LOOKED_AT = 200
"""Rows in which the header is sought."""
NO_REGIONS = "no column has cells that are mostly NUTS codes or names of regions"


def found(name: str, rows: list[Row], file: Rows, how: File, known: Known) -> tuple[File, bool]:
    """Return how the table of a file is read, and whether a region stands for the rows under it.

    `how` is what was told of the file. Raises InvalidExtract where no column names regions, or no
    row above it can be the header.
    """
    looked = rows[:LOOKED_AT]
    column, first = _regions(name, looked, known)
    head = _header(name, looked, first, file, how)
    header = [plain(cell) for cell in looked[head][1]]
    between = [number for number, row in rows[head + 1 : first] if any(row)]
    fill = _fills([row for _, row in rows[first:]], column, len(header))
    none = {n for n, row in rows[first:] if _is_none(row, header, column, known, fill=fill)}
    none |= {*between}
    under = [row for number, row in rows[first:] if number not in none]
    short = file.kind == "CSV" and any(any(row) and len(row) < len(header) for row in under)
    usual = next((number for number, row in rows if _different(row) > 1), 0)
    told = how.header_row or (looked[head][0] if looked[head][0] != usual or head else 0)
    skip_rows = (*how.skip_rows, *_ranges(sorted(none)))
    more = {"header_row": told, "skip_rows": skip_rows, "short_rows": how.short_rows or short}
    return how.model_copy(update=more), fill


def _regions(name: str, looked: list[Row], known: Known) -> tuple[int, int]:
    """Return the place of the column that names regions most often, and its first such row."""
    width = max((len(row) for _, row in looked), default=0)
    hits: dict[int, list[int]] = {place: [] for place in range(width)}
    for at, (_, row) in enumerate(looked):
        if _different(row) > 1:
            for place, cell in enumerate(row):
                if known.names_region(plain(cell)):
                    hits[place].append(at)
    column = max(hits, key=lambda place: len(hits[place]), default=0)
    if not hits.get(column):
        refuse(name, NO_REGIONS)
    return column, hits[column][0]


def _header(name: str, looked: list[Row], first: int, file: Rows, how: File) -> int:
    """Return the place of the header: of the rows above, the one with most labels, or as told."""
    heads = [at for at in range(first) if _different(looked[at][1]) > 1]
    if how.header_row:
        heads = [at for at in heads if looked[at][0] == how.header_row]
    if not heads and file.kind != "JSON":
        number = looked[first][0]
        refuse(name, f"no header was found above row {number}, the first that names a region")
    return max(heads, key=lambda at: (_labels_in(looked[at][1]), -at), default=0)


def _different(row: list[str]) -> int:
    return len(set(filter(None, row)))


def _labels_in(row: list[str]) -> int:
    """Return how many different cells of a row may be labels: words, no numbers."""
    return len({cell for cell in row if cell.strip() and not NUMBER.fullmatch(cell.strip())})


def _is_none(row: list[str], header: list[str], column: int, known: Known, *, fill: bool) -> bool:
    """Return whether a row under the header is none of the table: a note, a total, the header."""
    cells = [plain(cell) for cell in row]
    filled = [cell for cell in cells if cell]
    region = cells[column] if column < len(cells) else ""
    if not filled or known.names_region(region):
        return False
    if any(priorities.TOTAL.search(cell) for cell in filled[:2]) or cells == header[: len(cells)]:
        return True
    if fill and not region and len(filled) >= min(2, len(header) - 1):
        return False
    few = len(set(filled)) == 1 or (len(set(filled)) == 2 and bool(region) and len(header) > 3)
    return few and len(header) > 1


def _ranges(numbers: list[int]) -> list[int | str]:
    """Return row numbers with runs of them as one text."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]


def _fills(rows: list[list[str]], column: int, width: int) -> bool:
    """Return whether the region stands in the first row of its group only."""
    filled = [row for row in rows if sum(bool(cell.strip()) for cell in row) >= min(2, width - 1)]
    empty = [row for row in filled if column >= len(row) or not row[column].strip()]
    return len(empty) * 4 > len(filled)
