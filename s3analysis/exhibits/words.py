"""Words that exhibits share: sources, who is counted."""

from typing import Protocol

import pandas as pd

from s3analysis.vocabulary import READING_WORDS, month_words

BRIEF = "JRC policy brief 22/2017"
ABOUT = (
    "S3P-Industry is the Smart Specialisation Platform for Industrial Modernisation. This page is "
    f"an independent analysis, not a Commission publication; “the brief” is {BRIEF}."
)
TABLE_4 = "JRC policy brief 22/2017, Table 4, as corrected (corrections log)"
SUPPORT = "Support document (November 2017) and the other four documents"
POINTS = "Outlines: Natural Earth. Points: seats of government, GeoNames."


class OfAMonth(Protocol):
    """Parameters that say of which month the member list is."""

    as_of: str


class Counting(OfAMonth, Protocol):
    """Parameters that say whom a number counts: `reading` is a key of READING_WORDS."""

    reading: str


class Drawn(Counting, Protocol):
    """Parameters that also say how chance was drawn."""

    draws: int
    seed: int


class AboutRegion(Counting, Protocol):
    """Parameters of what is said about one region, by its key."""

    region: str


class OfAnExtract(AboutRegion, Protocol):
    """Parameters of what a dimension of an extract, the first being 1, says about one region."""

    dimension: int


def counted(run: Counting) -> str:
    """Return who is counted, as the first sentence of a note.

    >>> from types import SimpleNamespace
    >>> counted(SimpleNamespace(as_of="2017-07", reading="members"))
    'Counted: lead and participating regions, July 2017.'
    """
    return f"Counted: {READING_WORDS[run.reading]}, {month_words(run.as_of)}."


def region_name(regions: pd.DataFrame, region_id: str) -> str:
    """Return the name of a region.

    >>> region_name(pd.DataFrame({"region_id": ["skane"], "name": ["Skåne"]}), "skane")
    'Skåne'
    """
    return str(regions.set_index("region_id").loc[region_id, "name"])


def joined_names(lists: "pd.Series[list[str]]", names: "pd.Series[str]") -> list[str]:
    """Return the names of the keys in each list, as the cells of a column.

    >>> joined_names(pd.Series([["se"], []]), pd.Series({"se": "Sweden"}))
    ['Sweden', 'none']
    """
    return ["; ".join(names[keys]) or "none" for keys in lists]


def short_names(partnerships: pd.DataFrame) -> "pd.Series[str]":
    """Return the short name of each partnership, by its id, in the order of Table 4."""
    return partnerships.sort_values("position").set_index("partnership_id")["short_name"]


def with_article(country: str) -> str:
    """Return the name of a country as it stands inside a sentence.

    >>> with_article("Netherlands"), with_article("Spain")
    ('the Netherlands', 'Spain')
    """
    return f"the {country}" if country in ("Netherlands", "United Kingdom") else country


def with_country(regions: pd.DataFrame) -> "pd.Series[str]":
    """Return the name of each region with the code of its country, by its key.

    >>> regions = pd.DataFrame({"region_id": ["skane"], "name": ["Skåne"], "country_id": ["SE"]})
    >>> with_country(regions)["skane"]
    'Skåne (SE)'
    """
    named = regions.set_index("region_id")
    return named["name"] + " (" + named["country_id"] + ")"
