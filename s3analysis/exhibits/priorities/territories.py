"""How much each territory of an extract declares, what more often than others, and who is alike.

A territory is whatever declares priorities: a region, or a country. Names in the extract are its
own; a quotient says that a territory declares a category more often, and nothing of how good it is.
"""

import pandas as pd

from s3analysis.exhibits.charts import bars, intervals
from s3analysis.exhibits.charts.style import drawings, to_svg
from s3analysis.exhibits.numbers import number, two
from s3analysis.exhibits.priorities.extract import (
    Answer,
    exhibit,
    named,
    section,
    territory_countries,
    territory_names,
    uncomparable,
)
from s3analysis.exhibits.priorities.shares import MOST_BARS
from s3analysis.measures.priorities import shares
from s3analysis.measures.priorities.incidence import Incidence
from s3analysis.sources.extracts.extracts import Extract
from s3analysis.vocabulary import amount

FEW = "few"
MOST_QUOTIENTS, MOST_TERRITORIES = 12, 200
"""How many rows a table shows at most."""

QUOTIENTS = {"expected": "Expected", "location_quotient": "Location quotient"}
QUOTIENTS |= {"low": "From", "high": "To"}
SCORES = {
    "cosine": "Cosine",
    "jaccard": "Jaccard",
    "mutual": "Lesser of both",
    "takes": "Second offers first",
    "gives": "First offers second",
}


def territories(regions: pd.DataFrame, extract: Extract) -> Answer:
    """Return how much each territory declares: a row is one.

    `regions` is what measures.priorities.extract_tables.by_region returns.
    """
    if regions.empty:
        return None
    names = regions["region_id"].map(territory_names(extract))
    countries = regions["region_id"].map(territory_countries(extract))
    table = pd.DataFrame(
        {
            "Territory": names,
            "Country": countries,
            "Priorities": regions["priorities"].astype("int64"),
            "Categories": regions["categories"].astype("int64"),
            "Concentration": two(regions["normalised"]).mask(regions["few"], FEW),
        }
    )
    drawn = pd.DataFrame({"name": names + ", " + countries, "value": table["Priorities"]})
    drawn = drawn.head(MOST_BARS).assign(words=lambda bars: bars["value"].map("{:,}".format))
    most = amount(int(table["Priorities"].iloc[0]), "priority / priorities")
    title = f"No territory declares more than {names.iloc[0]}: {most}"
    return exhibit(
        extract,
        "territories",
        table,
        title=title,
        subtitle="Priorities of each territory",
        **drawings(bars.rows, drawn, key=named(extract, "territories")),
        alt=f"{amount(len(drawn), 'territory / territories')}, a bar each. {title}.",
        note=f"The drawing shows {MOST_BARS} territories at most. Concentration is the normalised "
        "Herfindahl index: 0 for equal shares of all categories, 1 for a single one; few: fewer "
        f"than {shares.FEWEST} labels.",
    )


def quotients(
    apart: pd.DataFrame, quotients: pd.DataFrame, counted: Incidence, extract: Extract
) -> Answer:
    """Return what territories declare more or less often: a row is a territory and a category.

    `quotients` and `apart` are what the functions of measures.priorities.extract_tables return:
    all, and those whose interval leaves out 1. A category that a territory does not declare at all
    is left to the table of all quotients, since a ratio of nothing has no place on the scale.
    """
    shown = apart.loc[apart["low"] > 0].head(MOST_QUOTIENTS)
    if shown.empty:
        alone = "No quotient rests on enough priorities and has an interval that leaves out 1."
        return section(extract, uncomparable(counted) or alone)
    names = shown["region_id"].map(territory_names(extract))
    first = shown.iloc[0]
    title = (
        f"{names.iloc[0]} declares {first['category']} "
        f"{number(first['location_quotient'], 1)} times as often as all territories together"
    )
    drawn = intervals.factors(
        _estimates(shown, names), "declares it less often", "declares it more often"
    )
    small = int(quotients["small"].sum())
    have = "has" if len(apart) == 1 else "have"
    counts = {"Category": shown["category"], "Priorities": shown["count"].astype("int64")}
    numbers = shown.rename(columns=QUOTIENTS)[[*QUOTIENTS.values()]].astype("float64")
    return exhibit(
        extract,
        "quotients",
        pd.DataFrame({"Territory": names} | counts).join(numbers),
        title=title,
        subtitle="Location quotients whose interval leaves out 1; Clopper-Pearson interval",
        svg=to_svg(drawn, named(extract, "quotients")),
        alt=f"{amount(len(shown), 'interval')} on a scale of ratios around 1. {title}.",
        note=f"Of {amount(len(quotients), 'quotient')}, {small:,} rest on too few priorities to be "
        f"read; of the others, {len(apart):,} {have} an interval that leaves out 1. With so many "
        "intervals, some do so by chance.",
        digits=dict.fromkeys(numbers, 2) | {"Expected": 1},
    )


def quotients_by_territory(
    quotients: pd.DataFrame, counted: Incidence, dimension: str, extract: Extract
) -> Answer:
    """Return every quotient: a row is a territory, a column a category; "few" if not to be read.

    At most MOST_TERRITORIES rows, those with most labels. `dimension` names what is shown.
    """
    if quotients.empty:
        return section(extract, uncomparable(counted))
    names = territory_names(extract)
    cells = quotients.assign(
        words=two(quotients["location_quotient"]).mask(quotients["small"], FEW)
    )
    wide = cells.pivot_table("words", "region_id", "category", aggfunc="first")
    order = cells.drop_duplicates("region_id").assign(name=cells["region_id"].map(names))
    first = order.sort_values(["total", "name"], ascending=[False, True]).head(MOST_TERRITORIES)
    own = {label: f"{label} (category)" for label in ("Territory", "Labels")}
    wide = wide.rename(columns=own).rename_axis(columns=None)
    table = wide.loc[first["region_id"]].reset_index(drop=True)
    table.insert(0, "Territory", first["name"].to_numpy())
    table.insert(1, "Labels", first["total"].to_numpy(dtype="int64"))
    return exhibit(
        extract,
        "quotients-by-territory",
        table,
        title=f"Location quotients of {amount(len(table), 'territory / territories')} in "
        f"{dimension}",
        subtitle="Share of a category in a territory over its share in all; above 1: declared "
        "more often",
        note=f"Few: fewer than {shares.FEWEST} labels, or less than {shares.LEAST_EXPECTED:g} "
        f"expected. The {MOST_TERRITORIES} territories with most labels, at most.",
    )


def alike(
    ranked: pd.DataFrame,
    pairs: pd.DataFrame,
    left_out: int,
    regions: pd.DataFrame,
    counted: Incidence,
    extract: Extract,
) -> Answer:
    """Return the pairs of territories that declare most alike: a row is one pair.

    `ranked` is what measures.priorities.similarity.most returns of `pairs`, `left_out` how many
    pairs share its last rank and are not in it, `regions` what extract_tables.by_region returns.
    """
    if ranked.empty:
        enough = int((~regions["few"]).sum())
        few = f"Of the territories, {enough} have enough labels to be compared; two are needed."
        return section(extract, uncomparable(counted) or few)
    table = _pairs_table(ranked, extract, ["cosine", "jaccard"])
    return exhibit(
        extract,
        "alike",
        table,
        title=f"Most alike: {_both(table)}",
        subtitle="Cosine of the counts by category, Jaccard index of the categories; both 0 to 1",
        note=_ranking(pairs, left_out),
        digits={"Cosine": 2, "Jaccard": 2},
    )


def complementary(
    ranked: pd.DataFrame, pairs: pd.DataFrame, left_out: int, extract: Extract
) -> Answer:
    """Return the pairs of territories that offer each other most: a row is one (see `alike`)."""
    if ranked.empty:
        return section(
            extract, "No two territories offer each other what is near to what they lack."
        )
    table = _pairs_table(ranked, extract, ["mutual", "takes", "gives"])
    return exhibit(
        extract,
        "complementary",
        table,
        title=f"Offer each other most: {_both(table)}",
        subtitle="What one declares often, near to what the other lacks; per category it declares "
        "often",
        note=_ranking(pairs, left_out),
        digits=dict.fromkeys(("Lesser of both", "Second offers first", "First offers second"), 3),
    )


def _estimates(shown: pd.DataFrame, names: "pd.Series[str]") -> pd.DataFrame:
    return shown[["low", "high"]].assign(
        group="",
        name=names + ": " + shown["category"],
        value=shown["location_quotient"],
        words=shown["location_quotient"].map("{:.1f}".format),
    )


def _pairs_table(ranked: pd.DataFrame, extract: Extract, scores: list[str]) -> pd.DataFrame:
    names, countries = territory_names(extract), territory_countries(extract)
    table = pd.DataFrame({"Rank": ranked["rank"].astype("int64")})
    for column, words in (("region_id", "First territory"), ("other_id", "Second territory")):
        table[words] = ranked[column].map(names) + ", " + ranked[column].map(countries)
    for score in scores:
        table[SCORES[score]] = ranked[score].astype("float64")
    return table.assign(Labels=ranked["labels"].astype("int64"))


def _both(table: pd.DataFrame) -> str:
    return f"{table['First territory'].iloc[0]} and {table['Second territory'].iloc[0]}"


def _ranking(pairs: pd.DataFrame, left_out: int) -> str:
    are = "are" if left_out > 1 else "is"
    return (
        f"Compared: {amount(len(pairs), 'pair')} of territories with {shares.FEWEST} labels or "
        "more. Pairs with the same rank are in the order of their labels, then of the alphabet; "
        f"{amount(left_out, 'further pair')} of the last rank shown {are} left out."
    )
