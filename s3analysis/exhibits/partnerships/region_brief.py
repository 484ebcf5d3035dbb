"""The tables of region_brief: one region, whom it is with, and whom it could work with."""

from collections.abc import Mapping

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.vocabulary import (
    READING_WORDS,
    READINGS,
    ROLE_WORDS,
    and_join,
    month_words,
)

NONE = "-"
PLACES = ROLE_WORDS | {"repeated": "Listed once more"}
FIELD_WORDS = {"region_printed": "name", "country_printed": "country", "role": "role"}
OWN_STATE = {"another region of its Member State is in": "its own Member State"}
NESTING_WORDS = {"apart": "counts for itself", "once": "counts with the one around it"}
DECLARED_WORDS = {
    "published": "not in the record: no machine-readable extract of EYE@RIS3 is public",
    "imported": "as the imported extract has them; how complete that is, is not known here",
    "synthetic": "made up for teaching: the record has none",
}
IDENTITY_WORDS = {
    "open": "the print leaves it open; our reading stands above",
    "certain": "one region, beyond doubt",
}


def region(
    one: "pd.Series[str]",
    names: pd.DataFrame,
    codes: pd.DataFrame,
    countries: pd.DataFrame,
    regions: pd.DataFrame,
) -> pd.DataFrame:
    """Return who a region is in the data: a row is one question and its answer.

    `one` is its row of regions, `names` its entries as printed, `codes` its rows of region_nuts.
    """
    country = countries.set_index("country_id").loc[one["country_id"]]
    counts = names["region_printed"].value_counts(sort=False)
    of_2013 = codes.loc[codes["nuts_version"].astype("str") == "2013"]
    labels = of_2013["nuts_id"] + " " + of_2013["nuts_label"]
    whole = of_2013["extent"] == "whole"
    inside = regions.loc[regions["region_id"] == one["nested_in"], "name"].tolist()
    holds = regions.loc[regions["nested_in"] == one["region_id"], "name"].tolist()
    answers = {
        "Name in the data": one["name"],
        "Country": f"{country['name']} ({one['country_id']}, {country['accession_group']})",
        "Names printed": "; ".join(f"{name} ({_times(count)})" for name, count in counts.items()),
        "NUTS 2013": "; ".join(labels[whole]),
        "Part of, in NUTS 2013": "; ".join(labels[~whole]),
        "Seat": one["seat"],
        "Could also mean": one["alternatives"].replace("|", "; "),
        "How it was read": one["reason"],
        "Lies inside": "; ".join(inside),
        "Has inside": "; ".join(holds),
    }
    table = pd.DataFrame({"What": list(answers), "Answer": list(answers.values())})
    return table.replace({"Answer": {"": NONE}})


def places(
    entries: pd.DataFrame, printed: pd.DataFrame, partnerships: pd.DataFrame, reading: str
) -> pd.DataFrame:
    """Return each entry of one region: a row is one, with its role and whether it counts."""
    order = partnerships.set_index("partnership_id")["position"]
    rows = (
        passages.as_printed(entries, printed)
        .assign(order=entries["partnership_id"].map(order))
        .sort_values(["order", "position"], ignore_index=True)
    )
    counts = rows["role"].isin(READINGS[reading])
    return pd.DataFrame(
        {
            "Partnership": rows["partnership_id"].map(
                partnerships.set_index("partnership_id")["short_name"]
            ),
            "Role": rows["role"].map(PLACES),
            "Counted": counts.map({True: "yes", False: "no"}),
            "As printed": rows["as_printed"],
            "Under the heading": rows["heading_printed"],
        }
    )


def together(
    company: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
) -> pd.DataFrame:
    """Return whom a region is already together with (see company.of_region), by country."""
    short = partnerships.sort_values("position").set_index("partnership_id")["short_name"]
    rows = company.assign(
        country=company["country_id"].map(countries.set_index("country_id")["name"]),
        name=company["region_id"].map(regions.set_index("region_id")["name"]),
    ).sort_values(["country", "region_id"], ignore_index=True)
    return pd.DataFrame(
        {
            "Region": rows["name"],
            "Country": rows["country"],
            "Partnerships in common": rows["partnerships"],
            "Expected by chance": rows["expected"],
            "p": rows["p_more"],
            "q": rows["q"],
            "Which": [
                "; ".join(words for key, words in short.items() if key in keys)
                for keys in rows["partnership_ids"]
            ],
        }
    )


def joining(
    standings: pd.DataFrame,
    insiders: Mapping[str, pd.DataFrame],
    absent: Mapping[str, pd.DataFrame],
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    reading: str,
) -> pd.DataFrame:
    """Return the partnerships that a region might join: who is in, what is shared, who is missing.

    `standings` are those of joining.standings, `insiders` and `absent`, by partnership, what
    joining.insiders and joining.absent_states return. Regions are in the order of countries.
    """
    named = regions.set_index("region_id")
    names = named["name"]
    placed = names + " (" + named["country_id"] + ")"
    kept = partnerships.set_index("partnership_id")
    keys = standings["partnership_id"].reset_index(drop=True)
    inside = [insiders[key].loc[insiders[key]["role"].isin(READINGS[reading])] for key in keys]
    return pd.DataFrame(
        {
            "Partnership": keys.map(kept["short_name"]),
            "What it is about": keys.map(kept["gist"]),
            "Led by": _named([rows.query("role == 'lead'") for rows in inside], placed),
            "Also in it": _named([rows.query("role != 'lead'") for rows in inside], placed),
            "Of these already together with it": standings["known"].to_list(),
            "From its own country": _named([rows.query("compatriot") for rows in inside], names),
            "Member States without a region": [len(absent[key]) for key in keys],
            "Listed there as": standings["role"].map(PLACES).fillna("not listed").to_list(),
        }
    )


def proposing(states: pd.DataFrame, regions: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Return with whom a region could propose a new area: a row is one country.

    `states` is what proposing.by_state returns.
    """
    names = regions.set_index("region_id")["name"]
    rows = states.assign(
        country=states["country_id"].map(countries.set_index("country_id")["name"])
    ).sort_values(["helps", "country"], ascending=[False, True], ignore_index=True)
    return pd.DataFrame(
        {
            "Country": rows["country"],
            "Brings a Member State": ("no: " + rows["reason"].replace(OWN_STATE)).mask(
                rows["helps"], "yes"
            ),
            "Not yet together with it": [
                "; ".join(names[ids]) or "none" for ids in rows["new_ids"]
            ],
            "Already together": ["; ".join(names[ids]) or "none" for ids in rows["met_ids"]],
        }
    )


def readings(readings: pd.DataFrame) -> pd.DataFrame:
    """Return how the counts of a region move with the reading (see company.readings)."""
    return pd.DataFrame(
        {
            "Who counts": readings["reading"].map(READING_WORDS),
            "A region inside another": readings["nesting"].map(NESTING_WORDS),
            "Partnerships": readings["partnerships"],
            "Regions together with": readings["together"],
        }
    )


def quality(
    one: "pd.Series[str]",
    codes: pd.DataFrame,
    entries: pd.DataFrame,
    corrections: pd.DataFrame,
    months: list[str],
    priorities: str,
) -> pd.DataFrame:
    """Return how good the data on one region are: a row is one question and its answer.

    `one` is its row of regions, `codes` its rows of region_nuts, `corrections` what the function of
    that name returns, `months` those with a member list, `priorities` a key of DECLARED_WORDS.
    """
    whole = codes.loc[codes["extent"] == "whole", "nuts_version"].astype("str").unique()
    answers = {
        "Who is meant": IDENTITY_WORDS[one["identity"]],
        "Entries that name it in Table 4": str(len(entries)),
        "Cells of these read otherwise than printed": str(len(corrections)),
        "Vintages in which a NUTS code is the whole region": and_join(sorted(whole)),
        "Months with a member list": and_join([month_words(month) for month in months]),
        "Its priorities": DECLARED_WORDS[priorities],
        "Its firms, projects and money": "not in the five documents, region by region",
        "When it joined, and whether it is active": "unknown: a list has a role, and no more",
    }
    return pd.DataFrame({"What": list(answers), "Answer": list(answers.values())})


def corrections(
    log: pd.DataFrame, entries: pd.DataFrame, partnerships: pd.DataFrame
) -> pd.DataFrame:
    """Return what of some entries is read otherwise than printed: a row is one cell."""
    short = partnerships.set_index("partnership_id")["short_name"]
    where = entries.set_index("entry_id")["partnership_id"].map(short)
    rows = log.loc[log["row"].isin(where.index)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "Partnership": rows["row"].map(where),
            "Cell": rows["field"].map(FIELD_WORDS),
            "As printed": rows["as_printed"].replace("", "(nothing)"),
            "As read": rows["as_read"],
            "Reason": rows["reason"],
            "Passage": rows["quote"],
        }
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _named(lists: list[pd.DataFrame], names: "pd.Series[str]") -> list[str]:
    """Return the names of the regions in each frame, as the cells of a column."""
    return ["; ".join(names[rows["region_id"]]) or "none" for rows in lists]
