"""An extract of declared priorities -> tidy tables, with a log of every repair.

A priority stands in one row with all its categories, or in several rows with one each. A row that
cannot be read refuses the whole extract: nothing is left out in silence.
"""

import re
import unicodedata
from collections.abc import Mapping as Named
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

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
from s3analysis.sources.extracts.sheets import How, Known, Sheet
from s3analysis.sources.extracts.taxonomies import OPEN
from s3analysis.sources.extracts.texts import LIST
from s3analysis.sources.geography.regions import key

WITHIN = "\ue000"
"""What stands between a category and its sub-category that come from two columns."""
CROSSES = {"x", "1", "yes", "y", "ja", "oui", "si", "sí", "sì", "true", "✓", "✔", "√", "•"}
NO_CROSS = {"", "0", "no", "n", "nein", "non", "false", "-", "–"}
UNPRINTABLE = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2b50\ufe0f\u200d]")
"""Emoji, which the fonts of drawings lack."""
SCRIPTS = (
    "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "MODIFIER",
    "FEMININE", "MASCULINE", "MICRO", "OHM", "KELVIN", "ANGSTROM", "COMBINING",
)  # fmt: skip
"""How the names of letters begin that the fonts of drawings have."""
PLACEHOLDERS = {
    "-", "--", "–", "—", "n/a", "n.a.", "na", "none", "null", "nil", "nan", ":", ".", "...", "?",
    "not applicable", "not available", "keine", "k.a.", "s/o",
}  # fmt: skip
"""What people write in a cell that has nothing to say."""
TOTAL = re.compile(
    r"(?i)^\s*(?:sub-?|grand )?(?:total|totale|totals|sum|summe|gesamt|suma|somme|insgesamt|"
    r"σύνολο)\b|\b(?:sub)?total\s*:?\s*$"
)


def schemes(terms: pd.DataFrame) -> list[str]:
    """Return the names of the taxonomies there are, the open one last."""
    return [*dict.fromkeys(terms["scheme"]), OPEN]


def known(tables: Named[str, pd.DataFrame]) -> Known:
    """Return what tells readings of a file apart: words, and names of regions of any vintage."""
    labels = [*tables["nuts_codes"]["nuts_label"], *tables["region_aliases"]["alias"]]

    @cache
    def gazetteer(version: str) -> territories.Gazetteer:
        return territories.gazetteer(tables, version)

    @cache
    def names_region(text: str) -> bool:
        return bool(text) and any(
            not territories.resolve(text, gazetteer(version), {}, hint=False)[2]
            for version in ("2013", "2021")
        )

    return Known(encodings.words(*labels), names_region, gazetteer)


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
    sheet = sheets.read(path, how(mapping), mapping.wanted, beside)
    digest = sha256(path.read_bytes()).hexdigest()
    units = beside.gazetteer(mapping.territory.nuts_version)
    return tidy(sheet, mapping, units, tables["taxonomy_terms"], digest, as_of)


def how(mapping: Mapping) -> How:
    """Return how a mapping says that the file is to be read."""
    return How(**mapping.file.model_dump())


def tidy(
    sheet: Sheet,
    mapping: Mapping,
    gazetteer: territories.Gazetteer,
    terms: pd.DataFrame,
    digest: str = "",
    as_of: str = "unknown",
) -> Extract:
    """Return the extract of a sheet. Raises InvalidExtract with every cell that cannot be read."""
    columns = mapping.columns
    text, log = _column(sheet, columns.text, names=False)
    ids, more = _column(sheet, columns.id, names=False)
    codes, logs, wrongs = _territories(sheet, gazetteer, mapping)
    logs += [log, more]
    found = []
    for dimension in mapping.dimension:
        labels, read_otherwise, wrong = _labels(sheet, dimension, terms)
        found.append(labels)
        logs.append(read_otherwise)
        wrongs.append(wrong)
    rows = pd.DataFrame({"nuts_id": codes, "text": text[codes.index], "id": ids[codes.index]})
    keys, wrong = _keys(rows, columns.id, columns.text)
    wrongs += [wrong, sheet.faults[sheet.faults["column"].isin(mapping.wanted)]]
    faults = pd.concat(wrongs, ignore_index=True)
    if not faults.empty:
        faults = _with_way_out(faults, sheet, mapping)
        faults = faults.assign(file=sheet.name)[import_errors.COLUMNS]
        raise InvalidExtract(faults.sort_values(["row", "column"], ignore_index=True))
    units = territories.describe(sorted(rows["nuts_id"].unique()), gazetteer)
    territory = units.set_index("nuts_id")["territory_id"]
    first = ~keys.duplicated().to_numpy()
    priorities = pd.DataFrame(
        {
            "priority_id": keys[first],
            "region_id": rows.loc[first, "nuts_id"].map(territory),
            "text": rows.loc[first, "text"],
            "source_row": rows.index[first],
        }
    )
    labels = pd.concat(found)
    of_rows = pd.DataFrame({"row": rows.index, "priority_id": keys.to_numpy()})
    labels = labels.merge(of_rows, on="row")[LABELS]
    log = pd.concat(logs, ignore_index=True).sort_values(["row", "column"], kind="stable")
    joined = _joined(pd.Series(first, rows.index), columns)
    return Extract(
        priorities.reset_index(drop=True)[PRIORITIES],
        labels.drop_duplicates().reset_index(drop=True),
        units,
        log.reset_index(drop=True),
        sheet.name,
        digest,
        as_of,
        mapping.database,
        ", ".join([*sheet.recognised, *joined]),
        (*sheet.notes, *_alike(labels, mapping)),
    )


def _column(sheet: Sheet, name: str, *, names: bool) -> tuple[pd.Series, pd.DataFrame]:
    """Return a column as it is read and its log; a column that is not there is empty."""
    if not name:
        return pd.Series("", sheet.cells.index), pd.DataFrame(columns=LOG)
    return cells.tidy(sheet.cells[name], name, names=names)


def _territories(
    sheet: Sheet, known: territories.Gazetteer, mapping: Mapping
) -> tuple[pd.Series, list[pd.DataFrame], list[pd.DataFrame]]:
    """Return the NUTS code of each row and region, the logs, and the problems."""
    column, said = mapping.columns.region, mapping.territory
    found, logs = sheet.cells[column], list[pd.DataFrame]()
    if said.fill:
        filled = found.mask(found.str.strip().eq("")).ffill().fillna("")
        logs.append(_changes(found, filled, column, "the region of the row above"))
        found = filled
    if said.separator or found.str.contains(LIST, regex=False).any():
        parts = found.map({text: _parts(text, said.separator) for text in found.unique()})
        found = parts.explode().fillna("")
        found = found[found.ne("") | ~found.index.duplicated(keep=False)]
    region, log = cells.tidy(found, column, names=True)
    country = pd.Series("", region.index)
    if mapping.columns.country:
        named, more = _column(sheet, mapping.columns.country, names=True)
        of_name = {text: territories.resolve(text, known, said.names)[0] for text in named.unique()}
        country = named.map(of_name)[region.index].str[:2]
        logs.append(more)
    pairs = region
    if mapping.columns.country:
        pairs = pd.Series(list(zip(region, country, strict=True)), region.index)
    answer = {}
    for pair in pairs.unique():
        text, where = (pair, "") if isinstance(pair, str) else pair
        answer[pair] = territories.resolve(text, known, said.names, where)
    codes = pairs.map({pair: code for pair, (code, _, _) in answer.items()})
    texts = {pair: (code, rule) for pair, (code, rule, _) in answer.items()}
    logs += [log, _log(pairs, column, texts)]
    wrongs = [_problems(pairs, column, {pair: reason for pair, (_, _, reason) in answer.items()})]
    same = territories.one_place(codes, known)
    placed = codes.replace(same) if same else codes
    if same:
        logs.append(_changes(codes, placed, column, "one place at several levels of NUTS"))
    return placed, logs, wrongs


def _changes(found: pd.Series, read: pd.Series, column: str, rule: str) -> pd.DataFrame:
    """Return the log of the cells that are read otherwise, by one rule."""
    hit = found.ne(read).to_numpy()
    return pd.DataFrame(
        {
            "row": found.index[hit],
            "column": column,
            "as_found": found[hit].to_numpy(),
            "as_read": read[hit].to_numpy(),
            "rule": rule,
        },
        columns=LOG,
    )


def _with_way_out(faults: pd.DataFrame, sheet: Sheet, mapping: Mapping) -> pd.DataFrame:
    """Return problems with what to do, where a row may be none of the table or of a group."""
    column = mapping.columns.region
    wanted = [name for name in sheet.cells if name in mapping.wanted]
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


def _alike(labels: pd.DataFrame, mapping: Mapping) -> list[str]:
    """Return, in words, the categories of open schemes that differ in spelling only."""
    told = []
    for dimension in mapping.dimension:
        if dimension.scheme != OPEN:
            continue
        part = labels.loc[labels["dimension"].eq(dimension.name), "category"].drop_duplicates()
        for _, same in part.groupby(part.map(key)):
            if len(same) > 1:
                names = ", ".join(map(repr, same))
                told.append(
                    f"{dimension.name}: {names} differ only in capitals, hyphens or accents and "
                    'are counted apart; to join them say terms = { "one" = "other" }'
                )
    return told


def _labels(
    sheet: Sheet, dimension: Dimension, terms: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the labels of a dimension (a row a row and term), the log, and the problems."""
    known = taxonomies.taxonomy(terms, dimension.scheme)
    parts = [
        _labels_of(_cells(sheet, column, dimension), column, dimension, known)
        for column in dimension.all_columns
    ]
    labels, logs, wrongs = zip(*parts, strict=True)
    return (
        pd.concat(labels, ignore_index=True),
        pd.concat(logs, ignore_index=True),
        pd.concat(wrongs, ignore_index=True),
    )


def _cells(sheet: Sheet, column: str, dimension: Dimension) -> pd.Series:
    """Return the cells of a column that file priorities: its own, or what they stand for."""
    cell = sheet.cells[column]
    if dimension.crosses:
        return cell.map({text: _crossed(text, column) for text in cell.unique()})
    if not dimension.sub_column:
        return cell
    below = sheet.cells[dimension.sub_column]
    pairs = pd.Series(list(zip(cell, below, strict=True)), cell.index)
    return pairs.map({(a, b): _paired(a, b, dimension.separator) for a, b in pairs.unique()})


def _crossed(text: str, column: str) -> str:
    """Return the term of a crossed cell, which is its header; an odd cell comes back as it is."""
    mark = text.strip().casefold()
    if mark in CROSSES:
        return column
    return "" if mark in NO_CROSS else f"{text} (neither a cross nor empty)"


def _paired(above: str, below: str, separator: str) -> str:
    """Return the terms of a category with its sub-category, which stand in two cells."""
    tops, subs = _parts(above, separator), _parts(below, separator)
    tops, subs = [each for each in tops if each], [each for each in subs if each]
    if len(tops) == 1:
        return LIST.join(f"{tops[0]}{WITHIN}{sub}" for sub in subs) if subs else tops[0]
    if len(tops) == len(subs):
        return LIST.join(f"{top}{WITHIN}{sub}" for top, sub in zip(tops, subs, strict=True))
    return LIST.join(tops) if not subs else f"{above}{WITHIN}{below}"


def _labels_of(
    cell: pd.Series, column: str, dimension: Dimension, known: taxonomies.Taxonomy
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the labels of the cells of one column, the log, and the problems."""
    separator = "" if dimension.crosses or dimension.sub_column else dimension.separator
    parts = {text: _by_line(_parts(text, separator), dimension, known) for text in cell.unique()}
    broken = {
        cells.plain(part)[0] for found in parts.values() for part in found if "\n" in part.strip()
    }
    long, log = cells.tidy(cell.map(parts).explode().dropna(), column, names=False)
    long = long[long.ne("")]
    answer = {text: _term(text, dimension, known, text in broken) for text in long.unique()}
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
        labels[labels["category"].ne("")],
        pd.concat([log, _log(long, column, read)], ignore_index=True),
        _problems(long, column, {text: a[3] for text, a in answer.items()}),
    )


def _by_line(parts: list[str], dimension: Dimension, known: taxonomies.Taxonomy) -> list[str]:
    """Return terms, those parted that stand in lines of their own and are all known."""
    found = []
    for part in parts:
        if "\n" not in part:
            found.append(part)
            continue
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        known_all = known.scheme != OPEN and not any(
            term(cells.plain(line)[0], dimension, known, hint=False)[3] for line in lines
        )
        found += lines if len(lines) > 1 and known_all else [part]
    return found


def _term(
    text: str, dimension: Dimension, known: taxonomies.Taxonomy, broken: bool
) -> tuple[str, str, str, str]:
    """Return category, sub-category, rule and reason of one term of a cell."""
    if WITHIN in text:
        return term(text, dimension.model_copy(update={"within": WITHIN}), known)
    if known.scheme == OPEN and text not in dimension.terms:
        bare = UNPRINTABLE.sub("", text).strip()
        if bare and bare != text:
            category, sub, _, reason = _term(" ".join(bare.split()), dimension, known, broken)
            return category, sub, "a sign that cannot be printed, left out", reason
        odd = [s for s in text if s.isalpha() and not unicodedata.name(s, "").startswith(SCRIPTS)]
        if odd or not bare:
            fault = f"{text!r} has signs that a report cannot print ({(odd or [text])[0]})"
            return "", "", "", f'{fault}; say what it means: terms = {{ "{text}" = "..." }}'
    if text in dimension.terms or (known.scheme != OPEN and not broken):
        return term(text, dimension, known)
    if text.casefold() in PLACEHOLDERS:
        return "", "", "a sign for nothing, left out", ""
    way = f'mend it, or say what it means: terms = {{ "{text}" = "..." }}'
    if taxonomies.dated(text):
        return "", "", "", f"{text!r} is a date in a column of terms; {way}"
    if broken:
        fault = f"{text!r} has a line break inside"
        return "", "", "", f'{fault}; if it parts terms, say separator = "\\n"; else {way}'
    return term(text, dimension, known)


def _parts(text: str, separator: str) -> list[str]:
    """Return the terms of one cell; a list of JSON has its own sign between them."""
    return [
        part.strip(" ")
        for each in text.split(LIST)
        for part in (each.split(separator) if separator else [each])
    ]


def term(
    text: str, dimension: Dimension, known: taxonomies.Taxonomy, *, hint: bool = True
) -> tuple[str, str, str, str]:
    """Return category, sub-category, rule and reason of one term."""
    if not dimension.within or dimension.within not in text:
        return taxonomies.resolve(text, known, dimension.terms, hint=hint)
    above, _, below = (part.strip() for part in text.partition(dimension.within))
    if known.scheme == OPEN:
        return above, below, "", ""
    top, _, _, fault = taxonomies.resolve(above, known, dimension.terms, hint=hint)
    category, sub, rule, reason = taxonomies.resolve(below, known, dimension.terms, hint=hint)
    if not fault and not reason and sub and category != top:
        reason = f"{below!r} does not belong to {above!r} in {known.scheme}, but to {category!r}"
    return category, sub, rule, fault or reason


def _keys(rows: pd.DataFrame, id_column: str, text_column: str) -> tuple[pd.Series, pd.DataFrame]:
    """Return the key of each row's priority, and the problems of its identity."""
    if id_column:
        several = rows.index.duplicated(keep=False)
        ids = rows["id"].where(~several, rows["id"] + "-" + rows["nuts_id"])
        facts = rows[["nuts_id", "text"]].groupby(ids).transform("nunique")
        same = facts.gt(1).any(axis="columns").to_numpy()
        empty = rows["id"].eq("").to_numpy()
        return ids, pd.concat(
            [
                import_errors.many(
                    "", rows.index[empty], id_column, "a priority has no identifier"
                ),
                import_errors.many(
                    "",
                    rows.index[same & ~empty],
                    id_column,
                    rows["id"][same & ~empty].map(
                        "{!r} stands for several priorities: region or text differ; "
                        "mend it, or leave id out".format
                    ),
                ),
            ]
        )
    if text_column:
        nothing = rows["text"].str.casefold().isin({"", *PLACEHOLDERS})
        reasons = rows["text"][nothing].map(_no_text)
        number = rows.groupby(["nuts_id", "text"], sort=False).ngroup() + 1
        return number.map("p{:07d}".format), import_errors.many(
            "", rows.index[nothing], text_column, reasons
        )
    number = pd.Series(range(1, len(rows) + 1), rows.index)
    return number.map("p{:07d}".format), pd.DataFrame(columns=import_errors.COLUMNS)


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


def _said(found: Any) -> str:
    """Return what stands in a cell: a text, or the first of a text and what decides about it."""
    return str(found[0] if isinstance(found, tuple) else found).replace(WITHIN, " > ")


def _log(found: pd.Series, column: str, read: dict[Any, tuple[str, str]]) -> pd.DataFrame:
    hit = found[found.map({text: bool(rule) for text, (_, rule) in read.items()}).astype("bool")]
    return pd.DataFrame(
        {
            "row": hit.index,
            "column": column,
            "as_found": [_said(text) for text in hit],
            "as_read": [read[text][0] for text in hit],
            "rule": [read[text][1] for text in hit],
        },
        columns=LOG,
    )


def _problems(found: pd.Series, column: str, reasons: dict[Any, str]) -> pd.DataFrame:
    hit = found[found.map({text: bool(r) for text, r in reasons.items()}).astype("bool")]
    return import_errors.many("", hit.index, column, hit.map(reasons))
