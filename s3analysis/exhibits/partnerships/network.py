"""The tables of 04_partnerships that set the network beside chance.

What has no value is a dash, and the column beside it, or the note, says why (see untold).
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from s3analysis.exhibits.numbers import NONE, number, p_value, range_words
from s3analysis.vocabulary import amount, and_join

BESIDE_WORDS = {
    "more": "more than chance",
    "fewer": "less than chance",
    "as chance": "as chance gives",
}

KINDS = {2: "two pilots", 1: "a pilot and another", 0: "two others"}
APART_WORDS = {
    "more": "share more regions with the others than by chance",
    "fewer": "share fewer regions with the others than by chance",
    "as chance": "share about as many regions with the others as by chance",
    "untold": "cannot be set beside chance",
}
AMONG_WORDS = {"more": "above", "fewer": "below", "as chance": "within"}

# A measure of the whole, in words, and the digits in which it is printed.
WHOLE = {
    "pairs": ("Pairs of regions that share a partnership", 0),
    "density": ("These as a share of all pairs there could be", 3),
    "repeated": ("Pairs that share two partnerships or more", 0),
    "strongest": ("Most partnerships that two regions share", 0),
    "transitivity": ("Of two regions that meet a third, share that meet each other", 3),
    "clustering": ("The same, averaged over regions", 3),
    "components": ("Parts that hang together", 0),
    "core": ("Largest k-core: each region in it meets k others in it", 0),
    "core_regions": ("Regions in the largest k-core", 0),
    "same_country": ("Assortativity by country: 0 if country played no part", 3),
}

VANGUARD = {
    "both": "Regions in a pilot and in another partnership",
    "pilots_only": "Regions in pilots only",
    "others_only": "Regions in other partnerships only",
    "meetings": "Pilots times other partnerships of each region, added up",
}

POSITIONS = {
    "degree": ("Regions met", 0),
    "strength": ("Meetings", 0),
    "betweenness": ("Betweenness", 3),
    "core": ("k-core", 0),
}
DIGITS = {f"{label}, by chance": max(digits, 1) for label, digits in POSITIONS.values()} | {
    label: digits for label, digits in POSITIONS.values() if digits
}
"""The decimals of `positions`."""


def chance_words(row: "pd.Series[Any]", digits: int) -> str:
    """Return an observed number and what chance gives, for a title.

    >>> chance_words(pd.Series({"observed": 13.0, "expected": 20.04, "undefined": ""}), 0)
    '13, where chance gives 20'
    >>> chance_words(pd.Series({"observed": pd.NA, "undefined": "no two regions are tied"}), 0)
    'not defined, since no two regions are tied'
    """
    if pd.isna(row["observed"]):
        return f"not defined, since {row['undefined']}"
    if row["undefined"]:
        return f"{number(row['observed'], digits)} ({row['undefined']})"
    expected = number(row["expected"], digits)
    return f"{number(row['observed'], digits)}, where chance gives {expected}"


def vanguard_words(found: pd.DataFrame, beside: "pd.Series[str]") -> str:
    """Return what the regions in a pilot and in another partnership tell, for a title.

    >>> found = pd.DataFrame({"measure": ["both"], "observed": 13.0, "expected": 20.04,
    ...                       "undefined": ""})
    >>> vanguard_words(found, pd.Series(["fewer"]))
    'Vanguard pilots share fewer regions with the others than by chance: 13, by chance 20'
    """
    place = found.index[found["measure"] == "both"][0]
    row, says = found.loc[place], APART_WORDS[beside[place]]
    observed, expected = number(row["observed"], 0), number(row["expected"], 0)
    return f"Vanguard pilots {says}: {observed}, by chance {expected}"


def overlaps(
    found: pd.DataFrame, among: "pd.Series[str]", partnerships: pd.DataFrame
) -> pd.DataFrame:
    """Return what each two partnerships share beside chance (see nulls.partnerships).

    A row is two partnerships, the Vanguard pilots first, in the order of Table 4. `among` is what
    nulls.beside says by p, which is not corrected for the number of pairs; q is.
    """
    known = partnerships.set_index("partnership_id")
    pilot = known["vanguard_pilot"] == "yes"
    order = {
        name: place
        for place, name in enumerate(
            known.assign(other=~pilot).sort_values(["other", "position"]).index
        )
    }
    sides = found[["partnership_id", "other_id"]].map(order.__getitem__)
    first, second = sides.min(axis="columns"), sides.max(axis="columns")
    names = known["short_name"].reindex(list(order)).tolist()
    pilots = pilot.reindex(list(order)).astype("int64").to_numpy()
    return (
        pd.DataFrame(
            {
                "Partnership": [names[place] for place in first],
                "Other partnership": [names[place] for place in second],
                "Vanguard": [
                    KINDS[pilots[a] + pilots[b]] for a, b in zip(first, second, strict=True)
                ],
                "In common": found["observed"].astype("int64").to_numpy(),
                "By chance": found["expected"].to_numpy(dtype="float64"),
                "95 percent of draws": _ranges(found, 0),
                "z": _texts(found["z"], 1),
                "p": [p_value(p) for p in found["p"]],
                "q": [p_value(q) for q in found["q"]],
                "Among the draws": among.map(AMONG_WORDS).fillna(found["undefined"]).to_numpy(),
            }
        )
        .assign(first=first.to_numpy(), second=second.to_numpy())
        .sort_values(["first", "second"], ignore_index=True)
        .drop(columns=["first", "second"])
    )


def whole(found: pd.DataFrame, beside: "pd.Series[str]") -> pd.DataFrame:
    """Return the network as a whole beside chance (see nulls.whole): a row is one measure."""
    rows = found.assign(beside=beside).set_index("measure").loc[list(WHOLE)]
    digits = [digits for _, digits in WHOLE.values()]
    return _measured(rows, [words for words, _ in WHOLE.values()], digits)


def vanguard(found: pd.DataFrame, beside: "pd.Series[str]") -> pd.DataFrame:
    """Return how far pilots and other partnerships have the same regions (see nulls.vanguard)."""
    rows = found.assign(beside=beside).set_index("measure").loc[list(VANGUARD)]
    return _measured(rows, list(VANGUARD.values()), [0] * len(rows))


def pairs(
    found: pd.DataFrame, exact: pd.DataFrame, regions: pd.DataFrame, rows: int
) -> pd.DataFrame:
    """Return the pairs of regions least likely by chance, in either model: a row is one.

    `found` is what nulls.pairs returns, `exact` what configuration.pairs does; so many `rows` with
    the least p of the first, then of the second, then in the alphabet of their keys.
    """
    keys = ["region_id", "other_id"]
    both = found.merge(
        exact.drop(columns="shared"), on=keys, suffixes=("", "_exact"), validate="one_to_one"
    ).sort_values(["p_more", "p_more_exact", *keys], ignore_index=True)
    first = both.head(rows)
    name = regions.set_index("region_id")["name"]
    return pd.DataFrame(
        {
            "Region": first["region_id"].map(name),
            "Other region": first["other_id"].map(name),
            "Shared": first["shared"],
            "By chance": first["expected"],
            "p": first["p_more"].map(p_value),
            "q": first["q"].map(p_value),
            "By the second model": first["expected_exact"],
            "p of the second": first["p_more_exact"].map(p_value),
            "q of the second": first["q_exact"].map(p_value),
        }
    )


def positions(
    found: pd.DataFrame, beside: "pd.Series[str]", by_region: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    """Return where each region stands, observed and by chance: a row is one region.

    `found` is what nulls.positions returns and `by_region` what membership.by_region does, whose
    order it keeps. What stands out is told before the numbers, since a page may show but the first.
    """
    ids = by_region["region_id"]
    table = pd.DataFrame(
        {
            "Region": ids.map(regions.set_index("region_id")["name"]),
            "Country": by_region["country_id"],
            "Memberships": by_region["memberships"],
        }
    )
    words = found.assign(beside=beside, label=found["measure"].map(_label))
    for measure, (label, digits) in POSITIONS.items():
        of_one = words.loc[words["measure"] == measure].set_index("region_id").loc[ids]
        table[label] = of_one["observed"].to_numpy(dtype="float64" if digits else "int64")
        table[f"{label}, by chance"] = of_one["expected"].to_numpy(dtype="float64")
    unlike = words.loc[words["beside"].isin(["more", "fewer"])]
    told = (
        (unlike["label"] + " " + unlike["beside"].map(AMONG_WORDS))
        .groupby(unlike["region_id"])
        .agg("; ".join)
    )
    table.insert(3, "Beside chance", [told.get(region, NONE) for region in ids])
    return table


def unusual(
    found: pd.DataFrame,
    beside: "pd.Series[str]",
    members: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
) -> pd.DataFrame:
    """Return the places of regions that chance does not give: a row is one region and measure.

    Measures come in their order; in each the largest z first. Where there is none, the only row
    says so.
    """
    rank = {measure: place for place, measure in enumerate(POSITIONS)}
    rows = (
        found.loc[beside.isin(["more", "fewer"])]
        .assign(rank=lambda rows: rows["measure"].map(rank))
        .sort_values(["rank", "z", "region_id"], ascending=[True, False, True], ignore_index=True)
    )
    if rows.empty:
        columns = ["Region", "What", "Observed", "By chance", "95 percent of draws", "z", "p", "q"]
        return pd.DataFrame([["none", *[NONE] * len(columns)]], columns=[*columns, "In"])
    short = partnerships.sort_values("position").set_index("partnership_id")["short_name"]
    listed = {
        region: and_join([name for key, name in short.items() if key in set(held)])
        for region, held in members.groupby("region_id")["partnership_id"]
    }
    digits = [POSITIONS[measure][1] for measure in rows["measure"]]
    return pd.DataFrame(
        {
            "Region": rows["region_id"].map(regions.set_index("region_id")["name"]).astype("str"),
            "What": rows["measure"].map(_label).astype("str"),
            "Observed": _each(rows["observed"], digits),
            "By chance": _each(rows["expected"], [max(places, 1) for places in digits]),
            "95 percent of draws": _ranges(rows, digits),
            "z": _texts(rows["z"], 1),
            "p": [p_value(p) for p in rows["p"]],
            "q": [p_value(q) for q in rows["q"]],
            "In": rows["region_id"].map(listed).astype("str"),
        }
    )


def untold(found: pd.DataFrame, what: str) -> str:
    """Return the sentence that says why there are dashes; "" where there are none.

    >>> found = pd.DataFrame({"undefined": ["", "every draw gives the same"]})
    >>> untold(found, "measure")
    'A dash: every draw gives the same (1 measure).'
    """
    reasons = found.loc[found["undefined"] != "", "undefined"].value_counts(sort=False)
    told = [f"{reason} ({amount(int(count), what)})" for reason, count in reasons.items()]
    return f"A dash: {'; '.join(told)}." if told else ""


def _measured(rows: pd.DataFrame, words: list[str], digits: list[int]) -> pd.DataFrame:
    """Return measures in words beside chance: a row is one."""
    return pd.DataFrame(
        {
            "What": words,
            "Observed": _each(rows["observed"], digits),
            "By chance": _each(rows["expected"], [max(places, 1) for places in digits]),
            "95 percent of draws": _ranges(rows, digits),
            "z": _texts(rows["z"], 1),
            "p": [p_value(p) for p in rows["p"]],
            "Beside chance": _beside(rows["beside"], rows["undefined"]),
        }
    )


def _label(measure: str) -> str:
    return POSITIONS[measure][0]


def _texts(values: Iterable[Any], digits: int) -> list[str]:
    return [number(value, digits) for value in values]


def _each(values: Iterable[Any], digits: list[int]) -> list[str]:
    return [number(value, places) for value, places in zip(values, digits, strict=True)]


def _ranges(rows: pd.DataFrame, digits: int | list[int]) -> list[str]:
    places = [digits] * len(rows) if isinstance(digits, int) else digits
    sides = zip(rows["low"], rows["high"], places, strict=True)
    return [range_words(low, high, place) for low, high, place in sides]


def _beside(beside: "pd.Series[str]", undefined: "pd.Series[str]") -> list[str]:
    """Return how each stands to chance, or why that cannot be told."""
    sides = zip(beside, undefined, strict=True)
    return [BESIDE_WORDS.get(word, reason) for word, reason in sides]
