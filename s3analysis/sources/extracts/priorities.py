"""An extract of declared priorities -> tidy tables, with a log of every repair.

A priority stands in one row with all its categories, or in several rows with one each. A row that
cannot be read refuses the whole extract: nothing is left out in silence.
"""

import re
from collections.abc import Mapping as Named
from functools import cache
from pathlib import Path

import pandas as pd

from s3analysis.sources.extracts import (
    cells,
    encodings,
    import_errors,
    labels,
    sheets,
    territories,
)
from s3analysis.sources.extracts.cells import LIST, LOG
from s3analysis.sources.extracts.extracts import LABELS, PRIORITIES, Extract
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.extracts.mapping import Columns, Mapping, Places, Territory
from s3analysis.sources.extracts.sheets import Known, Sheet
from s3analysis.sources.extracts.taxonomies import OPEN
from s3analysis.sources.geography.regions import key

TOTAL = re.compile(
    r"(?i)^\s*(?:sub-?|grand )?(?:total|totale|totals|sum|summe|gesamt|suma|somme|insgesamt|"
    r"σύνολο)\b|\b(?:sub)?total\s*:?\s*$"
)


def schemes(terms: pd.DataFrame) -> list[str]:
    """Return the names of the taxonomies there are, the open one last."""
    return [*dict.fromkeys(terms["scheme"]), OPEN]


def known(tables: Named[str, pd.DataFrame]) -> Known:
    """Return what tells readings of a file apart: words, and names of regions of any vintage."""
    names = [*tables["nuts_codes"]["nuts_label"], *tables["region_aliases"]["alias"]]

    @cache
    def gazetteer(version: str) -> territories.Gazetteer:
        return territories.gazetteer(tables, version)

    @cache
    def names_region(text: str) -> bool:
        return bool(text) and any(
            not territories.resolve(text, gazetteer(version), {}, hint=False)[2]
            for version in ("2013", "2021")
        )

    return Known(encodings.words(*names), names_region, gazetteer)


def read(
    path: Path, mapping: Mapping, tables: Named[str, pd.DataFrame], as_of: str = "unknown"
) -> Extract:
    """Return the extract that a file holds under a mapping.

    `tables` are those of the record: nuts_codes, taxonomy_terms, regions, region_nuts,
    region_names, region_aliases, countries, and, where they are given, statistical_regions and
    unit_names. Raises InvalidExtract with all that is wrong: with the shape of the file, or with
    its cells.
    """
    beside = known(tables)
    sheet = sheets.read(path, mapping.file, mapping.wanted, beside)
    units = beside.gazetteer(mapping.territory.nuts_version)
    return tidy(sheet, mapping, units, tables["taxonomy_terms"], as_of)


def tidy(
    sheet: Sheet,
    mapping: Mapping,
    gazetteer: territories.Gazetteer,
    terms: pd.DataFrame,
    as_of: str = "unknown",
) -> Extract:
    """Return the extract of a sheet. Raises InvalidExtract with every cell that cannot be read."""
    columns = mapping.columns
    text, *of_text = column(sheet, columns.text)
    ids, *of_ids = column(sheet, columns.id)
    codes, logs, wrongs = places(sheet, gazetteer, columns, mapping.territory)
    rows = pd.DataFrame({"nuts_id": codes, "text": text[codes.index], "id": ids[codes.index]})
    keys, wrong = _keys(rows, columns.id, columns.text)
    filed = [labels.of_sheet(sheet, dimension, terms) for dimension in mapping.dimension]
    wrongs += [wrong, of_text[1], of_ids[1], *(each[2] for each in filed)]
    refuse(sheet, mapping.wanted, columns.region, wrongs)
    logs += [of_text[0], of_ids[0], *(each[1] for each in filed)]
    units = territories.describe(sorted(rows["nuts_id"].unique()), gazetteer)
    first = ~keys.duplicated().to_numpy()
    of_rows = pd.DataFrame({"row": rows.index, "priority_id": keys.to_numpy()})
    found = pd.concat([each[0] for each in filed]).merge(of_rows, on="row")[LABELS]
    joined = _joined(pd.Series(first, rows.index), columns)
    return Extract(
        _priorities(rows[first], keys[first], units),
        found.drop_duplicates().reset_index(drop=True),
        units,
        pd.concat(logs).sort_values(["row", "column"], kind="stable").reset_index(drop=True),
        sheet.name,
        sheet.digest,
        as_of,
        mapping.database,
        ", ".join([*sheet.recognised, *joined]),
        (*sheet.notes, *_alike(found, mapping)),
    )


def _priorities(rows: pd.DataFrame, keys: pd.Series, units: pd.DataFrame) -> pd.DataFrame:
    """Return the priorities of rows, of which each is the first of its own."""
    territory = units.set_index("nuts_id")["territory_id"]
    columns = {"priority_id": keys, "region_id": rows["nuts_id"].map(territory)}
    columns |= {"text": rows["text"], "source_row": rows.index.to_series()}
    return pd.DataFrame(columns).reset_index(drop=True)[PRIORITIES]


def column(sheet: Sheet, name: str) -> tuple[pd.Series, pd.DataFrame, pd.DataFrame]:
    """Return a column as it is read, its log and problems; one that is not there is empty."""
    if not name:
        nothing = pd.DataFrame(columns=LOG), pd.DataFrame(columns=import_errors.COLUMNS)
        return pd.Series("", sheet.cells.index), *nothing
    found, log = cells.tidy(sheet.cells[name], name, names=False)
    why = {text: cells.spoiled(text) for text in found.unique()}
    wrong = {text: f"{text[:60]!r} {reason}" if reason else "" for text, reason in why.items()}
    return found, log, import_errors.of_texts(found, name, wrong)


def places(
    sheet: Sheet, known: territories.Gazetteer, columns: Places, said: Territory
) -> tuple[pd.Series, list[pd.DataFrame], list[pd.DataFrame]]:
    """Return the NUTS code of each row and region, the logs, and the problems."""
    column = columns.region
    found, logs = sheet.cells[column], list[pd.DataFrame]()
    if said.fill:
        filled = found.mask(found.str.strip().eq("")).ffill().fillna("")
        logs.append(cells.changes(found, filled, column, "the region of the row above"))
        found = filled
    if said.separator or found.str.contains(LIST, regex=False).any():
        parts = {text: labels.parts_of(text, said.separator) for text in found.unique()}
        found = found.map(parts).explode().fillna("")
        found = found[found.ne("") | ~found.index.duplicated(keep=False)]
    region, log = cells.tidy(found, column, names=True)
    logs.append(log)
    keys = region
    if columns.country:
        named, more = cells.tidy(sheet.cells[columns.country], columns.country, names=True)
        of_name = {text: territories.resolve(text, known, said.names)[0] for text in named.unique()}
        country = named.map(of_name)[region.index].str[:2]
        keys = region + cells.WITHIN + country
        logs.append(more)
    answer = {}
    for each in keys.unique():
        text, _, where = each.partition(cells.WITHIN)
        answer[each] = territories.resolve(text, known, said.names, where)
    codes = keys.map({each: code for each, (code, _, _) in answer.items()})
    logs.append(cells.log(keys, column, {each: found[:2] for each, found in answer.items()}))
    wrong = import_errors.of_texts(keys, column, {each: found[2] for each, found in answer.items()})
    same = territories.one_place(codes, known)
    placed = codes.replace(same) if same else codes
    logs.append(cells.changes(codes, placed, column, "one place at several levels of NUTS"))
    return placed, logs, [wrong]


def refuse(sheet: Sheet, wanted: set[str], region: str, wrongs: list[pd.DataFrame]) -> None:
    """Raise InvalidExtract for what is wrong with cells of the columns that are wanted."""
    unread = sheet.faults[sheet.faults["column"].isin(wanted)]
    places = set(zip(unread["row"], unread["column"], strict=True))
    found = pd.concat(wrongs, ignore_index=True)
    told = [pair in places for pair in zip(found["row"], found["column"], strict=True)]
    faults = pd.concat([unread, found[[not each for each in told]]], ignore_index=True)
    if not faults.empty:
        faults = _with_way_out(faults, sheet, wanted, region).assign(file=sheet.name)
        raise InvalidExtract(
            faults[import_errors.COLUMNS].sort_values(["row", "column"], ignore_index=True)
        )


def _with_way_out(
    faults: pd.DataFrame, sheet: Sheet, headers: set[str], column: str
) -> pd.DataFrame:
    """Return problems with what to do, where a row may be none of the table or of a group."""
    wanted = [name for name in sheet.cells if name in headers]
    filled = sheet.cells[wanted].map(lambda cell: bool(cell.strip())).sum(axis="columns")
    few = set(filled.index[filled.mul(2).le(len(wanted))])
    named = sheet.cells[column]
    totals = set(named.index[named.str.contains(TOTAL) | named.str.strip().eq(column)])
    regions = faults["column"].eq(column)
    empty = regions & faults["reason"].eq("names no region")
    told = regions & ~empty & faults["row"].isin(few | totals)
    reasons = faults["reason"].mask(
        empty,
        "names no region; if the region stands in the first row of its group only, "
        "say fill = true in [territory]",
    )
    bare = reasons.str.replace(r"; (did you mean|say what it is).*", "", regex=True)
    reasons = reasons.mask(
        told,
        bare + "; a row that is no part of the table can be named in skip_rows under [file]",
    )
    return faults.assign(reason=reasons)


def _alike(found: pd.DataFrame, mapping: Mapping) -> list[str]:
    """Return, in words, the categories of open schemes that differ in spelling only."""
    told = []
    for dimension in mapping.dimension:
        if dimension.scheme != OPEN:
            continue
        part = found.loc[found["dimension"].eq(dimension.name), "category"].drop_duplicates()
        for _, same in part.groupby(part.map(key)):
            if len(same) > 1:
                told.append(
                    f"{dimension.name}: {', '.join(map(repr, same))} differ only in capitals, "
                    "hyphens, accents or letters that look alike, and are counted apart; to join "
                    'them say terms = { "one" = "other" }'
                )
    return told


def _keys(rows: pd.DataFrame, id_column: str, text_column: str) -> tuple[pd.Series, pd.DataFrame]:
    """Return the key of each row's priority, and the problems of its identity."""
    if id_column:
        several = rows.index.duplicated(keep=False)
        ids = rows["id"].where(~several, rows["id"] + "-" + rows["nuts_id"])
        facts = rows[["nuts_id", "text"]].groupby(ids).transform("nunique")
        empty = rows["id"].eq("")
        same = facts.gt(1).any(axis="columns") & ~empty
        reasons = rows["id"].map(
            "{!r} stands for several priorities: region or text differ; "
            "correct it, or leave id out".format
        )
        reasons = reasons.mask(empty, "a priority has no identifier")[empty | same]
        return ids, import_errors.many("", reasons.index, id_column, reasons)
    number = pd.Series(range(1, len(rows) + 1), rows.index)
    nothing = rows["text"][:0]
    if text_column:
        nothing = rows["text"][rows["text"].str.casefold().isin({"", *labels.PLACEHOLDERS})]
        number = rows.groupby(["nuts_id", "text"], sort=False).ngroup() + 1
    wrong = import_errors.many("", nothing.index, text_column, nothing.map(_no_text))
    return number.map("p{:07d}".format), wrong


def _no_text(text: str) -> str:
    if not text:
        return "a priority has no text"
    return (
        f"{text!r} is no text of a priority, and all rows of a region with it would be one; "
        "if each row is a priority, leave text out of [columns]"
    )


def _joined(first: "pd.Series[bool]", columns: Columns) -> list[str]:
    """Return, in words, how many rows were joined to a priority of an earlier row, if any."""
    joined = first.index[~first]
    if joined.empty:
        return []
    why = "identifier" if columns.id else "region and text"
    return [f"{len(joined):,} rows joined to a priority of the same {why}, first row {joined[0]:,}"]
