import pandas as pd
import pytest

from s3analysis.measures.priorities import candidates, similarity
from s3analysis.measures.priorities.incidence import incidence

REGIONS = pd.DataFrame(
    {
        "region_id": ["hauts", "tampere"],
        "name": ["Hauts-de-France", "Tampere Region"],
        "country_id": ["FR", "FI"],
        "nested_in": "",
    }
)
CODES = pd.DataFrame(
    [
        ["hauts", "2013", "FR22", "Picardie", "whole"],
        ["hauts", "2013", "FR30", "Nord-Pas de Calais", "whole"],
        ["hauts", "2016", "FRE", "Hauts-de-France", "whole"],
        ["tampere", "2013", "FI197", "Pirkanmaa", "whole"],
        ["tampere", "2013", "FI19", "Länsi-Suomi", "part"],
    ],
    columns=["region_id", "nuts_version", "nuts_id", "nuts_label", "extent"],
)
NOBODY = pd.DataFrame({"region_id": [], "name": [], "lies": []})
MEMBERS = pd.DataFrame(
    [["a", "R1", "FI"], ["a", "R3", "FR"]],
    columns=["partnership_id", "region_id", "country_id"],
)


def territories(*codes, version="2013", **regions):
    """Return territories of codes, called by them; `regions` leads from a code to a region_id."""
    return pd.DataFrame(
        {
            "territory_id": [regions.get(code, code.lower()) for code in codes],
            "name": [f"unit {code}" for code in codes],
            "country_id": [code[:2] for code in codes],
            "nuts_id": codes,
            "nuts_version": version,
            "region_id": [regions.get(code, "") for code in codes],
        }
    )


def counts(**rows):
    return pd.DataFrame(rows, index=list("KHDC")).T


def test_a_region_that_is_two_units_is_one_place_with_the_priorities_of_both():
    places = candidates.places(territories("FR22", "FR30", "FI197", "SE"), CODES, REGIONS)
    assert places["region_id"].tolist() == ["hauts", "hauts", "tampere", "se"]
    assert places["name"].tolist() == [
        "Hauts-de-France",
        "Hauts-de-France",
        "Tampere Region",
        "unit SE",
    ]
    found = candidates.pooled(counts(fr22=[1, 0, 2, 0], fr30=[1, 1, 0, 0], se=[0, 0, 0, 0]), places)
    assert found.loc["hauts"].tolist() == [2, 1, 2, 0]
    assert found.loc["se"].tolist() == [0, 0, 0, 0]


def test_a_unit_of_another_vintage_stands_for_no_region():
    places = candidates.places(territories("FR22", version="2016"), CODES, REGIONS)
    assert places["region_id"].tolist() == ["fr22"]


def test_what_is_only_a_part_of_a_unit_is_not_that_unit():
    places = candidates.places(territories("FI19"), CODES, REGIONS)
    assert places["region_id"].tolist() == ["fi19"]


def test_a_code_of_two_regions_stands_for_neither():
    twice = pd.concat([CODES, CODES.head(1).assign(region_id="tampere")])
    assert candidates.places(territories("FR22"), twice, REGIONS)["region_id"].tolist() == ["fr22"]


def test_the_units_of_a_region_that_an_extract_lacks_are_told():
    places = candidates.places(territories("FR22"), CODES, REGIONS)
    found = candidates.parts(places, CODES, "hauts")
    assert found.to_numpy().tolist() == [["Picardie", True], ["Nord-Pas de Calais", False]]


def test_what_lies_inside_a_region_or_around_it_is_nested_and_its_neighbour_is_not():
    units = territories("FI", "FI19", "FI1", "FI195", "FR221", "FI197", FI197="tampere")
    places = candidates.places(units, CODES, REGIONS)
    found = candidates.nested(places, CODES, "tampere")
    assert found.set_index("region_id")["lies"].to_dict() == dict.fromkeys(
        ["fi", "fi1", "fi19"], "around"
    )
    found = candidates.nested(places, CODES, "hauts")
    assert found[["region_id", "lies"]].to_numpy().tolist() == [["fr221", "inside"]]


def test_a_territory_without_a_code_is_nested_with_nobody():
    units = territories("FI").assign(nuts_id="")
    assert candidates.nested(candidates.places(units, CODES, REGIONS), CODES, "tampere").empty


def test_a_region_with_two_labels_stands_behind_those_with_enough_whatever_its_score():
    few = counts(R1=[3, 3, 0, 0], R2=[1, 1, 0, 0], R3=[9, 1, 0, 0], R4=[0, 1, 9, 0])
    found = candidates.ranked(few, MEMBERS, NOBODY, "R1")
    assert found["region_id"].tolist() == ["R3", "R4", "R2"]
    assert found["rank"].tolist()[:2] == [1, 2]
    assert found["rank"].isna().tolist() == [False, False, True]


def test_those_alike_have_one_rank_and_stand_by_what_they_rest_on():
    alike = counts(R1=[5, 1, 0, 0], R2=[5, 0, 0, 0], R3=[6, 0, 0, 0], R4=[0, 5, 0, 0])
    found = candidates.ranked(alike, MEMBERS, NOBODY, "R1")
    assert found["region_id"].tolist() == ["R3", "R2", "R4"]
    assert found["rank"].tolist() == [1, 1, 3]
    assert candidates.tied(found, 1) == 1
    assert candidates.tied(found, 2) == 0


def test_past_partnership_moves_no_rank():
    given = counts(R1=[5, 1, 0, 0], R2=[5, 0, 2, 0], R3=[6, 0, 0, 1], R4=[0, 5, 0, 0])
    with_it = candidates.ranked(given, MEMBERS, NOBODY, "R1")
    without = candidates.ranked(given, MEMBERS.head(0), NOBODY, "R1")
    assert with_it["together"].sum() == 1
    pd.testing.assert_frame_equal(
        with_it.drop(columns="together"), without.drop(columns="together")
    )


def test_a_place_around_the_region_is_no_candidate_and_leaves_no_gap():
    given = counts(R1=[5, 1, 0, 0], R2=[5, 1, 0, 0], R3=[5, 0, 2, 0])
    nested = pd.DataFrame({"region_id": ["R2"]})
    found = candidates.ranked(given, MEMBERS, nested, "R1")
    assert found[["rank", "region_id"]].to_numpy().tolist() == [[1, "R3"]]


def test_some_candidates_are_ranked_among_themselves():
    given = counts(R1=[5, 1, 0, 0], R2=[5, 1, 0, 0], R3=[5, 0, 2, 0], R4=[0, 0, 5, 1])
    found = candidates.fit(given, NOBODY, MEMBERS, "R1").among(["R3", "R4", "R9"]).ranked
    assert found[["rank", "region_id"]].to_numpy().tolist() == [[1, "R3"], [2, "R4"]]


def test_where_nobody_can_be_ranked_the_fit_says_why_and_stays_as_it_is():
    found = candidates.fit(counts(R2=[5, 1, 0, 0]), NOBODY, MEMBERS, "R1")
    assert (found.obstacle, found.labels, len(found.ranked)) == ("not there", 0, 0)
    assert found.among(["R2"]) is found


def test_a_fit_names_the_places_without_a_label():
    given = counts(R1=[5, 1, 0, 0], R2=[5, 1, 0, 0], R3=[0, 0, 0, 0])
    assert candidates.fit(given, NOBODY, MEMBERS, "R1").unlabelled == ["R3"]


def test_an_extract_with_one_category_compares_nobody():
    one = pd.DataFrame({"K": [5, 6]}, index=["R1", "R2"])
    assert candidates.obstacle(one, NOBODY, "R1") == "one category"


def test_the_country_around_a_region_is_nobody_else():
    given = counts(R1=[5, 1, 0, 0], fi=[5, 1, 0, 0])
    assert not candidates.obstacle(given, NOBODY, "R1")
    assert candidates.obstacle(given, pd.DataFrame({"region_id": ["fi"]}), "R1") == "nobody else"


def test_where_nothing_is_declared_there_is_no_extract():
    priorities = pd.DataFrame({"priority_id": [], "region_id": []}, dtype="str")
    nothing = incidence(priorities, labels()).portfolio
    places = candidates.places(territories(), CODES, REGIONS)
    assert candidates.obstacle(candidates.pooled(nothing, places), NOBODY, "R1") == "no extract"


def test_own_priorities_are_those_declared_with_what_they_rest_on():
    found = candidates.own(counts(R1=[6, 2, 0, 0], R2=[0, 8, 4, 4]), "R1")
    assert found[["category", "count", "total", "small"]].to_numpy().tolist() == [
        ["K", 6, 8, False],
        ["H", 2, 8, False],
    ]
    assert found["location_quotient"].tolist() == pytest.approx(
        [6 / 8 / (6 / 24), 2 / 8 / (10 / 24)]
    )


def labels(*rows):
    return pd.DataFrame(rows, columns=["priority_id", "category", "sub_category"])


def test_a_theme_is_known_by_a_printed_name_and_otherwise_unknown():
    priorities = pd.DataFrame({"priority_id": ["p", "q", "r"], "region_id": ["R1", "R2", "R3"]})
    filed = labels(["p", "KETs", "PHOTONICS"], ["q", "Health", ""])
    places = pd.DataFrame({"territory_id": ["R1", "R2", "R3"], "region_id": ["R1", "R2", "R3"]})
    names = pd.DataFrame({"theme_id": ["light", "light", "sport"], "name": ["Photonics", "x", "y"]})
    answers = {
        region: candidates.of_themes(priorities, filed, places, names, region)["answer"].tolist()
        for region in ("R1", "R2", "R3", "R9")
    }
    assert answers == {
        "R1": ["yes", "unknown"],
        "R2": ["no", "unknown"],
        "R3": ["unknown", "unknown"],
        "R9": ["unknown", "unknown"],
    }


def test_a_name_within_a_longer_category_is_no_link():
    priorities = pd.DataFrame({"priority_id": ["p"], "region_id": ["R1"]})
    places = pd.DataFrame({"territory_id": ["R1"], "region_id": ["R1"]})
    names = pd.DataFrame({"theme_id": ["sport"], "name": ["Sport"]})
    filed = labels(["p", "Transport", "Sport and leisure"])
    found = candidates.of_themes(priorities, filed, places, names, "R1")
    assert found["answer"].tolist() == ["unknown"]


FOUR = counts(R1=[1, 1, 1, 0], R2=[2, 1, 0, 1], R3=[0, 0, 1, 0], R4=[1, 1, 0, 0])


@pytest.mark.parametrize("region", FOUR.index)
def test_the_reasons_of_a_candidate_add_up_to_its_scores(region):
    found = similarity.candidates(FOUR, MEMBERS, region).set_index("region_id")
    for reason, column, score in (
        (similarity.common, "weight", "cosine"),
        (similarity.brought, "offer", "offer"),
    ):
        total = reason(FOUR, region).groupby("region_id")[column].sum()
        assert total.reindex(found.index, fill_value=0.0).tolist() == pytest.approx(
            found[score].tolist()
        )


def test_what_is_brought_is_declared_by_the_other_and_not_by_the_region():
    found = similarity.brought(FOUR, "R1")
    assert found[["region_id", "category"]].to_numpy().tolist() == [
        ["R2", "K"],
        ["R2", "C"],
        ["R4", "K"],
    ]


def test_a_category_declared_without_its_parts_leaves_a_theme_named_as_a_part_open():
    priorities = pd.DataFrame({"priority_id": list("pqr"), "region_id": ["R1", "R2", "R3"]})
    labels = pd.DataFrame(
        {
            "priority_id": list("pqr"),
            "category": "KETs",
            "sub_category": ["Photonics", "", "Nanotechnology"],
        }
    )
    places = pd.DataFrame({"territory_id": ["R1", "R2", "R3"], "region_id": ["R1", "R2", "R3"]})
    names = pd.DataFrame({"theme_id": ["photonics"], "name": ["Photonics"]})
    answers = [
        candidates.of_themes(priorities, labels, places, names, region)["answer"].item()
        for region in ("R1", "R2", "R3")
    ]
    assert answers == ["yes", "unknown", "no"]


def test_who_shares_the_last_rank_shown_and_is_not_shown_is_counted():
    ranked = pd.DataFrame({"rank": pd.array([1, 2, 2, 2, 5], "Int64")})
    assert [candidates.tied(ranked, shown) for shown in range(6)] == [0, 0, 2, 1, 0, 0]


def test_a_place_inside_by_two_codes_is_named_once_and_each_place_by_its_name():
    places = candidates.places(territories("FR221", "FR302", "FR"), CODES, REGIONS)
    found = candidates.nested(places, CODES, "hauts")
    assert found.to_numpy().tolist() == [
        ["fr", "unit FR", "around"],
        ["fr221", "unit FR221", "inside"],
        ["fr302", "unit FR302", "inside"],
    ]


def test_the_directory_has_the_regions_of_the_record_first_and_their_country():
    places = candidates.places(territories("FI197", "SE12"), CODES, REGIONS)
    found = candidates.directory(REGIONS, places)
    assert found[["region_id", "country_id", "in_record"]].to_numpy().tolist() == [
        ["hauts", "FR", True],
        ["tampere", "FI", True],
        ["se12", "SE", False],
    ]


def test_a_theme_is_called_by_us_and_in_print():
    themes = pd.DataFrame({"theme_id": ["sport"], "name": ["Sport"]})
    printed = pd.DataFrame({"theme_id": ["sport", "nano"], "name_printed": ["Vitality", "Nano"]})
    assert candidates.names(themes, printed).to_numpy().tolist() == [
        ["sport", "Sport"],
        ["sport", "Vitality"],
        ["nano", "Nano"],
    ]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ({}, "no extract"),
        ({"r2": [1, 1, 0, 0]}, "not there"),
        ({"r1": [0, 0, 0, 0], "r2": [1, 1, 0, 0]}, "no label"),
        ({"r1": [1, 1, 0, 0]}, "nobody else"),
        ({"r1": [1, 0, 0, 0], "r2": [1, 0, 0, 0]}, "one category"),
        ({"r1": [1, 1, 0, 0], "r2": [1, 0, 0, 0]}, ""),
    ],
)
def test_why_nobody_can_be_ranked_is_one_word_of_the_list(rows, why):
    found = candidates.obstacle(counts(**rows), NOBODY, "r1")
    assert found == why
    assert not why or why in candidates.OBSTACLES


def test_where_a_region_cannot_be_ranked_those_without_a_label_are_named_too():
    found = candidates.fit(counts(R2=[5, 1, 0, 0], R3=[0, 0, 0, 0]), NOBODY, MEMBERS, "R1")
    assert found.obstacle
    assert found.unlabelled == ["R3"]
