"""Candidate partners of a region, as the reader reads them."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from cells import extract

from s3analysis.exhibits.priorities import candidates
from s3analysis.measures.priorities.candidates import OBSTACLES, Fit

RUN = SimpleNamespace(as_of="2017-07", reading="members", region="tampere", dimension=1)
EXTRACT = extract([("tampere", "K")])
OWN = pd.DataFrame(
    {
        "category": ["K", "H"],
        "count": [6, 2],
        "total": [8, 8],
        "expected": [2.0, 0.5],
        "location_quotient": [3.0, 4.0],
        "low": [1.1, 1.2],
        "high": [5.0, 6.0],
        "small": [False, True],
    }
)
RANKED = pd.DataFrame(
    {
        "rank": pd.array([1, 2, None], "Int64"),
        "region_id": ["flanders", "de30", "west-flanders"],
        "cosine": [0.9, 0.5, 1.0],
        "jaccard": [1.0, 0.5, 1.0],
        "offer": [0.0, 1.5, 2.0],
        "offer_per_category": [0.0, 0.75, 2.0],
        "labels": [9, 8, 2],
        "few": [False, False, True],
        "together": [2, 0, 0],
    }
)
NESTED = pd.DataFrame({"region_id": ["fi"], "name": ["Finland"], "lies": ["around"]})
FIT = Fit(
    obstacle="",
    labels=8,
    own=OWN,
    ranked=RANKED,
    common=pd.DataFrame({"region_id": "flanders", "category": list("KHDC"), "weight": 0.2}),
    brought=pd.DataFrame({"region_id": ["de30"], "category": ["D"], "offer": [1.5]}),
    nested=NESTED.head(0),
    unlabelled=[],
)
PARTS = pd.DataFrame({"nuts_label": ["North", "South"], "declares": [True, False]})
NO_PARTS = PARTS.head(0)
DIRECTORY = pd.DataFrame(
    {
        "region_id": ["flanders", "west-flanders", "tampere", "de30"],
        "name": ["Flanders", "West Flanders", "Tampere Region", "Berlin"],
        "country_id": ["BE", "BE", "FI", "DE"],
        "in_record": [True, True, True, False],
    }
)
CHANGES = pd.DataFrame(
    {
        "region_id": ["flanders", "west-flanders", "de30"],
        "reason": ["", "outside the EU", "no Member State"],
        "completes": [True, False, False],
    }
)
STATES = pd.DataFrame({"country_id": ["BE", "DE"], "name": ["Belgium", "Germany"]})


def with_ranked(rows, labels=8):
    return replace(FIT, ranked=rows, labels=labels)


def nearest(fit=FIT):
    return candidates.nearest(fit, EXTRACT, CHANGES, DIRECTORY, STATES, RUN)


def test_a_candidate_has_its_reason_and_what_it_would_change():
    table = nearest().table
    assert table["Region"].tolist() == [
        "Flanders, Belgium",
        "Berlin, Germany",
        "West Flanders, Belgium",
    ]
    assert table["Rank"].tolist() == ["1", "2", "few"]
    assert table["Cosine"].tolist() == [0.9, 0.5, 1.0]
    assert table["Both declare"].tolist() == ["K; H; D; 1 more", "-", "-"]
    assert table["Adds"].tolist() == ["-", "D", "-"]
    assert table["Brings a Member State"].tolist() == [
        "yes, and completes the three",
        "no: no Member State",
        "no: outside the EU",
    ]
    assert table["Partnerships in common"].tolist() == ["2", "not in the record", "0"]


@pytest.mark.parametrize(
    ("fit", "who"),
    [
        (FIT, "Flanders"),
        (replace(FIT, labels=1), "Flanders, on 1 label alone"),
        (replace(FIT, labels=5), "Flanders"),
        (with_ranked(RANKED.tail(1)), "nobody has enough labels to be ranked"),
        (with_ranked(RANKED.head(2).assign(rank=1)), "Flanders and Berlin"),
        (with_ranked(pd.concat([RANKED.head(1)] * 4)), "4 regions alike"),
    ],
    ids=["one", "few labels", "just enough labels", "nobody", "two", "many"],
)
def test_the_title_names_who_is_first(fit, who):
    assert nearest(fit).title == f"Nearest to Tampere Region by declared priorities: {who}"


def test_the_note_counts_who_is_not_ranked():
    assert "with fewer than 5 labels: 1 of 3." in nearest().note
    assert "with fewer than 5 labels: 0 of 2." in nearest(with_ranked(RANKED.head(2))).note


def test_the_note_says_when_the_order_rests_on_few_labels():
    assert nearest(replace(FIT, labels=2)).note.startswith(
        "Tampere Region has 2 labels, fewer than 5: one more would change the order."
    )
    assert nearest().note.startswith("Ranked by the cosine")


def test_the_note_counts_those_that_share_the_last_rank_and_are_not_shown():
    many = pd.concat([RANKED.head(1)] * 20, ignore_index=True)
    assert len(nearest(with_ranked(many)).table) == 15
    assert "The last rank shown is shared by 5 more." in nearest(with_ranked(many)).note
    assert "last rank" not in nearest().note


def test_who_is_not_ranked_is_counted_among_all_and_not_among_those_shown():
    many = pd.concat([RANKED.head(1)] * 20, ignore_index=True)
    assert "with fewer than 5 labels: 0 of 20." in nearest(with_ranked(many)).note


def test_a_country_is_not_named_twice():
    states = pd.DataFrame(
        {"region_id": ["si", "skane"], "name": ["Slovenia", "Skåne"], "country_id": ["SI", "SE"]}
    )
    named = pd.DataFrame({"country_id": ["SI", "SE"], "name": ["Slovenia", "Sweden"]})
    assert candidates.placed(states, named).tolist() == ["Slovenia", "Skåne, Sweden"]


def scores(fit):
    return candidates.scores(fit, EXTRACT, DIRECTORY, STATES, RUN)


def test_the_other_scores_are_those_of_all_candidates_shown():
    many = with_ranked(pd.concat([RANKED.head(1)] * 20, ignore_index=True))
    assert len(scores(many).table) == candidates.MOST_CANDIDATES


def test_ranks_are_numbers_where_everybody_has_one():
    table = scores(with_ranked(RANKED.head(2))).table
    assert table["Rank"].tolist() == [1, 2]
    assert table[["Cosine", "Jaccard", "Offer", "Labels"]].to_numpy().tolist() == [
        [0.9, 1.0, 0.0, 9],
        [0.5, 0.5, 1.5, 8],
    ]
    assert table["Offer per category"].tolist() == [0.0, 0.75]


def test_who_offers_most_is_one_of_those_that_are_ranked():
    title = "The same candidates by other scores"
    assert scores(FIT).title == f"{title}; Berlin offers most per category"
    assert scores(with_ranked(RANKED.head(1))).title == title


@pytest.mark.parametrize(
    ("offers", "who"),
    [([0.5, 0.75], "Berlin"), ([0.75, 0.5], "Flanders"), ([0.75, 0.75], "Flanders")],
    ids=["the second", "the first", "equals: who is ranked first"],
)
def test_who_offers_most_is_named(offers, who):
    rows = RANKED.head(2).assign(offer_per_category=offers)
    assert scores(with_ranked(rows)).title.endswith(f"; {who} offers most per category")


def own(found=OWN):
    return candidates.own_priorities(replace(FIT, own=found), EXTRACT, DIRECTORY, RUN)


def test_what_is_declared_is_beside_what_is_expected():
    columns = ["Category", "Priorities", "Expected"]
    assert own().table[columns].to_numpy().tolist() == [["K", 6, 2.0], ["H", 2, 0.5]]


def test_a_quotient_on_few_labels_is_not_given():
    columns = ["Location quotient", "From", "To"]
    assert own().table[columns].to_numpy().tolist() == [
        ["3.00", "1.10", "5.00"],
        ["few", "-", "-"],
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (OWN, "K, 6 of 8 labels"),
        (OWN.assign(count=4), "K and H, 4 of 8 labels each"),
        (pd.concat([OWN.assign(count=1)] * 2), "4 categories, 1 of 8 labels each"),
        (OWN.head(1).assign(count=1, total=1), "K, 1 of 1 label"),
    ],
    ids=["one", "two", "many", "one label"],
)
def test_the_title_names_what_is_declared_most(found, said):
    assert own(found).title == f"Most declared by Tampere Region: {said}"


def test_a_made_up_extract_is_marked_in_the_key_and_in_the_exhibit():
    made_up = replace(EXTRACT, synthetic=True)
    for show in (candidates.own_priorities, candidates.scores):
        more = (STATES,) if show is candidates.scores else ()
        shown = show(FIT, made_up, DIRECTORY, *more, RUN)
        assert shown.key.startswith("synthetic-")
        assert shown.synthetic
    assert not nearest().synthetic
    assert nearest().key == "candidates"


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_where_nobody_can_be_ranked_there_is_no_exhibit_and_the_reason_is_said(obstacle):
    fit = replace(FIT, obstacle=obstacle)
    assert candidates.own_priorities(fit, EXTRACT, DIRECTORY, RUN) is None
    assert nearest(fit) is None
    assert scores(fit) is None
    if obstacle == "no extract":
        nothing = replace(EXTRACT, priorities=EXTRACT.priorities.head(0))
        assert introduction(fit, held=nothing) == (
            "We cannot say which partners would suit Tampere Region best, because no list of "
            "priorities by region is public in a form we could use."
        )
    else:
        assert introduction(fit).startswith("No candidates are ranked here: ")


def introduction(fit, parts=NO_PARTS, held=EXTRACT):
    return candidates.introduction(fit, parts, held, DIRECTORY, RUN).data


def test_a_reason_names_what_the_extract_has_around_the_region():
    fit = replace(FIT, obstacle="not there", nested=NESTED)
    assert "The extract has Finland (around it); that is not Tampere Region." in introduction(fit)


def test_a_reason_names_the_dimension_without_a_label():
    assert "no priority of Tampere Region is filed under “Fields”" in introduction(
        replace(FIT, obstacle="no label")
    )


@pytest.mark.parametrize(
    ("declares", "said"),
    [
        ([True, True], "In the extract, Tampere Region is North and South, counted together."),
        ([True, False], "In the extract, Tampere Region is North. It has nothing of South."),
    ],
)
def test_the_units_that_an_extract_has_of_a_region_are_named(declares, said):
    assert introduction(FIT, PARTS.assign(declares=declares)) == said


def test_places_around_the_region_are_said_to_be_no_candidates():
    assert introduction(replace(FIT, nested=NESTED)) == (
        "No candidates, and not counted as Tampere Region: Finland (around it)."
    )


def test_a_made_up_extract_says_how_it_was_made():
    assert introduction(FIT, held=replace(EXTRACT, synthetic=True)).startswith("**Synthetic:")
    assert introduction(FIT) == ""


def themes(*answers, held=EXTRACT):
    ids = ["a", "b", "c"][: len(answers)]
    found = candidates.themes(
        pd.DataFrame({"theme_id": [*ids, "none"], "answer": [*answers, "yes"]}),
        pd.DataFrame({"theme_id": [*ids, "none"], "partnership_id": [*ids, ""]}),
        pd.DataFrame({"partnership_id": ids, "short_name": ["Nano", "Sport", "Bio"][: len(ids)]}),
        DIRECTORY,
        held,
        RUN,
    )
    return found and found.data


def test_themes_of_which_the_region_has_a_priority_are_named_beside_the_others():
    assert themes("yes", "no", "unknown") == (
        "By categories that have the name of a theme, Tampere Region has a priority in the theme "
        "of Nano; none in that of Sport. For 1 of the 3 partnerships this is unknown."
    )


def test_where_all_themes_are_known_none_is_left():
    assert themes("yes", "yes").endswith(
        "in the theme of Nano and Sport. For none of the 2 partnerships this is unknown."
    )


def test_where_no_category_is_a_theme_everything_is_unknown():
    assert themes("unknown").endswith("no category has its name.")


def test_without_an_extract_nothing_is_added_to_the_introduction():
    assert themes("unknown", held=replace(EXTRACT, labels=EXTRACT.labels.head(0))) is None
