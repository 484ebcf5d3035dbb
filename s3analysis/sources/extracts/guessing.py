"""A mapping proposed for a file: which column names regions, which holds text, which categories.

A proposal is written to be read and edited, never used unseen. The header is the row under which a
column names regions; of several such columns the one with the finest units is taken.
"""

import json
import re
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple

import pandas as pd

from s3analysis.sources.extracts import priorities, taxonomies, territories
from s3analysis.sources.extracts.cells import Row, Rows, latin, plain
from s3analysis.sources.extracts.import_errors import refuse
from s3analysis.sources.extracts.mapping import MOST_DIMENSIONS, Dimension
from s3analysis.sources.extracts.sheets import How, Known, Sheet
from s3analysis.sources.extracts.sheets import plain as label_of
from s3analysis.sources.extracts.sheets import table as read_table
from s3analysis.sources.extracts.taxonomies import OPEN
from s3analysis.sources.extracts.territories import Gazetteer

SAMPLE = 300
"""Distinct cells of a column that are looked at."""
LOOKED_AT = 200
"""Rows in which the header is sought."""
SEPARATORS = (";", "|", "\n", ",", "/")
WITHINS = (" > ", " / ", ": ", " - ")
"""What may part a category from its sub-category in a cell."""
ENOUGH = 0.5
"""Share of the cells looked at that must fit before a column is taken for something."""
CALLED = re.compile(r"(?i)(.*\b)?(id|identifier|key|n[or°]?\.?|number|num|ref(erence)?|nr\.?|#)")
"""What a column of identifiers or of numbers of rows is called."""
CODES = re.compile(r"(?i)nace|nabs|isic|\bcod|code|kód|κωδ|код|classif|division|section")
"""What a column whose short cells are codes is called."""
FILES = re.compile(
    r"(?i)domain|field|categ|sector|them|topic|area|ámbito|ambit|setto|feld|bereich|domin|"
    r"domaine|τομ|тем|област|obszar|dziedzin|oblast|podru|speciali|speziali|område|ala\b|market"
)
TEXTS = re.compile(r"(?i)priorit|title|text|descri|titel|titre|titolo|título|προτερ|приорит|name")
STATISTICS = {"obs_value", "time_period", "obs_flag", "dataflow", "last update"}
NUMBER = re.compile(r"[-+]?[\d.,' \u00a0\u202f]*\d\s*[%€$£]?|[€$£]\s*[\d.,' ]+")
REPEATED = re.compile(r"\s*(\(\d+\)|[ _]?\d+)$")
SHOWN = 8
"""Terms that a proposal lists as unknown."""


class Fit(NamedTuple):
    """How a column fits a taxonomy: the share of its terms, what parts them, those unknown."""

    share: float
    scheme: str
    separator: str = ""
    within: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """How a column names regions: the share of its cells that do, the units, those unknown."""

    share: float
    units: frozenset[str]
    unknown: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Return whether it names more than countries."""
        return any(len(code) > 2 for code in self.units)


@dataclass
class Proposal:
    """A mapping in the making; `remarks` says of each column what it was taken for."""

    how: How
    version: str = "2013"
    region: str = ""
    place: Place = field(default_factory=lambda: Place(0.0, frozenset(), ()))
    country: str = ""
    text: str = ""
    identifier: str = ""
    fill: bool = False
    dimensions: list[list[str]] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def propose(name: str, found: Rows, how: How, known: Known, terms: pd.DataFrame) -> str:
    """Return a mapping for the records of a file, as TOML with remarks.

    `how` is what was told of the file. Raises InvalidExtract where no column names regions, or
    nothing could file a priority.
    """
    rows = list(found.numbered)
    made = Proposal(replace(how))
    _lay_out(name, rows, found, made, known)
    again = replace(found, numbered=iter(rows), recognised=list(found.recognised))
    sheet = read_table(name, again, made.how, set())
    headers = {str(column).casefold() for column in sheet.cells}
    if STATISTICS & headers or any(re.search(r"\\time", header) for header in headers):
        refuse(name, "is a table of statistics, not a list of priorities: nothing files one")
    made.notes += sheet.notes
    sample = {str(column): _distinct(sheet.cells[column]) for column in sheet.cells}
    places = _regions(name, sample, made, known)
    rest = {
        column: texts
        for column, texts in sample.items()
        if column not in places and not texts.empty
    }
    _choose_columns(name, sheet, rest, made, terms)
    return _written(sheet, sample, made)


def _lay_out(name: str, rows: list[Row], found: Rows, made: Proposal, known: Known) -> None:
    """Find the header of some records, and the rows that are none of the table."""
    looked = rows[:LOOKED_AT]
    width = max((len(row) for _, row in looked), default=0)
    hits = {
        place: [
            at
            for at, (_, row) in enumerate(looked)
            if place < len(row)
            and known.names_region(label_of(row[place]))
            and len(set(filter(None, row))) > 1
        ]
        for place in range(width)
    }
    column = max(hits, key=lambda place: len(hits[place]), default=0)
    if not hits.get(column):
        refuse(name, "no column has cells that are mostly NUTS codes or names of regions")
    first = hits[column][0]
    heads = [at for at in range(first) if len(set(filter(None, looked[at][1]))) > 1]
    if made.how.header_row:
        heads = [at for at in heads if looked[at][0] == made.how.header_row]
    if not heads and found.kind != "JSON":
        number = looked[first][0]
        refuse(name, f"no header was found above row {number}, the first that names a region")
    head = max(heads, key=lambda at: (_labels_in(looked[at][1]), -at)) if heads else 0
    header = [label_of(cell) for cell in looked[head][1]]
    between = [number for number, row in rows[head + 1 : first] if any(row)]
    under = [
        number
        for number, row in rows[first:]
        if number not in between and _is_none(row, header, column, known)
    ]
    skipped = [*made.how.skip_rows, *_ranges([*between, *under])]
    short = found.kind == "CSV" and any(
        0 < len(row) < len(header) and any(row) for n, row in rows[first:] if n not in under
    )
    made.fill = _fills([row for number, row in rows[first:] if number not in under], column)
    usual = next((number for number, row in rows if len(set(filter(None, row))) > 1), 0)
    told = made.how.header_row or (looked[head][0] if looked[head][0] != usual or head else 0)
    made.how = replace(
        made.how,
        header_row=told,
        skip_rows=tuple(skipped),
        short_rows=made.how.short_rows or short,
    )


def _labels_in(row: list[str]) -> int:
    """Return how many different cells of a row may be labels: words, no numbers."""
    return len({cell for cell in row if cell.strip() and not NUMBER.fullmatch(cell.strip())})


def _is_none(row: list[str], header: list[str], column: int, known: Known) -> bool:
    """Return whether a row under the header is none of the table: a note, a total, the header."""
    cells = [label_of(cell) for cell in row]
    filled = [cell for cell in cells if cell]
    region = cells[column] if column < len(cells) else ""
    if not filled or known.names_region(region):
        return False
    if any(priorities.TOTAL.search(cell) for cell in filled[:2]) or cells == header[: len(cells)]:
        return True
    few = len(set(filled)) == 1 or (len(set(filled)) == 2 and bool(region) and len(header) > 3)
    return few and len(header) > 1


def _ranges(numbers: list[int]) -> list[int | str]:
    """Return row numbers with runs of them as one text."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in found]


def _fills(rows: list[list[str]], column: int) -> bool:
    """Return whether the region stands in the first row of its group only."""
    filled = [row for row in rows if sum(bool(cell.strip()) for cell in row) > 1]
    empty = [row for row in filled if column >= len(row) or not row[column].strip()]
    return len(empty) * 4 > len(filled)


def _distinct(column: pd.Series) -> pd.Series:
    texts = column.drop_duplicates().head(SAMPLE).map(lambda text: latin(plain(text)[0])[0])
    return texts[texts.ne("")]


def _regions(
    name: str, sample: dict[str, pd.Series], made: Proposal, known: Known
) -> dict[str, Place]:
    """Choose the column that names regions, the vintage and the country; return all that do."""
    places = _places(sample, known.gazetteer("2013"))
    if any(known.gazetteer("2013").elsewhere.keys() & set(p.unknown) for p in places.values()):
        others = {v: _places(sample, known.gazetteer(v)) for v in territories.VERSIONS}
        made.version = max(
            others, key=lambda version: max((p.share for p in others[version].values()), default=0)
        )
        places = others[made.version]
    places = {column: place for column, place in places.items() if place.share >= ENOUGH}
    if not places:
        refuse(name, "no column has cells that are mostly NUTS codes or names of regions")
    made.region = max(
        places,
        key=lambda each: (places[each].fine, len(places[each].units), places[each].share),
    )
    made.place = places[made.region]
    for column, place in places.items():
        said = "region" if column == made.region else "names regions too, or countries; not used"
        made.remarks[column] = said
        if column != made.region and not place.fine and made.place.unknown and place.share == 1:
            made.country = column
            made.remarks[column] = "country, which decides between regions of one name"
    return places


def _places(sample: dict[str, pd.Series], gazetteer: Gazetteer) -> dict[str, Place]:
    """Return how each column names regions."""
    found = {}
    for column, texts in sample.items():
        answers = {text: territories.resolve(text, gazetteer, {}, hint=False)[0] for text in texts}
        units = frozenset(code for code in answers.values() if code)
        unknown = tuple(text for text, code in answers.items() if not code)
        share = 1 - len(unknown) / len(answers) if answers else 0.0
        found[column] = Place(share, units, unknown)
    return found


def _choose_columns(
    name: str, sheet: Sheet, rest: dict[str, pd.Series], made: Proposal, terms: pd.DataFrame
) -> None:
    """Choose the columns of identifier, text and categories among those that name no region."""
    crosses = [column for column, texts in rest.items() if _crossed(texts)]
    useless = {column: why for column, texts in rest.items() if (why := _useless(column, texts))}
    for column in crosses:
        useless.pop(column, None)
    made.identifier = next(
        (c for c in rest if c not in crosses and _identifies(sheet.cells[c], c)), ""
    )
    words = [c for c in rest if c not in useless and c not in crosses and c != made.identifier]
    made.remarks |= {column: f"{why}; not used" for column, why in useless.items()}
    if made.identifier:
        made.remarks[made.identifier] = "identifier"
    fits = {column: _scheme(column, rest[column], terms) for column in words}
    filing = [c for c in words if fits[c].share >= ENOUGH or _repeats(sheet.cells[c]) >= ENOUGH]
    others = [column for column in words if column not in filing]
    made.text = max(
        others,
        key=lambda c: (not FILES.search(c), bool(TEXTS.search(c)), rest[c].str.len().mean()),
        default="",
    )
    if not filing and len(others) == 1:
        made.text = ""
    spare = [c for c in others if c != made.text and (FILES.search(c) or not filing)]
    filing += sorted(spare, key=lambda c: (not FILES.search(c), rest[c].str.len().mean()))[:1]
    if sheet.cells.get(made.text, pd.Series(dtype=str)).str.strip().str.casefold().isin(
        {"", *priorities.PLACEHOLDERS}
    ).any():  # fmt: skip
        made.remarks[made.text] = "text, but not in every row; not used"
        made.text = ""
    made.remarks |= {made.text: "text"} if made.text else {}
    _add_dimensions(sheet, crosses, filing, fits, made, terms)
    if not made.dimensions:
        refuse(name, "no column files a priority: beside regions there are " + _left(made, others))


def _left(made: Proposal, others: list[str]) -> str:
    kinds = sorted({said.partition(";")[0] for said in made.remarks.values() if "not used" in said})
    return ", ".join([*kinds, *(["texts"] if others else [])]) or "no columns"


def _add_dimensions(
    sheet: Sheet,
    crosses: list[str],
    filing: list[str],
    fits: dict[str, Fit],
    made: Proposal,
    terms: pd.DataFrame,
) -> None:
    """Add dimensions, those whose terms are known best first."""
    found: list[tuple[float, list[str], list[str]]] = []
    if len(crosses) > 1:
        fit = _scheme("", pd.Series(crosses), terms)
        scheme = fit.scheme if fit.share == 1 else OPEN
        found.append((1.0, crosses, _crossing(crosses, scheme)))
    elif crosses:
        made.remarks[crosses[0]] = "a single column of crosses; not used"
    groups: dict[str, list[str]] = {}
    for column in filing:
        groups.setdefault(REPEATED.sub("", column) or column, []).append(column)
    subs = {
        sub: top
        for sub, top in zip(filing[1:], filing, strict=False)
        if re.search(r"(?i)\bsub|unter|sotto|sous", sub) and fits[sub].share <= fits[top].share
    }
    for base, columns in groups.items():
        if columns[0] in subs:
            made.remarks[columns[0]] = f"sub-category of {subs[columns[0]]}"
            continue
        fit = fits[columns[0]]
        if len(columns) > 1:
            fit = _scheme(
                base, _distinct(pd.concat([sheet.cells[each] for each in columns])), terms
            )
        below = next((sub for sub, top in subs.items() if top in columns), "")
        lines = _dimension(base if len(columns) > 1 else columns[0], columns, below, fit, sheet)
        found.append((fit.share, columns, lines))
    best = sorted(found, key=lambda each: -each[0])
    for place, (_, columns, lines) in enumerate(best):
        taken = place < MOST_DIMENSIONS
        said = f"dimension {place + 1}" if taken else "categories, more than a mapping takes"
        made.remarks |= dict.fromkeys(columns, said)
        made.dimensions += [lines] if taken else []


def _crossing(columns: list[str], scheme: str) -> list[str]:
    return [
        "[[dimension]]",
        'name = "category"',
        f"columns = {_list(columns)}",
        "crosses = true  # a cross files the priority under the header of its column",
        f"scheme = {_quoted(scheme)}",
    ]


def _dimension(name: str, columns: list[str], below: str, fit: Fit, sheet: Sheet) -> list[str]:
    """Return a dimension as lines of TOML."""
    where = f"columns = {_list(columns)}" if len(columns) > 1 else f"column = {_quoted(columns[0])}"
    lines = ["[[dimension]]", f"name = {_quoted(name)}", where]
    lines += [f"sub_column = {_quoted(below)}"] if below else []
    if fit.share < ENOUGH:
        return [*lines, *_open(pd.concat([sheet.cells[each] for each in columns]), below)]
    lines += [
        f"scheme = {_quoted(fit.scheme)}  # {fit.share:.0%} of its terms are known",
        f"separator = {_quoted(fit.separator)}",
    ]
    if fit.within and not below:
        lines.append(f"within = {_quoted(fit.within)}  # a category, and its sub-category behind")
    if fit.unknown:
        some = ", ".join(f'{_quoted(term)} = "..."' for term in fit.unknown[:SHOWN])
        lines += [
            f"# {len(fit.unknown)} not known in it: say what they mean, or take scheme = "
            f'"{OPEN}", which takes every term as it stands',
            f"# terms = {{ {some} }}",
        ]
    return lines


def _open(cells: pd.Series, below: str) -> list[str]:
    """Return a dimension of unknown terms as lines of TOML: parted where that makes them repeat."""
    filled = cells[cells.ne("")].map(lambda cell: cell if "\n" in cell else plain(cell)[0])
    parted = {mark: filled.str.split(mark, regex=False).explode() for mark in SEPARATORS}
    terms = {mark: parts.str.strip().nunique() for mark, parts in parted.items()}
    fewest = min(terms, key=lambda mark: terms[mark])
    broken = filled.str.strip().str.contains("\n", regex=False).any()
    separator = "\n" if broken else fewest if terms[fewest] < filled.nunique() else ""
    told = [f"{filled.nunique():,} different cells"]
    told += [f"{terms[separator]:,} terms where it parts them"] if separator else []
    return [
        f'scheme = "{OPEN}"  # every term as it stands',
        f"separator = {_quoted('' if below else separator)}  # {', '.join(told)}",
    ]


def _scheme(column: str, texts: pd.Series, terms: pd.DataFrame) -> Fit:
    """Return the taxonomy that most terms of a column fit, and what parts them."""
    best = Fit(0.0, OPEN)
    texts = texts[~texts.str.casefold().isin(priorities.PLACEHOLDERS)]
    short = texts.str.fullmatch(r"[\dA-Za-z]{1,2}([.,;|/ ]+[\dA-Za-z]{1,2})*").mean() > ENOUGH
    if texts.empty or (short and not CODES.search(column)):
        return best
    named = [s for s in terms["scheme"].unique() if s.partition("-")[0] in column.casefold()]
    for separator in _inside(texts, SEPARATORS):
        parts = texts.str.split(separator, regex=False).explode() if separator else texts
        said = pd.Series([part for part in parts.map(lambda part: plain(part)[0]).unique() if part])
        for scheme, within in product(named or terms["scheme"].unique(), _inside(said, WITHINS)):
            known = taxonomies.taxonomy(terms, scheme)
            how = Dimension(name="-", column="-", scheme=scheme, within=within)
            unknown = [p for p in said if priorities.term(p, how, known, hint=False)[3]]
            share = 1 - len(unknown) / len(said) if len(said) else 0.0
            fit = Fit(share, scheme, separator, within, tuple(unknown))
            best = max(best, fit, key=lambda each: (each.share, each.scheme, each.separator))
    return best


def _inside(texts: pd.Series, marks: tuple[str, ...]) -> list[str]:
    """Return which marks stand in any of some texts, none of them first."""
    return ["", *(mark for mark in marks if texts.str.contains(mark, regex=False).any())]


def _useless(column: str, texts: pd.Series) -> str:
    """Return why a column can be neither text nor categories, if so."""
    dated = texts.map(taxonomies.dated)
    number = texts.str.fullmatch(NUMBER.pattern)
    if FILES.search(column) and dated.any() and not dated.all():
        return ""  # a spreadsheet has made dates of codes: the import says so
    if dated.mean() > ENOUGH:
        return "dates"
    if FILES.search(column) and number.all() and texts.str.len().max() <= 4:
        return ""
    numbers = number.mean() > ENOUGH
    if numbers and not CODES.search(column):
        return "numbers"
    if texts.str.len().max() <= 2 and not CODES.search(column):
        return "flags"
    if texts.str.len().mean() > 2000:
        return "long data"
    return "links" if texts.str.match(r"https?://").mean() > ENOUGH else ""


def _crossed(texts: pd.Series) -> bool:
    """Return whether the cells of a column are crosses."""
    marks = set(texts.str.casefold())
    yes = marks & priorities.CROSSES
    return bool(yes) and marks <= priorities.CROSSES | priorities.NO_CROSS and yes != {"1"}


def _identifies(column: pd.Series, name: str) -> bool:
    """Return whether a column is short, whole, without blanks and different in every row."""
    short = column.str.len().max() <= 20 and not column.str.contains(" ", regex=False).any()
    called = CALLED.fullmatch(name) or column.str.fullmatch(r"[A-Za-z_.-]+\d+[\d./-]*").all()
    return bool(short and called and column.ne("").all() and column.is_unique)


def _repeats(column: pd.Series) -> float:
    """Return the share of filled cells that stand more than once."""
    filled = column[column.ne("")]
    return float(filled.duplicated(keep=False).mean()) if len(filled) else 0.0


def _written(sheet: Sheet, sample: dict[str, pd.Series], made: Proposal) -> str:
    """Return a proposal as TOML, with remarks for each column."""
    lines = [
        "# A proposal: read it, mend it, then import with --mapping.",
        f"# Read as: {', '.join(sheet.recognised)}.",
        *(f"# Note: {note}" for note in made.notes),
        "# The columns, and what they were taken for:",
        *(f"#   {_remark(column, made, texts)}" for column, texts in sample.items()),
        'database = "unknown"  # "EYE@RIS3" for an extract of it, which the ledger then reads',
        *_file(made.how),
        "",
        "[columns]",
        f"region = {_quoted(made.region)}  # {made.place.share:.0%} of its cells name a NUTS unit",
        *([f"country = {_quoted(made.country)}"] if made.country else []),
        f"text = {_quoted(made.text)}" if made.text else "# text = the column of its words",
        *([f"id = {_quoted(made.identifier)}"] if made.identifier else []),
        "",
        "[territory]",
        f'nuts_version = "{made.version}"  # the vintage in which most codes are known',
        *(["fill = true  # the region stands in the first row of its group"] if made.fill else []),
        "",
        "[territory.names]",
        '# "a name of their own" = "NUTS code"',
        *(f'# {_quoted(text)} = "..."  # not known' for text in made.place.unknown[:SHOWN]),
    ]
    for dimension in made.dimensions:
        lines += ["", *dimension]
    return "\n".join(lines) + "\n"


def _remark(column: str, made: Proposal, texts: pd.Series) -> str:
    values = ", ".join(repr(text if len(text) < 40 else text[:37] + "...") for text in texts[:3])
    return f"{column}: {made.remarks.get(column, 'not used')} ({values or 'empty'})"


def _file(how: How) -> list[str]:
    """Return how a file is to be read as lines of TOML, where that is not recognised."""
    lines = [
        f"{name} = {_quoted(value)}"
        for name in ("encoding", "delimiter", "sheet")
        if (value := getattr(how, name))
    ]
    lines += [f"header_row = {how.header_row}"] if how.header_row else []
    if how.skip_rows:
        rows = ", ".join(json.dumps(row) for row in how.skip_rows)
        lines.append(f"skip_rows = [{rows}]  # notes, totals or a second header: look at them")
    if how.short_rows:
        lines.append("short_rows = true  # some rows lack their last cells, taken as empty")
    if not how.quotes:
        lines.append("quotes = false  # quotation marks stand inside words")
    return ["", "[file]", *lines] if lines else []


def _list(texts: list[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
