"""How a passage is named to a reader: the document in two or three words, then its section."""

import re

import pandas as pd

DOCUMENT_WORDS = {
    "brief": "Brief",
    "interreg": "Interreg Europe brief",
    "grow": "DG GROW page",
    "support": "Support document",
    "eccp": "ECCP news",
}
NAMES = {
    "info-day": "Info-Day",
    "kick-off": "kick-off",
    "news": "launch",
    "smart-regions-2016": "Smart Regions 2016",
    "smart-regions-2017": "Smart Regions 2017",
}


def section_words(section: str) -> str:
    """Return the key of a section as words.

    >>> section_words("figure-5"), section_words("kick-off"), section_words("policy-background")
    ('Figure 5', 'kick-off', 'policy background')
    """
    if re.fullmatch(r"(figure|table|heading)-\d+", section):
        return section.replace("-", " ").capitalize()
    return NAMES.get(section, section.replace("-", " "))


def named(rows: pd.DataFrame) -> "pd.Series[str]":
    """Return for each row, which has document_id and section, where it stands.

    >>> named(pd.DataFrame({"document_id": ["brief"], "section": ["table-3"]})).tolist()
    ['Brief: Table 3']
    """
    return rows["document_id"].map(DOCUMENT_WORDS) + ": " + rows["section"].map(section_words)


def gathered(rows: pd.DataFrame) -> str:
    """Return where several rows stand, each document named once.

    >>> gathered(pd.DataFrame({"document_id": ["brief", "brief", "grow"],
    ...                        "section": ["table-3", "info-day", "background"]}))
    'Brief: Info-Day, Table 3; DG GROW page: background'
    """
    where = (
        rows[["document_id", "section"]].drop_duplicates().sort_values(["document_id", "section"])
    )
    return "; ".join(
        f"{words}: {', '.join(sections.map(section_words))}"
        for document, words in DOCUMENT_WORDS.items()
        if not (sections := where.loc[where["document_id"] == document, "section"]).empty
    )


def as_printed(entries: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """Return entries of Table 4 with `as_printed`, the name and the country code of the print.

    `printed` are the entries with their names and codes as printed (see clean.undo).
    """
    there = printed.set_index("entry_id")
    words = there["region_printed"] + ", " + there["country_printed"]
    return entries.assign(as_printed=entries["entry_id"].map(words.str.removesuffix(", ")))
