"""The exhibits that compare the network of partnerships with chance.

Each takes what measures.partnerships.null_model returns, with `beside` (what null_model.beside
says of each row). What has no value is a dash, and the column beside it, or the note, says why.
"""

import pandas as pd

from s3analysis.exhibits import words
from s3analysis.exhibits.charts import pair_matrix
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import number, p_value, range_words
from s3analysis.exhibits.words import Drawn, counted
from s3analysis.measures.partnerships.network import STRONG
from s3analysis.measures.partnerships.null_model import LEVEL
from s3analysis.vocabulary import amount, part

MOST = 10  # rows of `pairs` and of `unusual_places`

COMPARED_WORDS = {
    "more": "more than chance",
    "fewer": "less than chance",
    "as chance": "no clear difference from chance",
}
AMONG_WORDS = {"more": "above", "fewer": "below", "as chance": "within"}
KINDS = {2: "two pilots", 1: "a pilot and another", 0: "two others"}

# A measure of the whole, in words, and the digits in which it is printed.
WHOLE = {
    "pairs": ("Pairs of regions that share a partnership", 0),
    "density": ("These as a share of all possible pairs (density)", 3),
    "repeated": ("Pairs that share two partnerships or more", 0),
    "strong": (f"Pairs that share {STRONG} partnerships or more", 0),
    "strongest": ("Most partnerships that two regions share", 0),
    "transitivity": (
        "Of two regions that meet a third, share that meet each other (transitivity)",
        3,
    ),
    "clustering": ("The same, averaged over regions (clustering)", 3),
    "components": ("Separate parts of the network (components)", 0),
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

COUNTS_OF_REGIONS = ["both", "pilots_only", "others_only"]
OF_NO_REGION = (
    "The documents call partnerships pilots of the Vanguard Initiative; of no region do they say "
    "whether it belongs to the initiative."
)

CORRECTED = "q: Benjamini and Hochberg, on the upper limit of each p that the draws leave open."


def note(run: Drawn, *sentences: str) -> str:
    """Return who is counted and what chance is, then what else there is to say."""
    chance = f"Chance: {run.draws:,} random lists, seed {run.seed}."
    return " ".join(filter(None, [counted(run), chance, *sentences]))


def overlaps(overlaps: pd.DataFrame, partnerships: pd.DataFrame, run: Drawn) -> Exhibit:
    """Return what each two partnerships share, compared with chance (null_model.partnerships).

    A row is two partnerships, the Vanguard pilots first, in the order of Table 4. `beside` goes by
    p, which is not corrected for the number of pairs; q is.
    """
    ordered = partnerships.assign(other=partnerships["vanguard_pilot"] != "yes").sort_values(
        ["other", "position"]
    )
    names = ordered.set_index("partnership_id")["short_name"]
    pilots = set(ordered.loc[~ordered["other"], "partnership_id"])
    outside = int(overlaps["beside"].isin(["more", "fewer"]).sum())
    cells = overlaps.rename(columns={"partnership_id": "one_id"})
    drawn = pair_matrix.shares(cells, names, pilots, "bold name: a Vanguard pilot")
    lie = "pair lies" if outside == 1 else "pairs lie"
    return Exhibit(
        key="overlaps",
        title=_overlaps_title(outside, int((overlaps["q"] < LEVEL).sum()), len(overlaps)),
        subtitle="Regions that two partnerships have in common, and the number expected by chance",
        table=_overlaps_table(overlaps, names, pilots),
        svg=to_svg(drawn, "overlaps"),
        alt=f"{amount(len(overlaps), 'cell')} in steps, one for each two partnerships, with the "
        f"regions in common and the number expected by chance; {outside or 'none'} of them outside "
        "the range of the draws.",
        source=words.TABLE_4,
        digits={"Expected by chance": 1},
        note=note(
            run,
            f"{outside or 'No'} {lie} outside the range of 95 percent of the draws. Among so many "
            f"some do by chance alone, so q is p corrected for all pairs. {CORRECTED}",
        ),
    )


def _overlaps_title(outside: int, sure: int, pairs: int) -> str:
    of_all = amount(pairs, "pair")
    if not outside:
        return f"None of {of_all} of partnerships shares more or fewer regions than by chance"
    share = "shares" if outside == 1 else "share"
    still = "does" if sure < 2 else "do"
    return (
        f"{outside} of {of_all} of partnerships {share} more or fewer regions than by chance; "
        f"{sure or 'none'} still {still} after correction for the number of pairs"
    )


def _overlaps_table(
    overlaps: pd.DataFrame, names: "pd.Series[str]", pilots: set[str]
) -> pd.DataFrame:
    place = pd.Series(range(len(names)), names.index)
    sides = overlaps[["partnership_id", "other_id"]].apply(lambda ids: ids.map(place))
    rows = overlaps.assign(
        first=sides.min(axis="columns"), second=sides.max(axis="columns")
    ).sort_values(["first", "second"], ignore_index=True)
    pilot = names.index.isin(pilots).astype("int64")
    drawn = chances(rows, [0] * len(rows))
    del drawn["Observed"]
    return pd.DataFrame(
        {
            "Partnership": names.iloc[rows["first"]].to_numpy(),
            "Other partnership": names.iloc[rows["second"]].to_numpy(),
            "Vanguard": [KINDS[both] for both in pilot[rows["first"]] + pilot[rows["second"]]],
            "In common": rows["observed"].astype("int64"),
            **(drawn | {"Expected by chance": rows["expected"].astype("float64")}),
            "Among the draws": rows["beside"].map(AMONG_WORDS).fillna(rows["undefined"]),
        }
    )


def vanguard(pilots: pd.DataFrame, run: Drawn) -> Exhibit:
    """Return how far pilots and other partnerships have the same regions (null_model.vanguard)."""
    table = compared(pilots, {measure: (VANGUARD[measure], 0) for measure in COUNTS_OF_REGIONS})
    return Exhibit(
        key="vanguard",
        title=_vanguard_words(pilots),
        subtitle="Regions by the kind of partnership they are in, compared with chance",
        table=table.drop(columns=["z", "p", "q"]),
        source=words.TABLE_4,
        note=f"{counted(run)} Expected: the average of {run.draws:,} lists drawn at random; the "
        f"range holds 95 % of them. {OF_NO_REGION}",
    )


def vanguard_tests(pilots: pd.DataFrame, run: Drawn) -> Exhibit:
    """Return every measure of `vanguard`, with its tests: a row is one."""
    clear = int(pilots["beside"].isin(["more", "fewer"]).sum())
    return Exhibit(
        key="vanguard-tests",
        title=part(clear, len(pilots), "measure", "differs / differ") + " clearly from chance",
        subtitle="How far pilots and other partnerships have the same regions, with all tests",
        table=compared(pilots, {measure: (label, 0) for measure, label in VANGUARD.items()}),
        source=words.TABLE_4,
        note=note(run, CORRECTED, OF_NO_REGION),
    )


def _vanguard_words(pilots: pd.DataFrame) -> str:
    """Return what the regions in a pilot and in another partnership tell, as a sentence."""
    row = pilots.set_index("measure").loc["both"]
    both, expected = number(row["observed"], 0), number(row["expected"], 0)
    are = "region is" if both == "1" else "regions are"
    found = f"{both} {are} in both a Vanguard pilot and another partnership"
    if row["beside"] == "not compared":
        return f"{found}; this cannot be compared with chance ({row['undefined']})"
    if row["beside"] == "as chance":
        return f"{found}, about as many as expected by chance ({expected})"
    if row["beside"] == "fewer":
        found = (
            "Vanguard pilots and the other partnerships draw on partly different regions: "
            f"{both} {are} in both"
        )
    return f"{found}; about {expected} would be expected by chance"


def network(whole: pd.DataFrame, run: Drawn) -> Exhibit:
    """Return the network as a whole compared with chance (null_model.whole): a row is a measure."""
    row, strong = (
        whole.loc[whole["measure"] == measure].iloc[0] for measure in ("pairs", "strong")
    )
    share = "share" if row["observed"] > 1 else "shares"
    title = f"{amount(int(row['observed']), 'pair')} of regions {share} a partnership"
    by_chance = f"; about {number(row['expected'], 0)} would be expected by chance"
    title += f" ({row['undefined']})" if row["undefined"] else by_chance
    if strong["beside"] in ("more", "fewer"):
        expected = number(strong["expected"], 0)
        title = f"{title}. {int(strong['observed'])} share {STRONG} or more; by chance, {expected}"
    return Exhibit(
        key="network",
        title=title[0].upper() + title[1:],
        subtitle="The network of regions as a whole, compared with chance",
        table=compared(whole, WHOLE),
        source=words.TABLE_4,
        note=note(run, CORRECTED, _dashes(whole)),
    )


def pairs(pairs: pd.DataFrame, exact: pd.DataFrame, regions: pd.DataFrame, run: Drawn) -> Exhibit:
    """Return the pairs of regions least likely by chance, in two models of it: a row is one.

    `pairs` is what null_model.pairs returns, `exact` what configuration_model.pairs does. Shown are
    the pairs with the least p of the first, then of the second, then in the alphabet of their ids.
    """
    second = int((exact["q"] < LEVEL).sum())
    return Exhibit(
        key="pairs",
        title=_pairs_words(pairs),
        subtitle="The pairs of regions that are least likely by chance, in two models of it",
        table=_pairs_table(pairs, exact, regions),
        source=words.TABLE_4,
        note=note(
            run,
            "The second model is the configuration model, which keeps sizes on average and needs "
            f"no draws; by it {second or 'none'} of the pairs can be shown to do so. q is p "
            "corrected for all pairs, those that never meet included.",
        ),
        digits={"Expected by chance": 1, "Expected, second model": 1},
    )


def _pairs_words(pairs: pd.DataFrame) -> str:
    """Return how many pairs of regions meet more than by chance, as a sentence."""
    sure, of_all = int((pairs["q"] < LEVEL).sum()), amount(len(pairs), "pair")
    if not sure:
        return f"None of {of_all} of regions can be shown to meet more often than by chance"
    meet = "meets" if sure == 1 else "meet"
    return f"{sure} of {of_all} of regions {meet} more often than expected by chance"


def _pairs_table(pairs: pd.DataFrame, exact: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    ids = ["region_id", "other_id"]
    both = pairs.merge(
        exact.drop(columns="shared"), on=ids, suffixes=("", "_exact"), validate="one_to_one"
    ).sort_values(["p_more", "p_more_exact", *ids], ignore_index=True)
    first = both.head(MOST)
    name = regions.set_index("region_id")["name"]
    return pd.DataFrame(
        {
            "Region": first["region_id"].map(name),
            "Other region": first["other_id"].map(name),
            "Shared": first["shared"],
            "Expected by chance": first["expected"],
            "p": first["p_more"].map(p_value),
            "q": first["q"].map(p_value),
            "Expected, second model": first["expected_exact"],
            "p, second model": first["p_more_exact"].map(p_value),
            "q, second model": first["q_exact"].map(p_value),
        }
    )


def _dashes(found: pd.DataFrame) -> str:
    """Return the sentence that says why there are dashes; "" where there are none.

    >>> _dashes(pd.DataFrame({"undefined": ["", "every draw gives the same"]}))
    'A dash: every draw gives the same (1 measure).'
    """
    reasons = found.loc[found["undefined"] != "", "undefined"].value_counts(sort=False)
    why = [f"{reason} ({amount(int(count), 'measure')})" for reason, count in reasons.items()]
    return f"A dash: {'; '.join(why)}." if why else ""


def compared(found: pd.DataFrame, labels: dict[str, tuple[str, int]]) -> pd.DataFrame:
    """Return measures in words, compared with chance: a row is one, in the order of `labels`."""
    rows = found.set_index("measure").loc[list(labels)]
    digits = [digits for _, digits in labels.values()]
    compared = rows["beside"].map(COMPARED_WORDS).fillna(rows["undefined"])
    return pd.DataFrame(
        {
            "What": [label for label, _ in labels.values()],
            **chances(rows, digits),
            "Compared with chance": compared.to_numpy(),
        }
    )


def chances(rows: pd.DataFrame, digits: list[int]) -> dict[str, list[str]]:
    """Return the columns of a value and its draws in print, each row with its own decimals."""
    cells = rows.assign(digits=digits).to_dict("records")
    return {
        "Observed": [number(row["observed"], row["digits"]) for row in cells],
        "Expected by chance": [number(row["expected"], max(row["digits"], 1)) for row in cells],
        "95 percent of draws": [
            range_words(row["low"], row["high"], row["digits"]) for row in cells
        ],
        "z": [number(row["z"], 1) for row in cells],
        "p": [p_value(row["p"]) for row in cells],
        "q": [p_value(row["q"]) for row in cells],
    }
