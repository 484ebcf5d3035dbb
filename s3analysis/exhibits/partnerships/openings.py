"""Which partnerships a region might join, and with whom it could propose a new area.

To join a partnership that exists is one act, to propose a new area another.
"""

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.words import AboutRegion
from s3analysis.measures.partnerships.proposing import Eligibility
from s3analysis.vocabulary import ROLE_WORDS, amount, and_join, month_words

RULE = "Support document, How to join, for the rule; Table 4 of the brief for the regions"
OWN_STATE = {"another region of its Member State is in": "its own Member State"}


def joining(
    openings: pd.DataFrame,
    regions: pd.DataFrame,
    partnerships: pd.DataFrame,
    run: AboutRegion,
    key: str = "joining",
) -> Exhibit | Markdown:
    """Return the partnerships that a region might join (see joining.openings): a row is one."""
    name = words.region_name(regions, run.region)
    if openings.empty:
        return Markdown(f"{name} is in every partnership, so there is none that it might join.")
    named = regions.set_index("region_id")
    placed = named["name"] + " (" + named["country_id"] + ")"
    about = partnerships.set_index("partnership_id")
    return Exhibit(
        key=key,
        title=f"{name} might join {len(openings)} of {amount(len(partnerships), 'partnership')}",
        subtitle="Partnerships in the order of Table 4 of the brief: who is in, what is shared, "
        "who is missing",
        table=pd.DataFrame(
            {
                "Partnership": openings["partnership_id"].map(about["short_name"]),
                "What it is about": openings["partnership_id"].map(about["gist"]),
                "Led by": _listed(openings["lead_ids"], placed),
                "Also in it": _listed(openings["other_ids"], placed),
                "Of these already together with it": openings["known"],
                "From its own country": _listed(openings["same_country_ids"], named["name"]),
                "Member States without a region": openings["absent"],
                "Listed there as": openings["role"].map(ROLE_WORDS).fillna("not listed"),
            }
        ),
        source=words.TABLE_4,
        note=f"{words.counted(run)} No rule decides who may join. This list does not say whether a "
        "partnership suits the region.",
    )


def new_country(
    openings: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    partnerships: pd.DataFrame,
    run: AboutRegion,
) -> Markdown | None:
    """Return in which of the partnerships a region would be the first from its country."""
    country_id = regions.set_index("region_id")["country_id"][run.region]
    country = countries.set_index("country_id")["name"][country_id]
    short = partnerships.set_index("partnership_id")["short_name"]
    first = openings.loc[openings["new_country"], "partnership_id"].map(short).tolist()
    if openings.empty:
        return None
    if not first:
        return Markdown(
            f"Each of these partnerships already has a region from its country ({country})."
        )
    return Markdown(
        f"The region would be the first from its country ({country}) in {and_join(first)}."
    )


def proposing(
    states: pd.DataFrame,
    alone: Eligibility,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    run: AboutRegion,
) -> Exhibit:
    """Return with whom a region could propose a new area: a row is one country.

    `states` is what proposing.by_state returns, `alone` the eligibility of the region by itself.
    """
    names = regions.set_index("region_id")["name"]
    rows = states.assign(
        country=states["country_id"].map(countries.set_index("country_id")["name"])
    ).sort_values(["helps", "country"], ascending=[False, True], ignore_index=True)
    reasons = "no: " + rows["reason"].replace(OWN_STATE)
    return Exhibit(
        key="proposing",
        title=f"To propose a new area, {names[run.region]} needs regions of "
        f"{amount(alone.missing, 'further Member State')}; the data have regions of "
        f"{rows['helps'].sum() or 'none'}",
        subtitle="Regions by country, those already together with it in a column of their own; in "
        "no order of merit",
        table=pd.DataFrame(
            {
                "Country": rows["country"],
                "Brings a Member State": reasons.mask(rows["helps"], "yes"),
                "Not yet together with it": _listed(rows["new_ids"], names),
                "Already together": _listed(rows["met_ids"], names),
            }
        ),
        source=RULE,
        note=f"Member States of {month_words(run.as_of)}. Only regions in the data are listed, not "
        f"all regions of Europe. {words.counted(run)}",
    )


def trios(
    trios: pd.DataFrame, alone: Eligibility, regions: pd.DataFrame, run: AboutRegion
) -> Markdown:
    """Return how many pairs of regions could propose a new area with a region, as a sentence."""
    name = words.region_name(regions, run.region)
    if not alone.regions:
        return Markdown(
            f"{name} was not in a Member State in {month_words(run.as_of)}. It may take part in a "
            f"new area, but {alone.missing} other regions, each of another Member State, would "
            "have to propose it."
        )
    if trios.empty:
        return Markdown(f"No two regions in the data could propose a new area with {name}.")
    pairs = amount(len(trios), "pair of regions / pairs of regions")
    return Markdown(
        f"Together with {name}, any two regions from two different Member States marked yes may "
        f"propose a new area: {pairs}. Pairs in which neither region is yet in a partnership with "
        f"{name}: {_share(int(trios['new'].sum()), len(trios))}."
    )


def _share(number: int, of: int) -> str:
    """Return how many of some, in words.

    >>> _share(0, 9), _share(9, 9), _share(1200, 1300)
    ('none', 'all', '1,200')
    """
    if number == of:
        return "all"
    return f"{number:,}" if number else "none"


def _listed(lists: "pd.Series[list[str]]", names: "pd.Series[str]") -> list[str]:
    """Return the names of the regions in each list, as the cells of a column."""
    return ["; ".join(names[ids]) or "none" for ids in lists]
