"""An extract of declared priorities -> tidy tables, with a log of every repair.

A priority stands in one row with all its categories, or in several rows with one each. A row that
cannot be read refuses the whole extract: nothing is left out in silence.
"""

from collections.abc import Mapping as Named
from hashlib import sha256
from pathlib import Path

import pandas as pd

from s3analysis.sources.extracts import (
    cells,
    encodings,
    import_errors,
    sheets,
    taxonomies,
    territories,
)
from s3analysis.sources.extracts.cells import LOG
from s3analysis.sources.extracts.extracts import LABELS, PRIORITIES, Extract
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.extracts.mapping import Columns, Dimension, Mapping
from s3analysis.sources.extracts.sheets import How, Sheet
from s3analysis.sources.extracts.taxonomies import OPEN


def schemes(terms: pd.DataFrame) -> list[str]:
    """Return the names of the taxonomies there are, the open one last."""
    return [*dict.fromkeys(terms["scheme"]), OPEN]


def read(
    path: Path, mapping: Mapping, tables: Named[str, pd.DataFrame], as_of: str = "unknown"
) -> Extract:
    """Return the extract that a file holds under a mapping.

    `tables` are those of the record: nuts_codes, taxonomy_terms, regions, region_nuts,
    region_names, region_aliases, countries. Raises InvalidExtract with all that is wrong: with the
    shape of the file, or with its cells.
    """
    sheet = sheets.read(path, how(mapping), mapping.wanted, encodings.words(tables["nuts_codes"]))
    return tidy(sheet, mapping, tables, sha256(path.read_bytes()).hexdigest(), as_of)


def how(mapping: Mapping) -> How:
    """Return how a mapping says that the file is to be read."""
    return How(**mapping.file.model_dump())


def tidy(
    sheet: Sheet, mapping: Mapping, tables: Named[str, pd.DataFrame], digest: str, as_of: str
) -> Extract:
    """Return the extract of a sheet. Raises InvalidExtract with every cell that cannot be read."""
    columns = mapping.columns
    region, log = _column(sheet, columns.region, names=True)
    text, more = _column(sheet, columns.text, names=False)
    ids, also = _column(sheet, columns.id, names=False)
    known = territories.gazetteer(tables, mapping.territory.nuts_version)
    codes, read_otherwise, wrong = _territories(region, columns.region, known, mapping)
    logs, wrongs = [log, more, also, read_otherwise], [wrong]
    found = []
    for dimension in mapping.dimension:
        labels, read_otherwise, wrong = _labels(sheet, dimension, tables["taxonomy_terms"])
        found.append(labels)
        logs.append(read_otherwise)
        wrongs.append(wrong)
    rows = pd.DataFrame({"nuts_id": codes, "text": text, "id": ids})
    keys, wrong = _keys(rows, columns.id, columns.text)
    wrongs.append(wrong)
    faults = pd.concat(wrongs, ignore_index=True)
    if not faults.empty:
        faults = faults.assign(file=sheet.name)[import_errors.COLUMNS]
        raise InvalidExtract(faults.sort_values(["row", "column"], ignore_index=True))
    units = territories.describe(sorted(rows["nuts_id"].unique()), known)
    territory = units.set_index("nuts_id")["territory_id"]
    first = ~keys.duplicated()
    priorities = pd.DataFrame(
        {
            "priority_id": keys[first],
            "region_id": rows.loc[first, "nuts_id"].map(territory),
            "text": rows.loc[first, "text"],
            "source_row": rows.index[first],
        }
    )
    labels = pd.concat(found)
    labels = labels.assign(priority_id=keys.loc[labels["row"]].to_numpy())[LABELS]
    log = pd.concat(logs, ignore_index=True).sort_values(["row", "column"], kind="stable")
    return Extract(
        priorities.reset_index(drop=True)[PRIORITIES],
        labels.drop_duplicates().reset_index(drop=True),
        units,
        log.reset_index(drop=True),
        sheet.name,
        digest,
        as_of,
        mapping.database,
        ", ".join([*sheet.recognised, *_joined(first, columns)]),
    )


def _column(sheet: Sheet, name: str, *, names: bool) -> tuple[pd.Series, pd.DataFrame]:
    """Return a column as it is read and its log; a column that is not there is empty."""
    if not name:
        return pd.Series("", sheet.cells.index), pd.DataFrame(columns=LOG)
    return cells.tidy(sheet.cells[name], name, names=names)


def _territories(
    region: pd.Series, column: str, known: territories.Gazetteer, mapping: Mapping
) -> tuple[pd.Series, pd.DataFrame, pd.DataFrame]:
    """Return the NUTS code of each row, the log, and the problems."""
    told = mapping.territory.names
    answer = {text: territories.resolve(text, known, told) for text in region.unique()}
    codes = region.map({text: code for text, (code, _, _) in answer.items()})
    return (
        codes,
        _log(region, column, {t: (code, rule) for t, (code, rule, _) in answer.items()}),
        _problems(region, column, {text: reason for text, (_, _, reason) in answer.items()}),
    )


def _labels(
    sheet: Sheet, dimension: Dimension, terms: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the labels of a dimension (a row a row and term), the log, and the problems."""
    known = taxonomies.taxonomy(terms, dimension.scheme)
    column = dimension.column
    cell = sheet.cells[column]
    parts = cell.map({text: _parts(text, dimension.separator) for text in cell.unique()})
    long, log = cells.tidy(parts.explode().dropna(), column, names=False)
    long = long[long.ne("")]
    answer = {text: term(text, dimension, known) for text in long.unique()}
    labels = pd.DataFrame(
        {
            "row": long.index,
            "dimension": dimension.name,
            "category": long.map({t: a[0] for t, a in answer.items()}).to_numpy(),
            "sub_category": long.map({t: a[1] for t, a in answer.items()}).to_numpy(),
        }
    )
    read = {text: (a[1] or a[0], a[2]) for text, a in answer.items()}
    return (
        labels,
        pd.concat([log, _log(long, column, read)], ignore_index=True),
        _problems(long, column, {text: a[3] for text, a in answer.items()}),
    )


def _parts(text: str, separator: str) -> list[str]:
    """Return the terms of one cell; a list of JSON comes as lines."""
    lines = text.split("\n")
    return [
        part.strip(" ")
        for line in lines
        for part in (line.split(separator) if separator else [line])
    ]


def term(text: str, dimension: Dimension, known: taxonomies.Taxonomy) -> tuple[str, str, str, str]:
    """Return category, sub-category, rule and reason of one term."""
    if not dimension.within or dimension.within not in text:
        return taxonomies.resolve(text, known, dimension.terms)
    above, _, below = (part.strip() for part in text.partition(dimension.within))
    if known.scheme == OPEN:
        return above, below, "", ""
    top, _, _, fault = taxonomies.resolve(above, known, dimension.terms)
    category, sub, rule, reason = taxonomies.resolve(below, known, dimension.terms)
    if not fault and not reason and sub and category != top:
        reason = f"{below!r} does not belong to {above!r} in {known.scheme}, but to {category!r}"
    return category, sub, rule, fault or reason


def _keys(rows: pd.DataFrame, id_column: str, text_column: str) -> tuple[pd.Series, pd.DataFrame]:
    """Return the key of each row's priority, and the problems of its identity."""
    nothing = pd.DataFrame(columns=import_errors.COLUMNS)
    if id_column:
        same = (
            rows.groupby("id")[["nuts_id", "text"]].transform("nunique").gt(1).any(axis="columns")
        )
        empty = rows["id"].eq("")
        return rows["id"], pd.concat(
            [
                import_errors.many(
                    "", rows.index[empty], id_column, "a priority has no identifier"
                ),
                import_errors.many(
                    "",
                    rows.index[same & ~empty],
                    id_column,
                    rows.loc[same & ~empty, "id"].map(
                        "{!r} stands for several priorities: region or text differ".format
                    ),
                ),
            ]
        )
    if text_column:
        empty = rows["text"].eq("")
        number = rows.groupby(["nuts_id", "text"], sort=False).ngroup() + 1
        return number.map("p{:07d}".format), import_errors.many(
            "", rows.index[empty], text_column, "a priority has no text"
        )
    number = pd.Series(range(1, len(rows) + 1), rows.index)
    return number.map("p{:07d}".format), nothing


def _joined(first: "pd.Series[bool]", columns: Columns) -> list[str]:
    """Return, in words, how many rows were joined to a priority of an earlier row, if any."""
    joined = first.index[~first]
    if joined.empty:
        return []
    why = "identifier" if columns.id else "region and text"
    return [f"{len(joined):,} rows joined to a priority of the same {why}, first row {joined[0]:,}"]


def _log(found: pd.Series, column: str, read: dict[str, tuple[str, str]]) -> pd.DataFrame:
    hit = found[found.map({text: bool(rule) for text, (_, rule) in read.items()})]
    return pd.DataFrame(
        {
            "row": hit.index,
            "column": column,
            "as_found": hit.to_numpy(),
            "as_read": [read[text][0] for text in hit],
            "rule": [read[text][1] for text in hit],
        },
        columns=LOG,
    )


def _problems(found: pd.Series, column: str, reasons: dict[str, str]) -> pd.DataFrame:
    hit = found[found.map({text: bool(reason) for text, reason in reasons.items()})]
    return import_errors.many("", hit.index, column, hit.map(reasons))
