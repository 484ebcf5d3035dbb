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
        if name not in {"sections", "not_covered", "corrections"}
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
