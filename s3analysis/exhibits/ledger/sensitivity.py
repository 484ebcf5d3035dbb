"""The tables of 07_ledger that show how far the headline numbers move."""

from collections.abc import Mapping

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.exhibits.ledger.verdicts import NONE
from s3analysis.exhibits.record.events import date_words
from s3analysis.vocabulary import and_join

EVIDENCE_WORDS = {
    "default": "our reading gives it",
    "some": "another reading gives it",
    "weak": "weak evidence: few readings give it",
    "none": "no reading gives it",
    "not printed": NONE,
}
HEADLINE_WORDS = {
    "qualified-partnerships": "Partnerships",
    "member-regions": "Regions",
    "lead-regions": "Lead regions",
    "pitches": "Pitches",
    "thematic-sub-areas": "Thematic sub-areas",
}
SWITCH_WORDS = {
    "observers": "Who counts beside leads and participants",
    "leads-take-part": "Whether lead regions are participating regions",
    "nested": "A province inside a region",
    "joint-entry": "Two regions on one line",
    "names": "Names and spellings",
    "national-level": "A country among regions",
    "listed-twice": "A region listed twice",
    "industry-4-0-leads": "Who leads Industry 4.0",
    "in-march": "Which partnerships existed in March 2017",
    "merger": "Before or after the merger",
    "pitch-list": "What a pitch is",
    "sub-areas": "What a sub-area is",
}
SHORT = {
    "observers": "observers counted",
    "everyone": "observers and other interested regions counted",
    "no": "without lead regions",
    "inside": "West Flanders inside Flanders",
    "two": "two regions on one line counted apart",
    "open-apart": "names of wider or former regions counted apart",
    "as-printed": "every spelling counted apart",
    "left-out": "Slovenia left out",
    "twice": "every line counted",
    "first": "one lead of Industry 4.0",
    "before": "before the merger",
    "numbers": "numbers counted, not names",
    "table-2": "topics of Table 2",
    "all-tables": "themes of Tables 2, 3 and 4",
}
"""An option that is no default, in few words."""


def headlines(overview: pd.DataFrame) -> pd.DataFrame:
    """Return the headline numbers (see headlines.overview): a row is one."""
    return pd.DataFrame(
        {
            "Number": _named(overview),
            "Our reading": overview["default"],
            "Lowest": overview["low"],
            "Highest": overview["high"],
            "As printed": overview["printed"].replace("", NONE),
            "Combinations tried": overview["combinations"],
            "Giving ours": overview["same"],
            "Giving the print": overview["reaching"]
            .astype("str")
            .where(overview["printed"] != "", NONE),
            "What gives the print": overview["evidence"].map(EVIDENCE_WORDS),
            "Claim": overview["claim_id"].replace("", NONE),
        }
    )


def spread(distribution: pd.DataFrame) -> pd.DataFrame:
    """Return how many readings give each value (see headlines.distribution): a row is one value."""
    default = distribution["is_default"].map({True: "our reading", False: ""})
    printed = distribution["is_printed"].map({True: "printed", False: ""})
    both = (default + ", " + printed).str.strip(", ")
    return pd.DataFrame(
        {
            "Number": _named(distribution),
            "Value": distribution["value"],
            "Combinations": distribution["combinations"],
            "Share": distribution["share"],
            "Mark": both.replace("", NONE),
        }
    )


def nearest(nearest: pd.DataFrame, partnerships: pd.DataFrame) -> pd.DataFrame:
    """Return the readings that give a printed value and change least: a row is one combination."""
    short = partnerships.set_index("partnership_id")["short_name"]
    changed = nearest.assign(
        Number=_named(nearest),
        words=[option_words(option, short) for option in nearest["option"]],
    )
    by = changed.groupby(["Number", "printed", "number"], sort=False)["words"]
    rows = by.agg(list).reset_index()
    return pd.DataFrame(
        {
            "Number": rows["Number"],
            "As printed": rows["printed"],
            "What has to be read otherwise": rows["words"].map(and_join),
        }
    )


def option_words(option: str, short_names: "pd.Series[str]") -> str:
    """Return an option that is no default in few words.

    >>> option_words("less-one:sport", pd.Series({"sport": "Sport"}))
    'Sport not yet there'
    """
    _, _, partnership = option.partition(":")
    return f"{short_names[partnership]} not yet there" if partnership else SHORT[option]


def readings(readings: pd.DataFrame) -> pd.DataFrame:
    """Return the switches and their options: a row is one way to read a passage."""
    rows = readings.sort_values("position", ignore_index=True)
    return pd.DataFrame(
        {
            "Question": rows["switch"].map(SWITCH_WORDS),
            "Reading": rows["gist"],
            "Ours": rows["is_default"],
            "Reason": rows["why"],
            "Passage": rows["quote"] + " (" + passages.named(rows) + ")",
        }
    )


def corrections(without: pd.DataFrame, default: Mapping[str, int]) -> pd.DataFrame:
    """Return which headline numbers move without each correction: a row is one correction.

    `without` is what headlines.without_corrections returns, `default` the numbers with all
    corrections. Corrections that move a number come first; all of them together last.
    """
    names = list(default)
    moved = without[names].ne(pd.Series(default)).any(axis="columns")
    together = without["row"] == ""
    ordered = without.assign(rank=together * 2 + ~moved).sort_values(
        ["rank", "rule", "row", "field"], ignore_index=True
    )
    numbers = {
        name: [
            f"{value} ({value - default[name]:+})" if value != default[name] else str(value)
            for value in ordered[name]
        ]
        for name in names
    }
    all_of_them = ordered["row"] == ""
    return pd.DataFrame(
        {
            "Without the correction of": ordered["row"].mask(all_of_them, "all of them together"),
            "As printed": ordered["as_printed"].replace("", "(nothing)").mask(all_of_them, NONE),
            "As read": ordered["as_read"].mask(all_of_them, NONE),
            "Kind": ordered["rule"].str.replace("_", " ").mask(all_of_them, NONE),
            **numbers,
        }
    )


def _named(rows: pd.DataFrame) -> "pd.Series[str]":
    """Return the name of each headline number with its month."""
    when = pd.Series([date_words(month, "") for month in rows["as_of"]], rows.index, dtype="str")
    return (rows["name"].replace(HEADLINE_WORDS) + ", " + when).str.removesuffix(", ")
