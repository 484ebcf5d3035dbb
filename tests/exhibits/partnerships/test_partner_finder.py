"""The tables of the partner finder, on small frames."""

import pandas as pd

from s3analysis.exhibits.partnerships import partner_finder
from s3analysis.exhibits.priorities import candidates

RANKED = pd.DataFrame(
    {
        "rank": pd.array([1, None], "Int64"),
        "region_id": ["skane", "norte"],
        "cosine": [0.504, 1.0],
    }
)
REGIONS = pd.DataFrame(
    {
        "region_id": ["lapland", "norte", "skane"],
        "name": ["Lapland", "Norte", "Skåne"],
        "country_id": ["FI", "PT", "SE"],
    }
)
COUNTRIES = pd.DataFrame(
    {"country_id": ["FI", "PT", "SE"], "name": ["Finland", "Portugal", "Sweden"]}
)
INSIDERS = pd.DataFrame(
    {
        "region_id": ["lapland", "norte", "skane"],
        "country_id": ["FI", "PT", "SE"],
        "role": ["lead", "participant", "observer"],
    }
)
COMMON = pd.DataFrame({"region_id": ["skane"], "category": ["KETs"]})


def test_members_stand_by_their_rank_and_those_the_extract_lacks_come_last():
    table = partner_finder.fitting(INSIDERS, RANKED, COMMON, COMMON.head(0), REGIONS, COUNTRIES, {})
    assert table["Region"].tolist() == ["Skåne, Sweden", "Norte, Portugal", "Lapland, Finland"]
    assert table["Rank"].tolist() == ["1", "few", "not in the extract"]
    assert table["Cosine"].tolist() == ["0.50", "1.00", "-"]
    assert table["Both declare"].tolist() == ["KETs", "-", "-"]


def test_members_of_whom_the_extract_has_none_are_listed_all_the_same():
    table = partner_finder.fitting(INSIDERS, RANKED.head(0), COMMON, COMMON, REGIONS, COUNTRIES, {})
    assert set(table["Rank"]) == {"not in the extract"}
    assert len(table) == len(INSIDERS)


def test_a_member_without_a_rank_says_why_and_is_given_no_reason():
    pooled = pd.DataFrame({"KETs": [0, 3]}, index=["lapland", "skane"])
    nested = pd.DataFrame({"region_id": ["skane"], "lies": ["inside"]})
    why = candidates.unranked_words(pooled, nested)
    ranked = RANKED.tail(1)
    table = partner_finder.fitting(INSIDERS, ranked, COMMON, COMMON, REGIONS, COUNTRIES, why)
    told = table.set_index("Region")
    assert told.loc["Lapland, Finland", "Rank"] == "in no category"
    assert told.loc["Skåne, Sweden", "Rank"] == "lies inside it"
    assert told.loc["Skåne, Sweden", "Both declare"] == "-"


def test_a_candidate_stands_with_each_partnership_where_it_would_be_met():
    members = pd.DataFrame(
        [["b", "skane"], ["a", "skane"], ["b", "norte"]],
        columns=["partnership_id", "region_id"],
    )
    named = pd.DataFrame(
        {"partnership_id": ["a", "b"], "position": [1, 2], "short_name": ["Nano", "Sport"]}
    )
    reasons = pd.DataFrame({"Region": ["Skåne", "Norte"]})
    table = partner_finder.reachable(reasons, RANKED, members, named)
    assert table["In"].tolist() == ["Nano; Sport", "Sport"]
