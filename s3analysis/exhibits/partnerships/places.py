"""Where the members are: a map for each partnership, and tiles for the regions of all."""

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import words
from s3analysis.exhibits.charts import maps
from s3analysis.exhibits.charts import tiles as tile_charts
from s3analysis.exhibits.charts.style import drawings
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships.membership import in_report_order
from s3analysis.exhibits.words import Counting, counted, short_names
from s3analysis.sources.geography.tiles import STATES
from s3analysis.vocabulary import ROLE_WORDS, amount, and_join, month_words, part


def member_maps(
    members: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    outlines: pd.DataFrame,
    run: Counting,
) -> Exhibit | Markdown:
    """Return Figure 6 of the brief for another month: a row is one membership, or a sentence."""
    if members.empty:
        return Markdown("There is no region to show on a map.")
    short, names = short_names(partnerships), regions.set_index("region_id")["name"]
    points = in_report_order(members, partnerships).merge(
        regions[["region_id", "name", "x", "y"]], on="region_id", validate="many_to_one"
    )
    panels = amount(points["partnership_id"].nunique(), "small map")
    countries = amount(points["country_id"].nunique(), "country / countries")
    given = (points, short, names, outlines)
    return Exhibit(
        key="places",
        title=f"In {month_words(run.as_of)}, {_reach_words(members, partnerships)}",
        subtitle="A mark is one region",
        table=pd.DataFrame(
            {
                "Partnership": points["partnership_id"].map(short),
                "Region": points["name"],
                "Country": points["country_id"],
                "Role": points["role"].map(ROLE_WORDS),
                "East (km)": points["x"],
                "North (km)": points["y"],
            }
        ),
        **drawings(maps.small_multiples, *given, key="places"),
        alt=f"{panels} of Europe, one for each partnership, with {amount(len(points), 'mark')} for "
        f"its lead and other regions in {countries}.",
        source=words.TABLE_4,
        note=f"{counted(run)} {words.POINTS}",
        reproduces="Figure 6 of the brief, for another month",
    )


def _reach_words(members: pd.DataFrame, partnerships: pd.DataFrame) -> str:
    """Return in how many countries the members lie, and which partnership is in most of them."""
    reach = members.groupby("partnership_id")["country_id"].nunique()
    countries = amount(members["country_id"].nunique(), "country / countries")
    short = short_names(partnerships)
    widest = short[short.index.isin(reach[reach == reach.max()].index)].tolist()
    if len(partnerships) == 1:
        return f"{and_join(widest)} had members in {countries}"
    return f"{and_join(widest)} had members in the most countries: {reach.max()} of {countries}"


def region_tiles(
    by_region: pd.DataFrame, regions: pd.DataFrame, states: pd.DataFrame, run: Counting
) -> Exhibit:
    """Return the regions that take part and how often, as tiles, and the Member States that do not.

    See membership.by_region and by_country. A row is a region, or a Member State without one.
    """
    rows = by_region.merge(regions, on=["region_id", "country_id"], validate="one_to_one")
    most = rows["memberships"].max()
    top = rows.loc[rows["memberships"] == most, "name"].tolist()
    once, absent = int((rows["memberships"] == 1).sum()), int((states["regions"] == 0).sum())
    are = "is" if len(top) == 1 else "are each"
    title = f"{and_join(top)} {are} in {amount(int(most), 'partnership')}; "
    title += part(once, len(rows), "region") + " in one only"
    if absent:
        title = f"{title}, and {amount(absent, 'Member State has / Member States have')} no region"
    tiles = pd.concat([rows, _absent_tiles(states, regions)], ignore_index=True)
    country = tiles["country_id"].map(states.set_index("country_id")["country"])
    newer = tiles["country_id"].isin(states.loc[states["group"] == "EU-13", "country_id"])
    tiles = tiles.assign(newer=newer, country=country.fillna(tiles["country_id"]))
    labels = {
        "name": "Region, or Member State without one",
        "country_id": "Country",
        "memberships": "Memberships",
        "leads": "Of these as lead",
    }
    return Exhibit(
        key="regions",
        title=title,
        subtitle="Memberships of each region; after the star, how many of them as lead",
        table=tiles.rename(columns=labels)[list(labels.values())],
        **drawings(tile_charts.tiles, tiles, key="regions"),
        alt=f"Map of tiles, one for each of {amount(len(rows), 'region')}, roughly where it lies, "
        f"and one for each Member State without a region ({absent}). {title}.",
        source=words.TABLE_4,
        anchors=tuple("region-" + rows["region_id"]),
        note=f"{counted(run)} Tiles are placed by hand, near where each region lies.",
    )


def _absent_tiles(states: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return a tile for each Member State without a region: its own, or that of a region of it."""
    own = pd.DataFrame.from_dict(
        STATES, orient="index", columns=["tile_column", "tile_row", "tile_label"]
    )
    of_regions = regions.drop_duplicates("country_id").set_index("country_id")
    places = pd.concat([own, of_regions[["tile_column", "tile_row"]]])
    absent = states.loc[states["regions"] == 0].sort_values("country")
    return (
        absent[["country_id", "country"]]
        .rename(columns={"country": "name"})
        .merge(places.rename_axis("country_id").reset_index(), on="country_id")
        .drop_duplicates("country_id")
        .assign(
            tile_label=lambda rows: rows["tile_label"].fillna(rows["name"]), memberships=0, leads=0
        )
    )
