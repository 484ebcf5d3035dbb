"""How much of each document stands in the record: counts over the locators of its tables."""

import pandas as pd

SECTION = ["document_id", "section"]


def by_section(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return each section of the documents with what was transcribed from it.

    A row is one section, in the order of the table `sections`. Columns: those of `sections`,
    `words` (its length), `rows` (how often rows of any table point to it), `tables` (their names,
    with the rows of each) and `reason` (why it was left out; empty for a section that was not).

    >>> tables = {
    ...     "sections": pd.DataFrame([["brief", "abstract", "Abstract", 0, 9]],
    ...         columns=["document_id", "section", "heading_printed", "first_word", "end_word"]),
    ...     "not_covered": pd.DataFrame([["brief", "abstract", "Says it again."]],
    ...         columns=["document_id", "section", "reason"])}
    >>> by_section(tables)[["words", "rows", "tables", "reason"]].to_numpy().tolist()
    [[9, 0, '', 'Says it again.']]
    """
    located = [
        table[[f"{prefix}{column}" for column in SECTION]]
        .set_axis(SECTION, axis="columns")
        .loc[lambda rows: rows["document_id"] != ""]
        .assign(table=name)
        for name, table in sorted(tables.items())
        if name not in {"sections", "not_covered", "corrections", "numbers"}
        for prefix in [
            str(each).removesuffix("section") for each in table if f"{each}".endswith("section")
        ]
    ]
    empty = pd.DataFrame(columns=[*SECTION, "table"], dtype="str")
    counts = pd.concat([empty, *located]).value_counts(sort=False).rename("rows").reset_index()
    named = counts.assign(tables=counts["table"] + " " + counts["rows"].astype("str"))
    found = named.groupby(SECTION, as_index=False).agg(
        rows=("rows", "sum"), tables=("tables", ", ".join)
    )
    sections = tables["sections"]
    return (
        sections.assign(words=sections["end_word"] - sections["first_word"])
        .merge(found, on=SECTION, how="left", validate="one_to_one")
        .merge(tables["not_covered"], on=SECTION, how="left", validate="one_to_one")
        .fillna({"rows": 0, "tables": "", "reason": ""})
        .astype({"rows": "int64"})
    )


def census(numbers: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """Return how many printed numbers of each section became what: a row is one section.

    In the order of `sections`, those with a number. Columns: `document_id`, `section`, `numbers`,
    `claim`, `row`, `left_out`, and `reasons` (why, with how many of each).

    >>> numbers = pd.DataFrame({"document_id": "brief", "section": "abstract",
    ...                         "class": ["claim", "name", "name"]})
    >>> sections = pd.DataFrame({"document_id": ["brief"], "section": ["abstract"]})
    >>> census(numbers, sections).to_numpy().tolist()
    [['brief', 'abstract', 3, 1, 0, 2, 'name 2']]
    """
    pointed = numbers["class"].isin(["claim", "row"])
    groups = [numbers[column] for column in SECTION]
    counts = pd.crosstab(groups, numbers["class"].where(pointed, "left_out")).reindex(
        columns=["claim", "row", "left_out"], fill_value=0
    )
    why = numbers.loc[~pointed, [*SECTION, "class"]].value_counts(sort=False)
    by_class = why.reset_index(name="count").sort_values("count", ascending=False, kind="stable")
    by_class["reasons"] = by_class["class"] + " " + by_class["count"].astype("str")
    reasons = by_class.groupby(SECTION)["reasons"].agg(", ".join)
    found = counts.assign(numbers=counts.sum(axis="columns")).join(reasons).reset_index()
    ordered = sections[SECTION].merge(found, on=SECTION, validate="one_to_one")
    columns = [*SECTION, "numbers", "claim", "row", "left_out", "reasons"]
    return ordered[columns].fillna({"reasons": ""})
