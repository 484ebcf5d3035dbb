"""What the columns of a table are: regions, words, identifier, and categories of priorities.

Of several columns that name regions, the one with the finest units is taken. A column that is
nothing of these is said to be not used, with the reason.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from s3analysis.sources.extracts import labels, taxonomies, territories
from s3analysis.sources.extracts.cells import NUMBER, latin, plain
from s3analysis.sources.extracts.guessing import schemes
from s3analysis.sources.extracts.guessing.layout import NO_REGIONS
from s3analysis.sources.extracts.guessing.schemes import Fit
from s3analysis.sources.extracts.import_errors import refuse
from s3analysis.sources.extracts.mapping import MOST_DIMENSIONS
from s3analysis.sources.extracts.sheets import Sheet
from s3analysis.sources.extracts.taxonomies import OPEN
from s3analysis.sources.extracts.territories import Gazetteer

SAMPLE = 300
"""Distinct cells of a column that are looked at."""
ENOUGH = 0.5
"""Share of the cells looked at that must fit before a column is taken for something."""
CALLED = re.compile(r"(?i)(.*\b)?(id|identifier|key|n[or°]?\.?|number|num|ref(erence)?|nr\.?|#)")
"""What a column of identifiers or of numbers of rows is called."""
FILES = re.compile(
    r"(?i)domain|field|categ|sector|them|topic|area|ámbito|ambit|setto|feld|bereich|domin|"
    r"domaine|τομ|тем|област|obszar|dziedzin|oblast|podru|speciali|speziali|område|ala\b|market"
)
TEXTS = re.compile(r"(?i)priorit|title|text|descri|titel|titre|titolo|título|προτερ|приорит|name")
BESIDE = re.compile(
    r"(?i)(remark|comment|note|status|state|stage|version|contact|e-?mail|web ?site|responsible|"
    r"bemerkung|anmerkung|stand|remarque|commentaire|statut|osservazion|nota|observacion|estado|"
    r"uwag|poznámk|anmärkning)\w*\b.*"
)
"""What a column is called that says something of its row, and files nothing."""
STATISTICS = {"obs_value", "time_period", "obs_flag", "dataflow", "last update"}
REPEATED = re.compile(r"\s*(\(\d+\)|[ _]?\d+)$")
BELOW = re.compile(r"(?i)\bsub|unter|sotto|sous")
"""What a column of sub-categories is called."""


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


@dataclass(frozen=True)
class Filing:
    """A dimension: its name, its columns (crosses, or terms), sub-categories, and how it fits."""

    name: str
    columns: tuple[str, ...]
    fit: Fit
    sub_column: str = ""
    crosses: bool = False


@dataclass
class Taken:
    """What the columns of a table are taken for; `remarks` says it of each, in words."""

    version: str = "2013"
    region: str = ""
    place: Place = field(default_factory=lambda: Place(0.0, frozenset(), ()))
    country: str = ""
    text: str = ""
    identifier: str = ""
    dimensions: list[Filing] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)


def taken(
    sheet: Sheet,
    sample: dict[str, pd.Series],
    gazetteer: Callable[[str], Gazetteer],
    terms: pd.DataFrame,
) -> Taken:
    """Return what the columns of a sheet are taken for; `sample` has their distinct cells.

    Raises InvalidExtract where no column names regions, or nothing could file a priority.
    """
    headers = {str(column).casefold() for column in sheet.cells}
    if STATISTICS & headers or any(re.search(r"\\time", header) for header in headers):
        refuse(sheet.name, "is a table of statistics, not a list of priorities: nothing files one")
    made = Taken()
    places = regions_in(sheet.name, sample, made, gazetteer)
    rest = {c: texts for c, texts in sample.items() if c not in places and not texts.empty}
    crosses = [column for column, texts in rest.items() if _crossed(texts)]
    words = _words(sheet, rest, crosses, made, terms)
    fits = {column: schemes.fit(column, rest[column], terms) for column in words}
    filing = [c for c in words if fits[c].share >= ENOUGH or _repeats(sheet.cells[c]) >= ENOUGH]
    others = [column for column in words if column not in filing]
    filing += _text(sheet, rest, [*filing, *crosses[1:]], others, made)
    found = _groups(sheet, filing, fits, terms)
    if len(crosses) > 1:
        fit = schemes.fit("", pd.Series(crosses), terms)
        known = fit if fit.share == 1 else Fit(0.0, OPEN)
        found.insert(0, Filing("category", tuple(crosses), known, crosses=True))
    elif crosses:
        made.remarks[crosses[0]] = "a single column of crosses; not used"
    _dimensions(found, made)
    if not made.dimensions:
        left = {said.partition(";")[0] for said in made.remarks.values() if "not used" in said}
        there = ", ".join([*sorted(left), *(["texts"] if others else [])]) or "no columns"
        refuse(sheet.name, f"no column files a priority: beside regions there are {there}")
    return made


def distinct(column: pd.Series) -> pd.Series:
    """Return the first different cells of a column, as they are read."""
    texts = column.drop_duplicates().head(SAMPLE).map(lambda text: latin(plain(text)[0])[0])
    return texts[texts.ne("")]


def regions_in(
    name: str,
    sample: dict[str, pd.Series],
    made: Taken,
    gazetteer: Callable[[str], Gazetteer],
) -> dict[str, Place]:
    """Choose the column that names regions, the vintage and the country; return all that do."""
    places = _places(sample, gazetteer("2013"))
    if any(gazetteer("2013").elsewhere.keys() & set(p.unknown) for p in places.values()):
        others = {v: _places(sample, gazetteer(v)) for v in territories.VERSIONS}
        made.version = max(
            others, key=lambda version: max((p.share for p in others[version].values()), default=0)
        )
        places = others[made.version]
    places = {column: place for column, place in places.items() if place.share >= ENOUGH}
    if not places:
        refuse(name, NO_REGIONS)
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


def _places(sample: dict[str, pd.Series], known: Gazetteer) -> dict[str, Place]:
    """Return how each column names regions."""
    found = {}
    for column, texts in sample.items():
        answers = {text: territories.resolve(text, known, {}, hint=False)[0] for text in texts}
        units = frozenset(code for code in answers.values() if code)
        unknown = tuple(text for text, code in answers.items() if not code)
        share = 1 - len(unknown) / len(answers) if answers else 0.0
        found[column] = Place(share, units, unknown)
    return found


def _words(
    sheet: Sheet,
    rest: dict[str, pd.Series],
    crosses: list[str],
    made: Taken,
    terms: pd.DataFrame,
) -> list[str]:
    """Return the columns that may be texts or categories; choose the one of identifiers."""
    plain_ones = [column for column in rest if column not in crosses]
    made.identifier = next((c for c in plain_ones if _identifies(sheet.cells[c], c)), "")
    useless = {column: _useless(column, rest[column], terms) for column in plain_ones}
    made.remarks |= {column: f"{why}; not used" for column, why in useless.items() if why}
    made.remarks |= {made.identifier: "identifier"} if made.identifier else {}
    return [c for c in plain_ones if not useless[c] and c != made.identifier]


def _text(
    sheet: Sheet, rest: dict[str, pd.Series], filing: list[str], others: list[str], made: Taken
) -> list[str]:
    """Choose the column of texts; return one of the others that may file priorities, if any."""

    def like_a_text(column: str) -> tuple[bool, bool, float]:
        called = bool(TEXTS.search(column))
        return not FILES.search(column), called, float(rest[column].str.len().mean())

    made.text = max(others, key=like_a_text, default="")
    if not filing and len(others) == 1:
        made.text = ""
    spare = [c for c in others if c != made.text and (FILES.search(c) or not filing)]
    if made.text:
        said = sheet.cells[made.text].str.strip().str.casefold()
        whole = not said.isin({"", *labels.PLACEHOLDERS}).any()
        made.remarks[made.text] = "text" if whole else "text, but not in every row; not used"
        made.text = made.text if whole else ""
    return sorted(spare, key=like_a_text)[:1]


def _groups(
    sheet: Sheet, filing: list[str], fits: dict[str, Fit], terms: pd.DataFrame
) -> list[Filing]:
    """Return the dimensions of columns: one for several of a name, and its sub-categories."""
    subs = {
        sub: top
        for sub, top in zip(filing[1:], filing, strict=False)
        if BELOW.search(sub) and fits[sub].share <= fits[top].share
    }
    groups: dict[str, list[str]] = {}
    for column in filing:
        if column not in subs:
            groups.setdefault(REPEATED.sub("", column) or column, []).append(column)
    found = []
    for base, columns in groups.items():
        fit, name = fits[columns[0]], columns[0]
        if len(columns) > 1:
            cells = pd.concat([sheet.cells[each] for each in columns])
            fit, name = schemes.fit(base, distinct(cells), terms), base
        below = next((sub for sub, top in subs.items() if top in columns), "")
        found.append(Filing(name, tuple(columns), fit, "" if len(columns) > 1 else below))
    return found


def _dimensions(found: list[Filing], made: Taken) -> None:
    """Take as many dimensions as a mapping has, those whose terms are known best first."""
    best = sorted(found, key=lambda each: -(1.0 if each.crosses else each.fit.share))
    for place, each in enumerate(best, 1):
        took = place <= MOST_DIMENSIONS
        said = f"dimension {place}" if took else "categories, more than a mapping takes; not used"
        made.remarks |= dict.fromkeys(each.columns, said)
        if each.sub_column:
            made.remarks[each.sub_column] = f"sub-category of {each.columns[0]}"
    made.dimensions = best[:MOST_DIMENSIONS]


def _useless(column: str, texts: pd.Series, terms: pd.DataFrame) -> str:
    """Return why a column can be neither text nor categories, if so."""
    dated = texts.map(taxonomies.dated)
    number = texts.str.fullmatch(NUMBER.pattern)
    if FILES.search(column) and dated.any() and not dated.all():
        return ""  # a spreadsheet has made dates of codes: the import says so
    if dated.mean() > ENOUGH:
        return "dates"
    if BESIDE.fullmatch(column):
        return "remarks"
    longest = texts.str.len().max()
    if FILES.search(column) and number.all() and longest <= 4:
        return ""
    if number.mean() > ENOUGH:
        return "" if schemes.codes(column, texts, terms) else "numbers"
    if longest <= 2 and not schemes.CODES.search(column):
        return "flags"
    if texts.str.len().mean() > 2000:
        return "long data"
    return "links" if texts.str.match(r"https?://").mean() > ENOUGH else ""


def _crossed(texts: pd.Series) -> bool:
    """Return whether the cells of a column are crosses."""
    marks = set(texts.str.casefold())
    yes = marks & labels.CROSSES
    return bool(yes) and marks <= labels.CROSSES | labels.NO_CROSS and yes != {"1"}


def _identifies(column: pd.Series, name: str) -> bool:
    """Return whether a column is short, whole, without blanks and different in every row."""
    short = column.str.len().max() <= 20 and not column.str.contains(" ", regex=False).any()
    called = CALLED.fullmatch(name) or column.str.fullmatch(r"[A-Za-z_.-]+\d+[\d./-]*").all()
    return bool(short and called and column.ne("").all() and column.is_unique)


def _repeats(column: pd.Series) -> float:
    """Return the share of filled cells that stand more than once."""
    filled = column[column.ne("")]
    return float(filled.duplicated(keep=False).mean()) if len(filled) else 0.0
