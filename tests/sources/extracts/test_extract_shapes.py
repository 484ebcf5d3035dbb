"""Any extract, written in any accepted shape, reads back as the same tidy tables."""

import csv
import io
import json

import openpyxl
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s3analysis.press.editions import imports
from s3analysis.sources.extracts import mapping, priorities
from s3analysis.sources.extracts.labels import PLACEHOLDERS

TABLES = imports.tables()
SCHEMES = priorities.schemes(TABLES["taxonomy_terms"])
CODES = ["ES51", "EL30", "SE22", "PL11", "FR71", "UK", "LT", "DE1", "ITC4"]
NACE = TABLES["taxonomy_terms"].loc[lambda terms: terms["scheme"].eq("nace-rev-2")]
DIVISIONS = NACE.loc[NACE["parent_code"].ne(""), "code"].tolist()
WORDS = st.text(
    st.sampled_from("abcdefgXYZ äöåéłżçñßğЖωΩ0123456789,;|'\"=+-@#.&<>/()%"),
    min_size=1,
    max_size=30,
).map(lambda text: " ".join(text.split()))
PRIORITY = st.tuples(
    st.sampled_from(CODES),
    WORDS.filter(lambda text: text and text not in PLACEHOLDERS),
    st.lists(st.sampled_from(DIVISIONS), unique=True, max_size=3),
)
EXTRACT = st.lists(PRIORITY, min_size=1, max_size=6, unique_by=lambda row: (row[0], row[1]))


def rows(extract, one_each):
    """Return the rows of a file: a priority with all its divisions, or a row for each."""
    found = []
    for code, words, divisions in extract:
        cells = (divisions or [""]) if one_each else ["|".join(divisions)]
        found += [(code, words, cell) for cell in cells]
    return [("Region", "Priority", "NACE"), *found]


def as_csv(table, encoding, delimiter, line):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line).writerows(table)
    return text.getvalue().encode(encoding)


def as_xlsx(table):
    book = openpyxl.Workbook()
    for row_number, row in enumerate(table, 1):
        for column, value in enumerate(row, 1):
            cell = book.active.cell(row_number, column)
            cell.value, cell.data_type = value, "s"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def as_json(table):
    header, *body = table
    return json.dumps([dict(zip(header, row, strict=True)) for row in body]).encode()


SHAPES = st.one_of(
    st.tuples(
        st.just(as_csv),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        st.sampled_from([",", ";", "\t"]),
        st.sampled_from(["\n", "\r\n"]),
    ),
    st.tuples(st.just(as_xlsx)),
    st.tuples(st.just(as_json)),
)


@given(EXTRACT, SHAPES, st.booleans())
@settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_shape_of_a_file_does_not_matter(tmp_path, extract, shape, one_each):
    write, *how = shape
    path = tmp_path / "extract"
    path.write_bytes(write(rows(extract, one_each), *how))
    told = {"delimiter": how[1]} if write is as_csv else {}
    read = priorities.read(path, mapped(told), TABLES)
    numbered = read.priorities.merge(read.territories, left_on="region_id", right_on="territory_id")
    codes = numbered.set_index("priority_id")["nuts_id"]
    assert codes[read.priorities["priority_id"]].tolist() == [code for code, _, _ in extract]
    assert read.priorities["text"].tolist() == [words for _, words, _ in extract]
    assert labels(read) == [divisions for _, _, divisions in extract]
    assert read.log.empty


def mapped(told):
    data = {
        "file": told,
        "columns": {"region": "Region", "text": "Priority"},
        "dimension": [
            {"name": "economy", "column": "NACE", "scheme": "nace-rev-2", "separator": "|"}
        ],
    }
    return mapping.of(mapping.Mapping, data, "mapping.toml", SCHEMES)


def labels(read):
    """Return the divisions of each priority, by code, in order."""
    code = dict(zip(NACE["term"], NACE["code"], strict=False))
    twins = NACE.loc[NACE["parent_code"].ne("")].set_index("term")["code"].to_dict()
    found = read.labels.assign(code=read.labels["sub_category"].map(code | twins))
    by_priority = found.groupby("priority_id")["code"].agg(list)
    return [by_priority.get(each, []) for each in read.priorities["priority_id"]]


def test_reading_back_what_was_imported_changes_nothing(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_bytes(as_csv(rows([("ES51", "Chips", ["26"])], False), "utf-8", ",", "\n"))
    once, again = (priorities.read(path, mapped({}), TABLES) for _ in range(2))
    pd.testing.assert_frame_equal(once.priorities, again.priorities)
    pd.testing.assert_frame_equal(once.labels, again.labels)
