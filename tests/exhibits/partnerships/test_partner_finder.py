"""The exhibits of the partner finder, on small frames."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from cells import extract

from s3analysis.exhibits.partnerships import partner_finder
from s3analysis.measures.partnerships.proposing import Eligibility
from s3analysis.measures.priorities.candidates import Fit

RUN = SimpleNamespace(as_of="2017-07", reading="members", region="lapland", dimension=1)
EXTRACT = extract([("lapland", "KETs")])
RANKED = pd.DataFrame(
    {
        "rank": pd.array([1, None], "Int64"),
        "region_id": ["skane", "norte"],
        "cosine": [0.504, 1.0],
        "few": [False, True],
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
PARTNERSHIPS = pd.DataFrame(
    {"partnership_id": ["a", "b"], "position": [1, 2], "short_name": ["Nano", "Sport"]}
)
INSIDERS = pd.DataFrame(
    {
        "region_id": ["lapland", "norte", "skane"],
        "country_id": ["FI", "PT", "SE"],
        "role": ["lead", "participant", "observer"],
        "same_country": [True, False, False],
        "elsewhere_ids": [["b"], [], []],
    }
)
COMMON = pd.DataFrame({"region_id": ["skane"], "category": ["KETs"]})
NOBODY = pd.DataFrame({"region_id": [], "lies": []})
FIT = Fit("", 9, COMMON, RANKED, COMMON, COMMON.head(0), NOBODY, [])
STANDINGS = pd.DataFrame(
    {
        "partnership_id": ["a", "b"],
        "role": ["observer", ""],
        "standing": ["looks on", "may join"],
        "regions": [3, 2],
        "countries": [3, 2],
        "known": [1, 0],
        "same_country": [0, 1],
    }
)


def standings(*found):
    rows = STANDINGS.assign(standing=found)
    return partner_finder.standings(rows, REGIONS, PARTNERSHIPS, RUN)


def test_a_standing_is_a_row_in_words():
    table = standings("looks on", "may join").table
    assert table["The region"].tolist() == ["is listed without being counted", "may join"]
    assert table["Its role"].tolist() == ["Observer", "not listed"]
    counts = table[["Regions", "Countries", "Others it meets elsewhere", "Others from its country"]]
    assert counts.to_numpy().tolist() == [[3, 3, 1, 0], [2, 2, 0, 1]]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (("looks on", "may join"), "none of 2 partnerships and might join 2"),
        (("in", "in"), "2 of 2 partnerships and might join none"),
        (("in", "nobody to join"), "1 of 2 partnerships and might join none"),
    ],
)
def test_the_title_counts_where_the_region_is_and_what_it_might_join(found, said):
    assert standings(*found).title == f"Lapland is in {said}"


def inside(key, **here):
    rows = STANDINGS.assign(**here)
    given = (INSIDERS.tail(2), key, REGIONS, PARTNERSHIPS, COUNTRIES, RUN)
    return partner_finder.inside(rows, *given)


@pytest.mark.parametrize(
    ("key", "standing", "said"),
    [
        ("a", "in", "Lapland is in Nano already: 2 other regions in it, 1 of which"),
        ("a", "looks on", "Lapland is listed in Nano (observer): 2 other regions in it, 1 of"),
        ("b", "may join", "Lapland might join Sport: 2 other regions in it, none of which"),
        ("b", "nobody to join", "Sport has no member that Lapland could join: 2 other regions"),
    ],
)
def test_the_title_says_how_the_region_stands_to_the_partnership(key, standing, said):
    assert inside(key, standing=standing).title.startswith(said)


def test_who_is_in_a_partnership_has_where_both_already_are():
    given = ("a", REGIONS, PARTNERSHIPS, COUNTRIES, RUN)
    table = partner_finder.inside(STANDINGS, INSIDERS, *given).table
    assert table["Together with it elsewhere"].tolist() == ["Sport", "-", "-"]
    assert table["From its own country"].tolist() == ["yes", "no", "no"]


def fitting(fit, insiders=INSIDERS):
    given = ("a", PARTNERSHIPS, REGIONS, COUNTRIES, RUN)
    return partner_finder.fitting(fit, EXTRACT, insiders, *given)


def test_members_are_by_their_rank_and_those_the_extract_lacks_come_last():
    table = fitting(FIT).table
    assert table["Region"].tolist() == ["Skåne, Sweden", "Norte, Portugal", "Lapland, Finland"]
    assert table["Rank"].tolist() == ["1", "few", "not in the extract"]
    assert table["Cosine"].tolist() == ["0.50", "1.00", "-"]
    assert table["Both declare"].tolist() == ["KETs", "-", "-"]


def test_members_of_whom_the_extract_has_none_are_listed_all_the_same():
    table = fitting(replace(FIT, ranked=RANKED.head(0))).table
    assert set(table["Rank"]) == {"not in the extract"}
    assert len(table) == len(INSIDERS)


def test_a_member_without_a_rank_says_why_and_is_given_no_reason():
    nested = pd.DataFrame({"region_id": ["skane"], "lies": ["inside"]})
    fit = replace(FIT, ranked=RANKED.tail(1), nested=nested, unlabelled=["lapland"])
    found = fitting(fit).table.set_index("Region")
    assert found.loc["Lapland, Finland", "Rank"] == "in no category"
    assert found.loc["Skåne, Sweden", "Rank"] == "lies inside it"
    assert found.loc["Skåne, Sweden", "Both declare"] == "-"


def test_the_title_names_the_partnership_and_who_is_first():
    assert fitting(FIT).title == "Nearest to Lapland in Nano by declared priorities: Skåne"


def test_without_members_or_ranks_nobody_is_said_to_fit():
    assert fitting(FIT, INSIDERS.head(0)) is None
    assert fitting(replace(FIT, obstacle="no label")) is None


def reachable(fit):
    members = pd.DataFrame(
        [["b", "skane"], ["a", "skane"], ["b", "norte"]],
        columns=["partnership_id", "region_id"],
    )
    given = (members, PARTNERSHIPS, REGIONS, COUNTRIES, RUN)
    return partner_finder.reachable(fit, EXTRACT, *given)


def test_a_candidate_has_each_partnership_where_it_would_be_met():
    assert reachable(FIT).table["In"].tolist() == ["Nano; Sport", "Sport"]


def test_where_nobody_is_to_be_met_there_is_no_exhibit():
    assert reachable(replace(FIT, ranked=RANKED.head(0))) is None


@pytest.mark.parametrize(
    ("many", "said"), [(0, "no Member State"), (1, "1 Member State"), (2, "2 Member States")]
)
def test_member_states_that_are_missing_are_counted(many, said):
    rows = [["Finland", "EU-15", 1, ["lapland"]], ["Malta", "EU-13", 0, []]][:many]
    absent = pd.DataFrame(rows, columns=["country", "group", "elsewhere", "region_ids"])
    shown = partner_finder.missing(absent, "a", REGIONS, PARTNERSHIPS, RUN)
    assert shown.title == f"{said} without a member in Nano"
    assert shown.table["Which"].tolist() == ["Lapland", "none"][:many]


PROPOSAL = pd.DataFrame(
    {
        "region_id": ["norte", "skane"],
        "country_id": ["PT", "SE"],
        "counts": [True, False],
        "reason": ["", "outside the EU"],
    }
)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Eligibility(True, 3, ("FI", "PT", "SE"), 0),
            "may propose an area: 3 regions of Finland, Portugal and Sweden",
        ),
        (
            Eligibility(False, 2, ("PT", "SE"), 1),
            "may not propose an area yet: 1 further Member State of the Union is needed",
        ),
        (
            Eligibility(False, 1, ("PT",), 2),
            "may not propose an area yet: 2 further Member States of the Union are needed",
        ),
    ],
    ids=["enough", "one lacks", "two lack"],
)
def test_the_title_says_whether_the_regions_may_propose(found, said):
    shown = partner_finder.proposal(PROPOSAL, found, "No theme.", REGIONS, COUNTRIES, RUN)
    assert shown.title == f"Norte and Skåne {said}"
    assert shown.table["Counts"].tolist() == ["yes", "no"]
    assert shown.table["Why not"].tolist() == ["-", "outside the EU"]
    assert shown.note.endswith("Union of July 2017. No theme.")


CHANGES = pd.DataFrame(
    {
        "region_id": ["norte", "skane"],
        "country_id": ["PT", "SE"],
        "reason": ["", "outside the EU"],
        "missing": [0, 1],
        "completes": [True, False],
    }
)


def what_if(fit=FIT, **changes):
    rows = CHANGES.assign(**changes)
    return partner_finder.what_if(rows, fit, REGIONS, COUNTRIES)


def test_the_title_counts_who_would_complete_it_or_else_who_helps():
    assert what_if().title == "1 region would complete it"
    assert what_if(completes=False).title == "1 region would bring a further Member State"
    assert what_if(completes=False, reason="outside the EU").title.startswith("no region would")


def test_each_region_says_what_it_would_change():
    assert what_if().table["What it would change"].tolist() == ["completes it", "none"]
    assert what_if(completes=False).table["What it would change"].tolist() == [
        "brings a Member State",
        "none",
    ]


def test_the_note_says_why_nobody_is_ranked():
    assert what_if().note == "Nobody is ranked in this table."
    assert "the data have none by region" in what_if(replace(FIT, obstacle="no extract")).note


THEMES = pd.DataFrame(
    {"theme_id": ["t", "u"], "name": ["Sport", "Water"], "partnership_id": ["b", ""]}
)


@pytest.mark.parametrize(
    ("theme", "answer", "said"),
    [
        ("any", "yes", "No theme is chosen."),
        (
            "t",
            "yes",
            "A partnership on Sport exists already (Sport): to join it is the other act. "
            "By a category of that name, the region has a priority in it.",
        ),
        ("t", "no", "the region has no priority in it."),
        (
            "u",
            "unknown",
            "No partnership has taken up Water. Whether the region has a priority in "
            "it is unknown.",
        ),
    ],
)
def test_what_a_theme_means_for_a_proposal_is_said(theme, answer, said):
    of_themes = pd.DataFrame({"theme_id": ["t", "u"], "answer": answer})
    assert partner_finder.theme_words(theme, THEMES, PARTNERSHIPS, of_themes).endswith(said)
