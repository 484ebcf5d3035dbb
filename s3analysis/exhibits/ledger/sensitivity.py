"""The exhibits that show how far the headline numbers move with the reading."""

from collections.abc import Mapping

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import passages
from s3analysis.exhibits.charts import ranges
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.record.events import date_words
from s3analysis.exhibits.words import TABLE_4
from s3analysis.measures.ledger.sensitivity import WEAK
from s3analysis.vocabulary import amount, and_join

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
    "lead-count": "Lead regions or lead seats",
    "merger": "Before or after the merger",
    "pitch-list": "What a pitch is",
    "sub-areas": "What a sub-area is",
}
OPTION_WORDS = {
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
    "all": "all partnerships of July there in March",
    "seats": "a region counted for each partnership it leads",
    "before": "before the merger",
    "numbers": "numbers counted, not names",
    "table-2": "topics of the brief's Table 2",
    "all-tables": "themes of the brief's Tables 2, 3 and 4",
}
"""Each option that is not our reading, in few words."""


def readings(readings: pd.DataFrame) -> Exhibit:
    """Return the open questions and the ways to answer them: a row is one way to read a passage."""
    rows = readings.sort_values("position", ignore_index=True)
    questions = amount(rows["switch"].nunique(), "question")
    return Exhibit(
        key="ledger-readings",
        title=f"The brief leaves {questions} open; we try {amount(len(rows), 'reading')}",
        subtitle="Ways to read a passage; ours is the one used in the report",
        table=pd.DataFrame(
            {
                "Question": rows["switch"].map(SWITCH_WORDS),
                "Reading": rows["gist"],
                "Ours": rows["is_default"],
                "Reason": rows["why"],
                "Passage": rows["quote"] + " (" + passages.named(rows) + ")",
            }
        ),
        source="JRC policy brief 22/2017; our readings",
    )


def spread(distribution: pd.DataFrame) -> Exhibit:
    """Return how many readings give each value (see sensitivity.distribution): a row is a value."""
    regions = distribution.query("name == 'Regions' and combinations > 0")
    ours = regions.loc[regions["is_default"], "value"].iloc[0]
    marks = distribution["is_default"].map({True: "our reading, ", False: ""})
    marks += distribution["is_printed"].map({True: "printed", False: ""})
    labels = {
        (name, month): (HEADLINE_WORDS.get(name, name), date_words(month, ""))
        for name, month in zip(distribution["name"], distribution["as_of"], strict=True)
    }
    return Exhibit(
        key="ledger-spread",
        title=f"By our reading {amount(ours, 'region')} take part; other readings give "
        f"{regions['value'].min()} to {regions['value'].max()}",
        subtitle="Share of the combinations of readings that give each value; each number has its "
        "own scale",
        table=pd.DataFrame(
            {
                "Number": _named(distribution),
                "Value": distribution["value"],
                "Combinations": distribution["combinations"],
                "Share": distribution["share"],
                "Mark": marks.str.strip(", ").replace("", NONE),
            }
        ),
        svg=to_svg(ranges.spread(distribution, labels), "ledger-spread"),
        alt=f"{amount(len(labels), 'row')} of bars, one for each headline number: how many "
        "combinations of readings give each of its values, ours filled, the printed one marked "
        "with a triangle.",
        source=TABLE_4,
        digits={"Share": 4},
    )


def headlines(overview: pd.DataFrame) -> Exhibit:
    """Return the headline numbers (see sensitivity.overview): a row is one."""
    few = int((overview["evidence"] == "weak").sum())
    weak = amount(few, "printed number is / printed numbers are").capitalize()
    reaching = overview["reaching"].astype("str").where(overview["printed"] != "", NONE)
    return Exhibit(
        key="ledger-headlines",
        title=f"{weak} given by only a few readings: weak evidence",
        subtitle="Headline numbers by our reading, over all combinations, and as printed",
        table=pd.DataFrame(
            {
                "Number": _named(overview),
                "Our reading": overview["default"],
                "Lowest": overview["low"],
                "Highest": overview["high"],
                "As printed": overview["printed"].replace("", NONE),
                "Combinations tried": overview["combinations"],
                "Giving ours": overview["same"],
                "Giving the printed number": reaching,
                "What gives the printed number": overview["evidence"].map(EVIDENCE_WORDS),
                "Claim": overview["claim_id"].replace("", NONE),
            }
        ),
        source=TABLE_4,
        note=f"Weak: at most {float(WEAK) * 100:.0f} % of the combinations give the printed value, "
        "which is our limit. A share of combinations is no probability: with enough ways to count, "
        "some way gives almost any number.",
    )


def nearest(nearest: pd.DataFrame, partnerships: pd.DataFrame) -> Exhibit | Markdown:
    """Return the readings that give a printed value and change least: a row is one combination."""
    if nearest.empty:
        return Markdown("No reading other than ours gives a printed number.")
    short = partnerships.set_index("partnership_id")["short_name"]
    changed = nearest.assign(
        Number=_named(nearest),
        words=[_option_words(option, short) for option in nearest["option"]],
    )
    by = changed.groupby(["Number", "printed", "number"], sort=False)["words"]
    rows = by.agg(list).reset_index()
    return Exhibit(
        key="ledger-nearest",
        title="What must be read differently to obtain the printed number",
        subtitle="Combinations of readings that give it and change least; not all of them",
        table=pd.DataFrame(
            {
                "Number": rows["Number"],
                "As printed": rows["printed"],
                "What has to be read otherwise": rows["words"].map(and_join),
            }
        ),
        source=TABLE_4,
    )


def _option_words(option: str, short_names: "pd.Series[str]") -> str:
    """Return an option that is not our reading in few words.

    >>> _option_words("less-sport", pd.Series({"sport": "Sport"}))
    'Sport not yet there'
    """
    if option in OPTION_WORDS:
        return OPTION_WORDS[option]
    return f"{short_names[option.removeprefix('less-')]} not yet there"


def corrections(without: pd.DataFrame, default: Mapping[str, int]) -> Exhibit:
    """Return which headline numbers change without each correction: a row is one correction.

    `without` is what sensitivity.without_corrections returns, `default` the numbers with all
    corrections. Corrections that change a number come first; all of them together last.
    """
    single = without.loc[without["row"] != "", list(default)]
    moves = single.sub(pd.Series(default)).abs().max(axis="columns")
    title = f"{(moves > 0).sum()} of {len(moves)} corrections change a headline number"
    title += f", none by more than {moves.max()}"
    return Exhibit(
        key="ledger-corrections",
        title=title,
        subtitle="Headline numbers by our reading without a correction; difference in brackets",
        table=_corrections_table(without, default),
        source=TABLE_4,
        note="A name that is put back counts as a region beside those that are still corrected.",
    )


def _corrections_table(without: pd.DataFrame, default: Mapping[str, int]) -> pd.DataFrame:
    names = list(default)
    moved = without[names].ne(pd.Series(default)).any(axis="columns")
    together = without["row"] == ""
    ordered = without.assign(rank=together * 2 + ~moved).sort_values(
        ["rank", "rule", "row", "field"], ignore_index=True
    )
    numbers = {
        name: [f"{n} ({n - ours:+})" if n != ours else str(n) for n in ordered[name]]
        for name, ours in default.items()
    }
    last = ordered["row"] == ""
    return pd.DataFrame(
        {
            "Without the correction of": ordered["row"].mask(last, "all of them together"),
            "As printed": ordered["as_printed"].replace("", "(nothing)").mask(last, NONE),
            "As corrected": ordered["as_read"].mask(last, NONE),
            "Kind": ordered["rule"].str.replace("_", " ").mask(last, NONE),
            **numbers,
        }
    )


def _named(rows: pd.DataFrame) -> "pd.Series[str]":
    """Return the name of each headline number with its month."""
    when = pd.Series([date_words(month, "") for month in rows["as_of"]], rows.index, dtype="str")
    return (rows["name"].replace(HEADLINE_WORDS) + ", " + when).str.removesuffix(", ")
