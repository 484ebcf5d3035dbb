"""Which partnerships a region might join, and whether it could propose a new area.

To join a partnership that exists and to propose a new area follow different rules.
"""

from collections.abc import Hashable
from typing import Any

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.words import AboutRegion
from s3analysis.measures.partnerships.joining import NEIGHBOURS
from s3analysis.measures.partnerships.proposing import Eligibility
from s3analysis.vocabulary import ROLE_WORDS, amount, and_join, month_words

RULE = f"Support document, How to join, for the rule; for the regions: {words.TABLE_4}"
NO_RULE = (
    "No rule decides who may join, and this list does not say whether a partnership suits the "
    "region."
)
LISTED_AS = {"observer": "an observer", "interested": "another interested region"}
SHOWN = 3
"""How many of the nearest openings a region page shows."""


def nearest(
    openings: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    partnerships: pd.DataFrame,
    run: AboutRegion,
) -> Exhibit | Markdown:
    """Return the openings nearest to a region with the reason for each: a row is a partnership.

    `openings` is what joining.nearest returns.
    """
    name = words.region_name(regions, run.region)
    if openings.empty:
        return Markdown(f"{name} is in every partnership, so there is none that it might join.")
    about = partnerships.set_index("partnership_id")
    shown = openings["partnership_id"].map(about["short_name"])
    further, rows = shown.iloc[SHOWN:].tolist(), openings.head(SHOWN)
    names = regions.set_index("region_id")["name"]
    rest = f"Further away: {and_join(further)}." if further else ""
    own = regions.set_index("region_id")["country_id"][run.region]
    country = countries.set_index("country_id")["name"][own]
    return Exhibit(
        key="openings",
        title=_nearest_words(openings.to_dict("records"), name, shown.iloc[0]),
        subtitle=f"Partnerships that {name} is not in, those with most links to it first",
        table=pd.DataFrame(
            {
                "Partnership": shown.head(SHOWN),
                "What it is about": rows["partnership_id"].map(about["gist"]),
                "Led by": words.joined_names(rows["lead_ids"], names),
                "Links to it": [_reason(one, names, country) for one in rows.to_dict("records")],
            }
        ),
        source=words.TABLE_4,
        note=f"{rest} Order: first partnerships that list {name} in another role, then those with "
        "most regions of its country, then with most nearby regions, then with most other "
        f"partners. Nearby: among the {NEIGHBOURS} regions in the data whose seats are closest; "
        f"they need not share a border. {NO_RULE}".strip(),
    )


def _nearest_words(openings: list[dict[Hashable, Any]], name: str, first: str) -> str:
    """Return the strongest link of a region to the partnership that is nearest, as a title."""
    one = openings[0]
    if len(openings) == 1:
        return f"{first} is the only partnership that {name} is not in"
    if one["known"]:
        members = len(one["lead_ids"]) + len(one["other_ids"])
        met = f"{one['known']} of the" if one["known"] < members else "all"
        return f"{name} already works with {met} {amount(members, 'member')} of {first}"
    if one["role"]:
        return f"{first} lists {name} already, as {LISTED_AS[one['role']]}"
    if at_home := one["same_country_ids"]:
        return f"{first} has {amount(len(at_home), 'region')} of the country of {name}"
    if near := one["neighbour_ids"]:
        return f"{first} has {amount(len(near), 'region')} near {name}"
    return f"No partnership that {name} is not in has a link to it"


def _reason(one: dict[Hashable, Any], names: "pd.Series[str]", country: str) -> str:
    """Return the ways that a region has into a partnership, in words."""
    reasons = [f"Listed there already, as {LISTED_AS[one['role']]}."] if one["role"] else []
    if at_home := one["same_country_ids"]:
        reasons.append(f"Of its country: {and_join(names[at_home].tolist())}.")
    if abroad := [key for key in one["neighbour_ids"] if key not in at_home]:
        reasons.append(f"Nearby regions already in it: {and_join(names[abroad].tolist())}.")
    if one["known"]:
        members = amount(len(one["lead_ids"]) + len(one["other_ids"]), "member")
        reasons.append(f"Partners already: {one['known']} of {members}.")
    if one["new_country"]:
        reasons.append(f"It would be the first region of {country}.")
    return " ".join(reasons)


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
    placed = words.with_country(regions)
    about = partnerships.set_index("partnership_id")
    return Exhibit(
        key=key,
        title=f"{name} might join {len(openings)} of {amount(len(partnerships), 'partnership')}",
        subtitle="Partnerships in the order of the list: who is in, what is shared, who is missing",
        table=pd.DataFrame(
            {
                "Partnership": openings["partnership_id"].map(about["short_name"]),
                "What it is about": openings["partnership_id"].map(about["gist"]),
                "Led by": words.joined_names(openings["lead_ids"], placed),
                "Also in it": words.joined_names(openings["other_ids"], placed),
                "Of these already together with it": openings["known"],
                "From its own country": words.joined_names(
                    openings["same_country_ids"], regions.set_index("region_id")["name"]
                ),
                "Member States without a region": openings["absent"],
                "Listed there as": openings["role"].map(ROLE_WORDS).fillna("not listed"),
            }
        ),
        source=words.TABLE_4,
        note=f"{words.counted(run)} {NO_RULE}",
    )


def proposing(alone: Eligibility, regions: pd.DataFrame, run: AboutRegion) -> Markdown:
    """Return what a region needs to propose a new area; `alone` is its eligibility by itself."""
    name = words.region_name(regions, run.region)
    if not alone.regions:
        return Markdown(
            f"{name} was not in a Member State in {month_words(run.as_of)}. It may take part in a "
            f"new area, but {alone.missing} other regions, each of another Member State, would "
            "have to propose it."
        )
    return Markdown(
        "A new area of S3P-Industry needs at least three regions from three Member States; "
        f"{name} would need two partner regions from two other Member States."
    )
