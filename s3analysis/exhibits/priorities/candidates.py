"""Candidate partners of a region: what it declares, who is nearest by priorities, and why.

Each exhibit takes a `fit` (see candidates.fit) of an `extract` to a region, and is nothing where
nobody can be ranked; `introduction` then says why. `directory` has the names of all places.
"""

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE, two
from s3analysis.exhibits.priorities.extract import named
from s3analysis.exhibits.words import AboutRegion, OfAnExtract, region_name
from s3analysis.measures.priorities import candidates as measure
from s3analysis.measures.priorities.candidates import Fit
from s3analysis.measures.priorities.shares import FEWEST, LEAST_EXPECTED
from s3analysis.sources.extracts import extracts
from s3analysis.sources.extracts.extracts import Extract
from s3analysis.vocabulary import amount, and_join

MOST_CANDIDATES, MOST_CATEGORIES = 15, 3
"""How many candidates a table shows at most, and how many categories a cell names."""
FEW = "few"
BOTH, ADDS = "Both declare", "Adds"
SCORES = {"Cosine": 2, "Jaccard": 2, "Offer": 2, "Offer per category": 2}
"""The scores of candidates, with their decimals."""
SCORE_WORDS = (
    "Cosine: of the counts by category. Jaccard: of the sets of categories. Offer: how near what "
    "the other adds is to what the region lacks. Offer per category: the offer, divided by the "
    "number of categories that the other declares more often than all regions do, since a longer "
    "list always offers more. Labels: the number of category labels behind the scores. A score "
    "compares declarations and does not measure strength."
)
QUOTIENT_WORDS = (
    "Above one: the region declares the category more often than all together. From, to: Clopper "
    f"and Pearson's interval. Few: under {FEWEST} labels, or less than {LEAST_EXPECTED:g} expected."
)
NOBODY = "No candidates are ranked here: "


def introduction(
    fit: Fit, parts: pd.DataFrame, extract: Extract, directory: pd.DataFrame, run: OfAnExtract
) -> Markdown:
    """Return how the extract covers the region, or why nobody is ranked; `parts` as in measures."""
    name = region_name(directory, run.region)
    text = obstacle_words(fit, extract, directory, run) or _coverage_words(fit, parts, name)
    if extract.synthetic:
        text = f"{extracts.CONSTRUCTION} {text}"
    return Markdown(text.strip())


def own_priorities(
    fit: Fit, extract: Extract, directory: pd.DataFrame, run: OfAnExtract
) -> Exhibit | None:
    """Return what a region declares: a row is one category."""
    if fit.obstacle:
        return None
    own, small = fit.own, fit.own["small"]
    return Exhibit(
        key=named(extract, "own-priorities"),
        title=f"Most declared by {region_name(directory, run.region)}: {_most_words(own)}",
        subtitle=f"Priorities by {_dimension(extract, run)}; location quotient: share of a "
        "category in the region, divided by its share in all",
        table=pd.DataFrame(
            {
                "Category": own["category"],
                "Priorities": own["count"].astype("int64"),
                "Expected": own["expected"].astype("float64"),
                "Location quotient": two(own["location_quotient"]).mask(small, FEW),
                "From": two(own["low"]).mask(small, NONE),
                "To": two(own["high"]).mask(small, NONE),
            }
        ),
        source=extract.source,
        note=QUOTIENT_WORDS,
        digits={"Expected": 1},
        synthetic=extract.synthetic,
    )


def nearest(
    fit: Fit,
    extract: Extract,
    what_if: pd.DataFrame,
    directory: pd.DataFrame,
    countries: pd.DataFrame,
    run: OfAnExtract,
    key: str = "candidates",
    where: str = "",
) -> Exhibit | None:
    """Return the candidates nearest by priorities, each with its reason: a row is one.

    `what_if` is that of proposing. `where` says in the title for what they are candidates.
    """
    if fit.obstacle or fit.ranked.empty:
        return None
    rows = fit.ranked.head(MOST_CANDIDATES)
    ifs = what_if.set_index("region_id").reindex(rows["region_id"]).reset_index()
    listed = set(directory.loc[directory["in_record"], "region_id"])
    table = reasons(fit, directory, countries)
    table["Brings a Member State"] = (
        ("no: " + ifs["reason"])
        .mask(ifs["reason"] == "", "yes")
        .mask(ifs["completes"].astype("bool"), "yes, and completes the three")
        .to_list()
    )
    table["Partnerships in common"] = [
        str(met) if key in listed else "not in the record"
        for key, met in zip(rows["region_id"], rows["together"], strict=True)
    ]
    return ranked(fit, table, extract, directory, run, key, where)


def scores(
    fit: Fit, extract: Extract, directory: pd.DataFrame, countries: pd.DataFrame, run: OfAnExtract
) -> Exhibit | None:
    """Return the other scores of the first candidates: a row is one."""
    if fit.obstacle:
        return None
    rows, columns = fit.ranked.head(MOST_CANDIDATES), list(SCORES)
    table = _placed_rows(rows, directory, countries)
    table[columns] = rows[["cosine", "jaccard", "offer", "offer_per_category"]]
    return Exhibit(
        key=named(extract, "candidate-scores"),
        title=f"The same candidates by other scores{_most_offered(rows, directory)}",
        subtitle="How similar declared priorities are, and how much is near to what the region "
        "lacks",
        table=table.assign(Labels=rows["labels"].astype("int64")),
        source=extract.source,
        note=SCORE_WORDS,
        digits=SCORES,
        synthetic=extract.synthetic,
    )


def themes(
    of_themes: pd.DataFrame,
    themes: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    extract: Extract,
    run: AboutRegion,
) -> Markdown | None:
    """Return whether a region has a priority of its own in the themes of partnerships.

    `of_themes` is what the measure of that name returns. Without an extract, `introduction` has
    said it all; a member list other than the brief's has no themes.
    """
    if extract.labels.empty or of_themes.empty:
        return None
    name = region_name(regions, run.region)
    short = partnerships.set_index("partnership_id")["short_name"]
    taken_up = themes.set_index("theme_id")["partnership_id"].map(short).dropna()
    rows = of_themes.assign(name=of_themes["theme_id"].map(taken_up)).dropna(subset=["name"])
    has, lacks = (rows.loc[rows["answer"] == answer, "name"].tolist() for answer in ("yes", "no"))
    if not has + lacks:
        return Markdown(
            f"Whether {name} has a priority in the theme of a partnership is unknown: no document "
            "says which category a theme is of, and no category has its name."
        )
    found = [f"a priority in the theme of {and_join(has)}"] if has else []
    found += [f"none in that of {and_join(lacks)}"] if lacks else []
    rest = len(rows) - len(has) - len(lacks)
    return Markdown(
        f"By categories that have the name of a theme, {name} has {'; '.join(found)}. For "
        f"{rest or 'none'} of the {amount(len(rows), 'partnership')} this is unknown."
    )


def ranked(
    fit: Fit,
    table: pd.DataFrame,
    extract: Extract,
    directory: pd.DataFrame,
    run: OfAnExtract,
    key: str,
    where: str,
) -> Exhibit:
    """Return a table of candidates, ranked by the cosine."""
    name = region_name(directory, run.region)
    return Exhibit(
        key=named(extract, key),
        title=f"Nearest to {name}{where} by declared priorities: {first_words(fit, directory)}",
        subtitle=f"Candidates by the cosine of their counts by {_dimension(extract, run)}, with "
        "what is shared and what they add",
        table=table,
        source=extract.source,
        note=_rank_words(fit, len(table), name),
        digits=SCORES,
        synthetic=extract.synthetic,
    )


def reasons(fit: Fit, directory: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Return the rank of the first candidates of a region, and why: a row is one."""
    rows = fit.ranked.head(MOST_CANDIDATES)
    table = _placed_rows(rows, directory, countries)
    table["Cosine"] = rows["cosine"]
    table[BOTH] = categories(rows["region_id"], fit.common)
    table[ADDS] = categories(rows["region_id"], fit.brought)
    return table


def first_words(fit: Fit, directory: pd.DataFrame) -> str:
    """Return who is first among candidates, in words."""
    first = fit.ranked.loc[fit.ranked["rank"] == 1, "region_id"]
    names = first.map(directory.set_index("region_id")["name"]).tolist()
    if not names:
        return "nobody has enough labels to be ranked"
    who = and_join(names) if len(names) <= MOST_CATEGORIES else f"{len(names)} regions alike"
    return f"{who}, on {amount(fit.labels, 'label')} alone" if fit.labels < FEWEST else who


def obstacle_words(fit: Fit, extract: Extract, directory: pd.DataFrame, run: OfAnExtract) -> str:
    """Return why nobody is ranked for a region and what to do; nothing where somebody is."""
    name, dimension = region_name(directory, run.region), _dimension(extract, run)
    other = (
        f" The extract has {_nested(fit.nested)}; that is not {name}." if len(fit.nested) else ""
    )
    if fit.obstacle == "no extract" and extract.priorities.empty:
        return (
            f"We cannot say which partners would suit {name} best, because no list of priorities "
            "by region is public in a form we could use."
        )
    if fit.obstacle == "not there":
        return (
            f"{NOBODY}{name} is not in the extract.{other} Add its priorities to the file, under "
            "its name or its NUTS code, and import it again."
        )
    if not extracts.dimensions(extract):
        return f"{NOBODY}no priority in the extract has a category. Add categories to it."
    if fit.obstacle in ("no label", "no extract"):
        return (
            f"{NOBODY}no priority of {name} is filed under “{dimension}”. File them in the "
            "extract, or choose another of its dimensions."
        )
    if fit.obstacle == "nobody else":
        return f"{NOBODY}nobody else in the extract has a priority under “{dimension}”.{other}"
    if fit.obstacle == "one category":
        return (
            f"{NOBODY}{dimension} has a single category, so all are alike. Choose another "
            "dimension of the extract."
        )
    return ""


def _coverage_words(fit: Fit, parts: pd.DataFrame, name: str) -> str:
    """Return under what a region is in an extract, and which places are left out with it."""
    sentences = []
    if len(parts) > 1:
        there, gone = (
            parts.loc[parts["declares"] == declares, "nuts_label"].tolist()
            for declares in (True, False)
        )
        together = ", counted together" if len(there) > 1 else ""
        sentences.append(f"In the extract, {name} is {and_join(there)}{together}.")
        sentences += [f"It has nothing of {and_join(gone)}."] if gone else []
    if len(fit.nested):
        sentences.append(f"No candidates, and not counted as {name}: {_nested(fit.nested)}.")
    return " ".join(sentences)


def _most_words(own: pd.DataFrame) -> str:
    """Return what a region declares most, in words."""
    most = own.loc[own["count"] == own["count"].max(), "category"].tolist()
    which = amount(len(most), "category / categories")
    if len(most) <= MOST_CATEGORIES:
        which = and_join(most)
    each = " each" if len(most) > 1 else ""
    return f"{which}, {own['count'].max()} of {amount(own['total'].iloc[0], 'label')}{each}"


def _most_offered(rows: pd.DataFrame, directory: pd.DataFrame) -> str:
    """Return which of the candidates shown offers most per category, to follow a title."""
    offering = rows.dropna(subset=["rank"]).query("offer_per_category > 0")
    if offering.empty:
        return ""
    most = offering.sort_values("offer_per_category", ascending=False, kind="stable")
    first = region_name(directory, most["region_id"].iloc[0])
    return f"; {first} offers most per category"


def _rank_words(fit: Fit, shown: int, name: str) -> str:
    """Return by what candidates are ranked, and who is left out."""
    few, tied = int(fit.ranked["few"].sum()), measure.tied(fit.ranked, shown)
    unsure = f"{name} has {amount(fit.labels, 'label')}, fewer than {FEWEST}: one more would change"
    unsure = f"{unsure} the order. " if fit.labels < FEWEST else ""
    shared = f"The last rank shown is shared by {tied:,} more. " if tied else ""
    return (
        f"{unsure}Ranked by the cosine; existing partnerships do not affect the ranking. Regions "
        f"with the same rank are ordered by their number of labels. {shared}Not ranked, with fewer "
        f"than {FEWEST} labels: {few:,} of {len(fit.ranked):,}. A region of the record that is "
        "several units in the extract is counted as one. Adds: what the other declares more often "
        "than all together do, the region does not, and is near to something else that the region "
        "lacks."
    )


def _dimension(extract: Extract, run: OfAnExtract) -> str:
    names = extracts.dimensions(extract)[run.dimension - 1 : run.dimension]
    return names[0] if names else "the extract"


def placed(regions: pd.DataFrame, countries: pd.DataFrame) -> "pd.Series[str]":
    """Return the name of each region with its country, unless it is one, by its key."""
    known = regions.set_index("region_id")
    country = known["country_id"].map(countries.set_index("country_id")["name"])
    return known["name"].mask(known["name"] != country, known["name"] + ", " + country)


def categories(region_ids: "pd.Series[str]", found: pd.DataFrame) -> list[str]:
    """Return the first categories of each region (see similarity), as the cells of a column."""
    shown = found.loc[found["region_id"].isin(region_ids)]
    lists = shown.groupby("region_id")["category"].agg(list)
    cells = [lists.get(key, []) for key in region_ids]
    more = [
        [f"{len(each) - MOST_CATEGORIES} more"] * (len(each) > MOST_CATEGORIES) for each in cells
    ]
    pairs = zip(cells, more, strict=True)
    return ["; ".join([*cell[:MOST_CATEGORIES], *rest]) or NONE for cell, rest in pairs]


def _placed_rows(
    rows: pd.DataFrame, directory: pd.DataFrame, countries: pd.DataFrame
) -> pd.DataFrame:
    """Return the rank of candidates and who they are."""
    places = rows["rank"]
    return pd.DataFrame(
        {
            "Rank": places.astype("str").fillna(FEW) if places.hasnans else places.astype("int64"),
            "Region": rows["region_id"].map(placed(directory, countries)),
        }
    )


def _nested(nested: pd.DataFrame) -> str:
    return and_join([f"{name} ({lies} it)" for name, lies in nested[["name", "lies"]].to_numpy()])
