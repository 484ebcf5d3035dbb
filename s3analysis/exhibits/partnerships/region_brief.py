"""One region: its partnerships, where they are, and whom it is with."""

import pandas as pd
from IPython.display import Markdown

from s3analysis.contracts import RegionBrief
from s3analysis.exhibits import words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import membership
from s3analysis.exhibits.words import region_name
from s3analysis.measures.partnerships.null_model import LEVEL
from s3analysis.vocabulary import (
    READING_WORDS,
    ROLE_WORDS,
    amount,
    and_join,
    month_words,
)

NESTING_WORDS = {"apart": "counts for itself", "once": "counts with the one around it"}
TAKES_PART = {"members": "takes part in", "listed": "is listed in"}


def standing(
    standings: pd.DataFrame, regions: pd.DataFrame, partnerships: pd.DataFrame, run: RegionBrief
) -> Markdown:
    """Return in how many partnerships a region is, and which it leads, as a sentence.

    `standings` is what joining.by_partnership returns.
    """
    short = partnerships.set_index("partnership_id")["short_name"]
    own, leads, observed = _places_of(standings)
    led = leads["partnership_id"].map(short).tolist()
    found = f"{region_name(regions, run.region)} {TAKES_PART[run.reading]} "
    if own.empty:
        found += f"none of the {len(partnerships)} partnerships"
    else:
        found += f"{len(own)} of the {len(partnerships)} partnerships, and "
        found += _leads_words(led, len(own))
    text = f"**{found}**, {month_words(run.as_of)}."
    if len(observed):
        roles = " (" + observed["role"].map(ROLE_WORDS).str.lower() + ")"
        where = (observed["partnership_id"].map(short) + roles).tolist()
        text += f" It is also listed, but not counted, in {and_join(where)}."
    return Markdown(text)


def key_numbers(
    standings: pd.DataFrame, with_whom: pd.DataFrame, regions: pd.DataFrame, run: RegionBrief
) -> Exhibit:
    """Return the numbers of the first screen: a row is one.

    `with_whom` is what against_chance.of_region returns.
    """
    own, leads, observed = _places_of(standings)
    numbers = {
        "partnerships": len(own),
        "of these as lead": len(leads),
        "partnerships that list it and do not count it": len(observed),
        "regions already together with it": len(with_whom),
        "countries of these regions": with_whom["country_id"].nunique(),
    }
    title = f"{region_name(regions, run.region)} in numbers"
    return membership.key_numbers(title, numbers, run.as_of, words.counted(run))


def located(
    standings: pd.DataFrame,
    members: pd.DataFrame,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    outlines: pd.DataFrame,
    run: RegionBrief,
) -> Exhibit | Markdown:
    """Return where the regions of each partnership of a region are: a row is one membership."""
    name = region_name(regions, run.region)
    own, _, _ = _places_of(standings)
    if own.empty:
        return Markdown(f"{name} is in no partnership, so there is no map.")
    return membership.member_maps(
        "maps",
        f"Where the regions of the partnerships with {name} are, {month_words(run.as_of)}",
        members.loc[members["partnership_id"].isin(own["partnership_id"])],
        partnerships,
        regions,
        outlines,
        note=f"{words.counted(run)} {words.POINTS}",
    )


def together(
    with_whom: pd.DataFrame,
    members: pd.DataFrame,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    countries: pd.DataFrame,
    run: RegionBrief,
) -> Exhibit | Markdown:
    """Return whom a region is already together with: a row is one other region, by country.

    `with_whom` is what against_chance.of_region returns.
    """
    name = region_name(regions, run.region)
    if with_whom.empty:
        return Markdown(f"{name} is in no partnership with another region.")
    met = amount(len(with_whom), "region")
    where = amount(with_whom["country_id"].nunique(), "country / countries")
    return Exhibit(
        key="together",
        title=f"{name} shares a partnership with {met} of {where}, "
        f"{with_whom['exceeds'].sum() or 'none'} of them clearly more often than by chance",
        subtitle="Partnerships in common with each region, observed and expected by chance",
        table=_together_table(with_whom, regions, partnerships, countries),
        source=words.TABLE_4,
        note=f"{words.counted(run)} {_null_words(with_whom, members, run)}",
        digits={"Expected by chance": 2, "p": 3, "q": 3},
    )


def readings(readings: pd.DataFrame, regions: pd.DataFrame, run: RegionBrief) -> Exhibit:
    """Return how the counts of a region change with the reading: a row is one reading.

    `readings` is what against_chance.readings returns.
    """
    name = region_name(regions, run.region)
    change = "are the same in each reading"
    if len(readings[["partnerships", "together"]].drop_duplicates()) > 1:
        change = "depend on the reading"
    return Exhibit(
        key="readings",
        title=f"{name}: its numbers {change}",
        subtitle="Partnerships, and regions together with it, by who counts and how regions inside "
        "another do",
        table=pd.DataFrame(
            {
                "Who counts": readings["reading"].map(READING_WORDS),
                "A region inside another": readings["nesting"].map(NESTING_WORDS),
                "Partnerships": readings["partnerships"],
                "Regions together with": readings["together"],
            }
        ),
        source=words.TABLE_4,
        note=f"{_nested_words(regions, run)} The other numbers on this page are those of "
        f"{READING_WORDS[run.reading]}, each region for itself.",
    )


def _places_of(standings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the partnerships that a region is in, those it leads, and those that list it only."""
    inside = standings["standing"] == "in"
    leads = standings["role"] == "lead"
    listed = standings["role"] != ""
    return standings[inside], standings[inside & leads], standings[~inside & listed]


def _leads_words(led: list[str], partnerships: int) -> str:
    if led:
        return f"leads {and_join(led)}"
    return "does not lead it" if partnerships == 1 else "leads none of them"


def _together_table(
    with_whom: pd.DataFrame,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    countries: pd.DataFrame,
) -> pd.DataFrame:
    short = partnerships.sort_values("position").set_index("partnership_id")["short_name"]
    rows = with_whom.assign(
        country=with_whom["country_id"].map(countries.set_index("country_id")["name"]),
        name=with_whom["region_id"].map(regions.set_index("region_id")["name"]),
    ).sort_values(["country", "region_id"], ignore_index=True)
    shared = [short.loc[short.index.isin(keys)] for keys in rows["partnership_ids"]]
    return pd.DataFrame(
        {
            "Region": rows["name"],
            "Country": rows["country"],
            "Partnerships in common": rows["partnerships"],
            "Expected by chance": rows["expected"],
            "p": rows["p_more"],
            "q": rows["q"],
            "Which": ["; ".join(names) for names in shared],
        }
    )


def _null_words(with_whom: pd.DataFrame, members: pd.DataFrame, run: RegionBrief) -> str:
    total = members["region_id"].nunique()
    exact = int((with_whom["q_exact"] < LEVEL).sum())
    return (
        f"Null model: {run.draws:,} random tables with the same margins, seed {run.seed}. p: "
        f"probability of as many or more. q: p corrected (Benjamini-Hochberg) for all "
        f"{total * (total - 1) // 2:,} pairs of the {total} regions; clearly more: q below "
        f"{LEVEL}. A second model, the configuration model with exact tails, finds "
        f"{exact or 'none'}. The list is short: a pair that is not found may still be more than "
        "chance."
    )


def _nested_words(regions: pd.DataFrame, run: RegionBrief) -> str:
    """Return which region lies inside which, near the region or, failing that, anywhere."""
    one = regions.loc[regions["region_id"] == run.region].iloc[0]
    around = regions.loc[regions["region_id"] == one["nested_in"], "name"].tolist()
    inside = regions.loc[regions["nested_in"] == run.region, "name"].tolist()
    if around:
        return f"{one['name']} lies inside {and_join(around)}."
    if inside:
        verb = "lies" if len(inside) == 1 else "lie"
        return f"{and_join(inside)} {verb} inside {one['name']}."
    nested = regions.loc[regions["nested_in"] != "", "name"].tolist()
    return f"Regions of the data that lie inside another: {and_join(nested)}."
