"""One region: its partnerships, its partners, and what depends on how it is counted."""

import pandas as pd
from IPython.display import Markdown

from s3analysis.contracts import RegionBrief
from s3analysis.exhibits import words
from s3analysis.exhibits.charts.maps import own_map
from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships.member_list import about
from s3analysis.exhibits.words import region_name
from s3analysis.sources.members.lists import MemberList
from s3analysis.vocabulary import ROLE_WORDS, amount, and_join, month_words

TAKES_PART = {"members": "took part in", "listed": "was listed in"}
OTHERWISE = {
    "members": ("listed", "If observers and other interested regions count too"),
    "listed": ("members", "If leads and participants alone count"),
}
COUNTED_WORDS = {
    "partnerships": "partnership",
    "leads": "lead",
    "together": "partner",
    "countries": "country of partners / countries of partners",
}
"""The numbers of comembership.readings that are compared."""
PARTNERS = {
    "name": "Region",
    "country_id": "Country",
    "partnerships": "Partnerships in common",
    "which": "Which",
}
MOST_NAMES = 3
"""How many of its closest partners a title and the map name."""


def standing(
    standings: pd.DataFrame,
    partners: pd.DataFrame,
    members: pd.DataFrame,
    listed: MemberList,
    run: RegionBrief,
) -> Markdown:
    """Return what a region is part of, in a few sentences.

    `standings` is what joining.by_partnership returns, `partners` what comembership.together does.
    """
    regions, partnerships = listed.regions, listed.partnerships
    short = partnerships.set_index("partnership_id")["short_name"]
    name, own = region_name(regions, run.region), standings.loc[standings["standing"] == "in"]
    if listed.partial:
        where = and_join(own["partnership_id"].map(short).tolist() or ["no partnership"])
        there = f"**The partial list of {month_words(run.as_of)} has {name} in {where}.**"
        return Markdown(f"{about(listed)}\n\n{there}")
    led = own.loc[own["role"] == "lead", "partnership_id"].tolist()
    sentences = [
        f"**In {month_words(run.as_of)}, {name} {TAKES_PART[run.reading]} {len(own) or 'none'} of "
        f"the {amount(len(partnerships), 'partnership')}.**"
    ]
    if len(own):
        with_them = [short[key] + _with_words(key, members, regions, run) for key in led]
        sentences.append(f"It {_leads_words(with_them, len(own))}.")
    if len(partners):
        sentences.append(_met_words(partners, regions, run))
    looking = standings.loc[(standings["role"] != "") & (standings["standing"] != "in")]
    if len(looking):
        roles = " (" + looking["role"].map(ROLE_WORDS).str.lower() + ")"
        where = and_join((looking["partnership_id"].map(short) + roles).tolist())
        sentences.append(f"Without being a member, it was listed in {where}.")
    elif own.empty:
        sentences.append("It is not in the list.")
    return Markdown(f"{about(listed)}\n\n{' '.join(sentences)}")


def _with_words(key: str, members: pd.DataFrame, regions: pd.DataFrame, run: RegionBrief) -> str:
    """Return with which other leads a region leads a partnership, to follow its name."""
    leads = members.loc[(members["partnership_id"] == key) & (members["role"] == "lead")]
    others = leads.loc[leads["region_id"] != run.region, "region_id"].drop_duplicates()
    names = others.map(regions.set_index("region_id")["name"]).sort_values().tolist()
    return f" with {and_join(names)}" if names else " alone"


def _met_words(partners: pd.DataFrame, regions: pd.DataFrame, run: RegionBrief) -> str:
    """Return how many regions of its own country and of others a region met, as a sentence."""
    home = partners["country_id"] == regions.set_index("region_id")["country_id"][run.region]
    abroad = partners.loc[~home, "country_id"].nunique()
    met = [f"{amount(int(home.sum()), 'region')} of its own country"] if home.any() else []
    if abroad:
        there = amount(abroad, "other country / other countries")
        met.append(f"{amount(int((~home).sum()), 'region')} of {there}")
    return f"It met {and_join(met)} there."


def partners(
    partners: pd.DataFrame,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    outlines: pd.DataFrame,
    run: RegionBrief,
) -> Exhibit | Markdown:
    """Return the regions that share a partnership with a region, on its map: a row is one.

    `partners` is what comembership.together returns.
    """
    name = region_name(regions, run.region)
    if partners.empty:
        return Markdown(f"{name} shares no partnership with another region.")
    names = regions.set_index("region_id")["name"]
    rows = partners.assign(name=partners["region_id"].map(names))
    most = int(rows["partnerships"].max())
    closest = rows.loc[rows["partnerships"] == most, "name"].sort_values().tolist()
    drawn, short = _marks(rows, closest, regions, run), words.short_names(partnerships)
    shared = [short.loc[short.index.isin(keys)] for keys in rows["partnership_ids"]]
    title = f"{name} shares {amount(most, 'partnership')} with {_few(closest)}"
    if len(rows) > len(closest):
        title += f", and fewer with {amount(len(rows) - len(closest), 'other region')}"
    return Exhibit(
        key="partners",
        title=title,
        subtitle="Regions by number of partnerships in common",
        table=rows.assign(which=["; ".join(names) for names in shared]).rename(columns=PARTNERS)[
            [*PARTNERS.values()]
        ],
        svg=to_svg(own_map(drawn, run.region, regions, outlines), "partners"),
        alt=f"Map of Europe with {name} marked and {amount(len(rows), 'region')} with which it "
        f"shares partnerships; the stronger the blue of a mark, the more. Most "
        f"shared: {amount(most, 'partnership')}, with {_few(closest)}.",
        source=words.TABLE_4,
        note=f"{words.counted(run)} {words.POINTS} Marks that would cover each other are moved "
        "apart.",
    )


def _marks(
    rows: pd.DataFrame, closest: list[str], regions: pd.DataFrame, run: RegionBrief
) -> pd.DataFrame:
    """Return what the map draws: the region, and its partners; it names few."""
    shared = rows.set_index("region_id")["partnerships"]
    shown = regions.loc[regions["region_id"].isin([run.region, *shared.index])]
    named = [region_name(regions, run.region), *(closest if len(closest) <= MOST_NAMES else [])]
    return pd.DataFrame(
        {
            "region_id": shown["region_id"],
            "x": shown["x"].astype("float64"),
            "y": shown["y"].astype("float64"),
            "shared": shown["region_id"].map(shared).fillna(0).astype("int64"),
            "label": shown["name"].where(shown["name"].isin(named), ""),
        }
    )


def partnerships(
    standings: pd.DataFrame,
    members: pd.DataFrame,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    run: RegionBrief,
) -> Exhibit | None:
    """Return the partnerships that a region is in, with who else is: a row is one."""
    own = standings.loc[standings["standing"] == "in"].reset_index(drop=True)
    if own.empty:
        return None
    short = partnerships.set_index("partnership_id")["short_name"]
    rows = own.assign(name=own["partnership_id"].map(short))
    largest = rows.loc[rows["regions"] == rows["regions"].max()].iloc[0]
    title = f"{largest['name']} is the largest of its {len(own)} partnerships, with "
    if len(own) == 1:
        title = f"{region_name(regions, run.region)} is in {largest['name']}, with "
    others = members.loc[members["region_id"] != run.region].sort_values(
        ["country_id", "region_id"]
    )
    named = others["region_id"].map(words.with_country(regions))
    lead, keys = others["role"] == "lead", others["partnership_id"]
    leads, rest = (named[of].groupby(keys[of]).agg("; ".join) for of in (lead, ~lead))
    return Exhibit(
        key="partnerships",
        title=title + amount(int(largest["regions"]), "region"),
        subtitle="Its partnerships, its role, and the other regions in them by country",
        table=pd.DataFrame(
            {
                "Partnership": rows["name"],
                "Its role": rows["role"].map(ROLE_WORDS),
                "Other leads": [leads.get(key, "none") for key in rows["partnership_id"]],
                "Also in it": [rest.get(key, "none") for key in rows["partnership_id"]],
            }
        ),
        source=words.TABLE_4,
        note=words.counted(run),
    )


def counting(
    readings: pd.DataFrame,
    regions: pd.DataFrame,
    corrections: pd.DataFrame,
    run: RegionBrief,
) -> Markdown:
    """Return what on the page depends on how regions are counted and read, as a paragraph.

    `readings` is what comembership.readings returns, `corrections` the rows of the log that changed
    the region's entries.
    """
    one = regions.loc[regions["region_id"] == run.region].iloc[0]
    keys = readings[["reading", "nesting"]].itertuples(index=False, name=None)
    rows = readings[list(COUNTED_WORDS)].itertuples(index=False, name=None)
    found = dict(zip(keys, rows, strict=True))
    other, if_others = OTHERWISE[run.reading]
    nesting = _nesting_words(one, regions)
    ifs = {nesting: (run.reading, "once"), if_others: (other, "apart")}
    usual = found[run.reading, "apart"]
    sentences = [
        f"{if_}: {_change(found[key], usual)}." for if_, key in ifs.items() if found[key] != usual
    ]
    if not sentences:
        sentences.append(
            "The numbers of partnerships, leads, partners and their countries are the same if "
            "observers and other interested regions count or not, and if a region inside another "
            "counts with it or for itself."
        )
    if one["identity"] == "open":
        meant = one["alternatives"].replace("|", "; or ")
        sentences.append(
            f"The brief leaves open which region is meant. We read it as {one['name']}; it could "
            f"also be: {meant}."
        )
    if len(corrections):
        cells = amount(len(corrections), "cell")
        sentences.append(f"We corrected {cells} of its entries in the brief's Table 4.")
    return Markdown(" ".join(sentences))


def _nesting_words(one: "pd.Series[str]", regions: pd.DataFrame) -> str:
    """Return the condition under which each region inside another counts with that one."""
    around = regions.loc[regions["region_id"] == one["nested_in"], "name"].tolist()
    inside = regions.loc[regions["nested_in"] == one["region_id"], "name"].tolist()
    if around:
        return f"If {one['name']} counts as {around[0]}"
    if inside:
        return f"If {and_join(inside)} {'counts' if len(inside) == 1 else 'count'} as {one['name']}"
    names = regions.set_index("region_id")["name"]
    within = regions.loc[regions["nested_in"] != "", ["name", "nested_in"]].to_numpy()
    return f"If {and_join([f'{name} counts as {names[outer]}' for name, outer in within])}"


def _change(new: tuple[int, ...], usual: tuple[int, ...]) -> str:
    """Return which of the numbers COUNTED_WORDS there would be, instead of which.

    >>> _change((8, 1, 12, 4), (7, 1, 12, 4))
    '8 partnerships instead of 7'
    """
    pairs = zip(new, usual, COUNTED_WORDS.values(), strict=True)
    return and_join([f"{amount(now, of)} instead of {was}" for now, was, of in pairs if now != was])


def _few(names: list[str]) -> str:
    """Return a few names, or how many there are."""
    return and_join(names) if len(names) <= MOST_NAMES else amount(len(names), "region")


def _leads_words(led: list[str], number: int) -> str:
    if led:
        return f"led {and_join(led)}"
    return "led none of them" if number > 1 else "did not lead it"
