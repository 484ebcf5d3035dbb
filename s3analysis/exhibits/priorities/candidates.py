"""The tables of candidates: whom the priorities of an extract put beside a region, and why."""

import pandas as pd

from s3analysis.exhibits.numbers import number
from s3analysis.measures.priorities.shares import FEWEST, LEAST_EXPECTED
from s3analysis.vocabulary import amount, and_join

NONE = "-"
MOST_CANDIDATES, MOST_CATEGORIES = 15, 3
"""How many candidates a table shows at most, and how many categories a cell names."""
FEW = "few"
BOTH, ADDS = "Both declare", "Adds"
SCORES = {"Cosine": 2, "Jaccard": 2, "Offer": 2, "Offer per category": 2}
"""The scores of candidates, with their decimals."""
SCORE_WORDS = (
    "Cosine: of the counts by category. Jaccard: of the sets of categories. Offer: how near what "
    "the other adds is to what the region lacks; per category that the other declares more often, "
    "since who declares more offers more. Labels: what this rests on. A score says how alike "
    "declarations are, and nothing of strength."
)
QUOTIENT_WORDS = (
    "Above one: the region declares the category more often than all together. From, to: Clopper "
    f"and Pearson's interval. Few: under {FEWEST} labels, or less than {LEAST_EXPECTED:g} expected."
)


def own_priorities(own: pd.DataFrame) -> pd.DataFrame:
    """Return what a region declares (see shortlist.own): a row is one category."""
    small = own["small"]
    return pd.DataFrame(
        {
            "Category": own["category"],
            "Priorities": own["count"].astype("int64"),
            "Expected": own["expected"].astype("float64"),
            "Location quotient": _told(own["location_quotient"], small, FEW),
            "From": _told(own["low"], small, NONE),
            "To": _told(own["high"], small, NONE),
        }
    )


def most_words(own: pd.DataFrame) -> str:
    """Return what a region declares most, in words (see shortlist.own)."""
    most = own.loc[own["count"] == own["count"].max(), "category"].tolist()
    which = and_join(most) if len(most) <= MOST_CATEGORIES else amount(len(most), "category")
    each = " each" if len(most) > 1 else ""
    return f"{which}, {own['count'].max()} of {amount(own['total'].iloc[0], 'label')}{each}"


def candidates(
    ranked: pd.DataFrame,
    common: pd.DataFrame,
    brought: pd.DataFrame,
    what_if: pd.DataFrame,
    directory: pd.DataFrame,
    countries: pd.DataFrame,
) -> pd.DataFrame:
    """Return the first candidates of a region, each with its reason: a row is one.

    `ranked` and `directory` are those of shortlist, `common` and `brought` those of portfolios,
    `what_if` that of proposing. Who declares too little to be ranked is `few`.
    """
    rows = ranked.head(MOST_CANDIDATES)
    ifs = what_if.set_index("region_id").reindex(rows["region_id"]).reset_index()
    listed = set(directory.loc[directory["in_record"], "region_id"])
    table = reasons(ranked, common, brought, directory, countries)
    table["Brings a Member State"] = _change(ifs, directory.set_index("region_id")["name"])
    table["Partnerships in common"] = [
        str(met) if key in listed else "not in the record"
        for key, met in zip(rows["region_id"], rows["together"], strict=True)
    ]
    return table


def reasons(
    ranked: pd.DataFrame,
    common: pd.DataFrame,
    brought: pd.DataFrame,
    directory: pd.DataFrame,
    countries: pd.DataFrame,
) -> pd.DataFrame:
    """Return the rank of the first candidates of a region, and why: a row is one."""
    rows = ranked.head(MOST_CANDIDATES)
    table = _standing(rows, directory, countries)
    table["Cosine"] = rows["cosine"]
    table[BOTH] = categories(rows["region_id"], common)
    table[ADDS] = categories(rows["region_id"], brought)
    return table


def scores(ranked: pd.DataFrame, directory: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Return the scores of the first candidates (see shortlist.ranked): a row is one."""
    rows = ranked.head(MOST_CANDIDATES)
    table, columns = _standing(rows, directory, countries), list(SCORES)
    table[columns] = rows[["cosine", "jaccard", "offer", "offer_per_category"]]
    return table.assign(Labels=rows["labels"].astype("int64"))


def first_words(ranked: pd.DataFrame, directory: pd.DataFrame, labels: int) -> str:
    """Return who stands first among candidates, in words; `labels` are the region's own."""
    first = ranked.loc[ranked["rank"] == 1, "region_id"]
    names = first.map(directory.set_index("region_id")["name"]).tolist()
    if not names:
        return "nobody has enough labels to be ranked"
    who = and_join(names) if len(names) <= MOST_CATEGORIES else f"{len(names)} regions alike"
    return f"{who}, on {amount(labels, 'label')} alone" if labels < FEWEST else who


def most_offered(ranked: pd.DataFrame, directory: pd.DataFrame) -> str:
    """Return which of the candidates shown offers most per category, in words."""
    shown = ranked.head(MOST_CANDIDATES).dropna(subset=["rank"])
    offering = shown.loc[shown["offer_per_category"] > 0]
    if offering.empty:
        return "nobody"
    most = offering.sort_values("offer_per_category", ascending=False, kind="stable")
    return str(most["region_id"].map(directory.set_index("region_id")["name"]).iloc[0])


def rank_words(ranked: pd.DataFrame, tied: int, name: str, labels: int) -> str:
    """Return by what candidates are ranked and who is left out; `labels` are the region's own."""
    few = int(ranked["few"].sum())
    thin = (
        f"{name} has {amount(labels, 'label')}, fewer than {FEWEST}: one more would change the "
        "order. "
        if labels < FEWEST
        else ""
    )
    left = f"{tied:,} more with the last rank shown. " if tied else ""
    return (
        f"{thin}Ranked by the cosine; partnerships in common have no part in it. Regions with the "
        f"same rank stand by their labels. {left}Not ranked, with fewer than {FEWEST} labels: "
        f"{few:,} of {len(ranked):,}. A region of the record that is several units is one. Adds: "
        "what it declares more often than all together do, the region does not, and is near to "
        "something else that the region lacks."
    )


def extract_words(parts: pd.DataFrame, nested: pd.DataFrame, name: str) -> str:
    """Return under what a region stands in an extract, and which places are left out with it."""
    told = []
    if len(parts) > 1:
        there, gone = (parts.loc[parts["declares"] == held, "nuts_label"] for held in (True, False))
        together = ", counted together" if len(there) > 1 else ""
        told.append(f"In the extract, {name} is {and_join(there.tolist())}{together}.")
        told += [f"It has nothing of {and_join(gone.tolist())}."] if len(gone) else []
    if len(nested):
        told.append(f"No candidates, and not counted as {name}: {_nested(nested)}.")
    return " ".join(told)


def unranked_words(pooled: pd.DataFrame, nested: pd.DataFrame) -> dict[str, str]:
    """Return why places of an extract have no rank: one inside another, or without a label.

    `pooled` and `nested` are those of shortlist.
    """
    empty = pooled.index[pooled.sum(axis="columns") == 0]
    lies = {key: f"lies {where} it" for key, where in nested[["region_id", "lies"]].to_numpy()}
    return dict.fromkeys(empty, "in no category") | lies


def no_candidates(obstacle: str, nested: pd.DataFrame, name: str, dimension: str) -> str:
    """Return why nobody is ranked for a region, and what to do (see shortlist.obstacle)."""
    other = f" The extract has {_nested(nested)}; that is not {name}." if len(nested) else ""
    return {
        "": "",
        "published": "Nobody is ranked here: the record has no priorities region by region, since "
        "no machine-readable extract of them is public. Import one (s3analysis import priorities) "
        "and make the brief with --priorities imported; --priorities synthetic shows how that "
        "looks.",
        "not there": f"Nobody is ranked here: {name} is not in the extract.{other} Add its "
        "priorities to the file, under its name or its NUTS code, and import it again.",
        "no label": f"Nobody is ranked here: no priority of {name} has a category in {dimension}. "
        "File them in the extract, or choose another of its dimensions.",
        "nobody else": f"Nobody is ranked here: nobody else in the extract has a category in "
        f"{dimension}.{other}",
        "one category": f"Nobody is ranked here: {dimension} has a single category, so all are "
        "alike. Choose another dimension of the extract.",
    }[obstacle]


def theme_words(of_themes: pd.DataFrame, short: "pd.Series[str]", name: str, shown: bool) -> str:
    """Return whether a region has priorities of its own in the themes of partnerships, in words.

    `of_themes` is what shortlist.of_themes returns, `short` the name of each theme's partnership,
    `shown` whether there are any priorities.
    """
    told = of_themes.assign(name=of_themes["theme_id"].map(short)).dropna(subset=["name"])
    known = {
        answer: and_join(told.loc[told["answer"] == answer, "name"].tolist())
        for answer in ("yes", "no")
        if (told["answer"] == answer).any()
    }
    if not known:
        why = "no document says which category a theme is of, and none bears the name of one"
        return (
            f"Whether {name} has a priority in the theme of a partnership is unknown"
            f"{f': {why}' * shown}."
        )
    rest = int((told["answer"] == "unknown").sum())
    has = {"yes": "a priority in the theme of", "no": "none in that of"}
    words = [f"{has[answer]} {names}" for answer, names in known.items()]
    return (
        f"By categories that bear the name of a theme, {name} has {'; '.join(words)}; of the "
        f"{len(told)} partnerships, {rest} cannot be told so."
    )


def placed(regions: pd.DataFrame, countries: pd.DataFrame) -> "pd.Series[str]":
    """Return the name of each region with its country, unless it is one, by its key."""
    known = regions.set_index("region_id")
    country = known["country_id"].map(countries.set_index("country_id")["name"])
    return known["name"].mask(known["name"] != country, known["name"] + ", " + country)


def categories(region_ids: "pd.Series[str]", found: pd.DataFrame) -> list[str]:
    """Return the first categories of each region (see portfolios), as the cells of a column."""
    named = found.loc[found["region_id"].isin(region_ids)]
    lists = named.groupby("region_id")["category"].agg(list)
    cells = [lists.get(key, []) for key in region_ids]
    more = [len(cell) - MOST_CATEGORIES for cell in cells]
    return [
        "; ".join(cell[:MOST_CATEGORIES]) + (f"; {left} more" if left > 0 else "") or NONE
        for cell, left in zip(cells, more, strict=True)
    ]


def _standing(rows: pd.DataFrame, directory: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Return the rank of candidates and who they are."""
    places = rows["rank"]
    return pd.DataFrame(
        {
            "Rank": places.astype("str").fillna(FEW) if places.hasnans else places.astype("int64"),
            "Region": rows["region_id"].map(placed(directory, countries)),
        }
    )


def _change(what_if: pd.DataFrame, names: "pd.Series[str]") -> "pd.Series[str]":
    """Return whether candidates bring a Member State, as the cells of a column."""
    inside = {f"inside {key}": f"inside {name}" for key, name in names.items()}
    return (
        ("no: " + what_if["reason"].replace(inside))
        .mask(what_if["reason"] == "", "yes")
        .mask(what_if["completes"].astype("bool"), "yes, and completes the three")
    )


def _told(values: "pd.Series[float]", small: "pd.Series[bool]", otherwise: str) -> list[str]:
    """Return numbers as the cells of a column, other words where they are not to be read."""
    cells = zip(values, small, strict=True)
    return [otherwise if few else number(value, 2) for value, few in cells]


def _nested(nested: pd.DataFrame) -> str:
    return and_join([f"{name} ({lies} it)" for name, lies in nested[["name", "lies"]].to_numpy()])
