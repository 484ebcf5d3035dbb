"""The tables that set the network beside chance, and what they print where there is none."""

import csv
import itertools
import random
import re
from collections import defaultdict

import pandas as pd
import pytest
from small_record import TABLE_4

from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import figures, style
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import membership as sizes
from s3analysis.exhibits.partnerships import network as tables
from s3analysis.measures.partnerships import (
    configuration_model,
    joining,
    membership,
    network,
    null_model,
    proposing,
)
from s3analysis.paths import RAW
from s3analysis.sources import record

DRAWS, SEED = 200, 2017
BUDGET = 100_000

REGIONS = pd.DataFrame(
    {
        "region_id": ["r1", "r2", "r3", "r4", "r5"],
        "name": ["One", "Two", "Three", "Four", "Five"],
        "country_id": ["AT", "AT", "BE", "CZ", "NO"],
        "nested_in": ["", "r1", "", "", ""],
    }
)
COUNTRIES = pd.DataFrame(
    {
        "country_id": ["AT", "BE", "CZ", "NO"],
        "name": ["Austria", "Belgium", "Czechia", "Norway"],
        "joined": ["1995-01-01", "1958-01-01", "2004-05-01", ""],
        "left": "",
        "accession_group": ["EU-15", "EU-15", "EU-13", ""],
    }
)
PARTNERSHIPS = pd.DataFrame(
    {
        "partnership_id": ["a", "b", "c"],
        "position": [1, 2, 3],
        "short_name": ["Alpha", "Beta", "Gamma"],
        "vanguard_pilot": ["yes", "no", "yes"],
    }
)


def members_of(partnerships: dict[str, list[str]], role: str = "participant") -> pd.DataFrame:
    """Return memberships; the first region of each partnership leads it."""
    rows = [
        (name, region, role if place else "lead", "2017-07")
        for name, regions in partnerships.items()
        for place, region in enumerate(regions)
    ]
    frame = pd.DataFrame(rows, columns=["partnership_id", "region_id", "role", "as_of"])
    country = REGIONS.set_index("region_id")["country_id"]
    return frame.assign(country_id=frame["region_id"].map(country), position=1)


def every_table(members: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return each table of the network of some members, as the notebook makes it."""
    whole = null_model.whole(members, DRAWS, SEED)
    places = null_model.positions(members, DRAWS, SEED)
    unlike = null_model.beside(places, "q", null_model.LEVEL)
    by_region = membership.by_region(members)
    found = {
        "whole": tables.whole(whole, null_model.beside(whole, "p", null_model.LEVEL)),
        "positions": tables.positions(places, unlike, by_region, REGIONS),
        "unusual": tables.unusual(places, unlike, members, PARTNERSHIPS, REGIONS),
    }
    if len(by_region) > 1:
        both = null_model.pairs(members, DRAWS, SEED), configuration_model.pairs(members)
        found["pairs"] = tables.pairs(*both, REGIONS, 10)
    if len(set(members["partnership_id"])) > 1:
        overlap = null_model.partnerships(members, DRAWS, SEED)
        among = null_model.beside(overlap, "p", null_model.LEVEL)
        found["overlaps"] = tables.overlaps(overlap, among, PARTNERSHIPS)
    return found


def assert_printable(name: str, table: pd.DataFrame) -> None:
    """Check that a table can be an exhibit, and that no cell of it says that a number is none."""
    exhibit = Exhibit(key=name, title="t", subtitle="s", source="s", table=table)
    for row in exhibit.rows:
        for cell in row:
            assert not re.search(r"\b(nan|NaN|None|NaT|inf)\b|<NA>", str(cell)), row


@pytest.mark.parametrize(
    "partnerships",
    [
        {"a": ["r1", "r2", "r3"], "b": ["r2", "r3", "r4"], "c": ["r4", "r5"]},
        {"a": ["r1", "r2"], "b": ["r3", "r4"]},
        {"a": ["r1"], "b": ["r3"]},
        {"a": ["r1", "r2"]},
        {"a": ["r1"]},
        {"a": ["r1", "r2"], "b": ["r1", "r2"], "c": ["r2"]},
        {"a": ["r1", "r2", "r3", "r4", "r5"]},
    ],
    ids=["toy", "two parts", "no tie", "one country", "one region", "nested lists", "everyone"],
)
def test_no_network_prints_a_number_that_is_none(partnerships: dict[str, list[str]]) -> None:
    for name, table in every_table(members_of(partnerships)).items():
        assert_printable(name, table)


def test_regions_of_one_country_have_a_dash_and_the_reason_beside_it() -> None:
    table = every_table(members_of({"a": ["r1", "r2"], "b": ["r1"]}))["whole"].set_index("What")
    row = table.loc[tables.WHOLE["same_country"][0]]
    assert row[["Observed", "By chance", "p"]].tolist() == ["-", "-", "-"]
    assert row["Beside chance"] == "all ties are of one country"


def test_a_network_in_two_parts_is_counted_as_two() -> None:
    table = every_table(members_of({"a": ["r1", "r2"], "b": ["r3", "r4"]}))["whole"]
    assert table.set_index("What").loc["Parts that hang together", "Observed"] == "2"


def test_one_partnership_leaves_nothing_to_chance_and_every_row_says_so() -> None:
    whole = null_model.whole(members_of({"a": ["r1", "r3", "r4"]}), DRAWS, SEED)
    table = tables.whole(whole, null_model.beside(whole, "p", null_model.LEVEL))
    assert (table["z"] == "-").all()
    assert (table["p"] == "-").all()
    assert tables.untold(whole, "measure").startswith("A dash: every draw gives the same (")


def test_one_region_or_one_partnership_is_refused_by_name_where_pairs_are_asked_for() -> None:
    with pytest.raises(network.Undefined, match="no pair where there is one region"):
        null_model.pairs(members_of({"a": ["r1"]}), DRAWS, SEED)
    with pytest.raises(network.Undefined, match="no pair where there is one partnership"):
        null_model.partnerships(members_of({"a": ["r1", "r2"]}), DRAWS, SEED)


def test_a_month_without_a_list_has_no_network_and_says_so() -> None:
    nobody = membership.memberships(members_of({"a": ["r1", "r2"]}), "2016-11", "members")
    with pytest.raises(network.Undefined, match="no network without a member"):
        null_model.whole(nobody, DRAWS, SEED)


def test_a_region_that_only_observes_is_in_no_table_unless_everyone_listed_counts() -> None:
    listed = members_of({"a": ["r1", "r3"], "b": ["r3", "r4"]}, role="observer")
    members = membership.memberships(listed, "2017-07", "members")
    assert "Four" not in every_table(members)["positions"]["Region"].tolist()
    everyone = membership.memberships(listed, "2017-07", "listed")
    assert "Four" in every_table(everyone)["positions"]["Region"].tolist()


def test_a_partnership_of_leads_and_an_empty_one_have_their_sizes_and_whether_they_suffice() -> (
    None
):
    members = members_of({"a": ["r1", "r3", "r4", "r2"], "b": ["r1"]}, role="lead")
    table = sizes.sizes(
        membership.by_partnership(members, PARTNERSHIPS),
        proposing.by_partnership(members, PARTNERSHIPS, REGIONS, COUNTRIES, "2017-07"),
        PARTNERSHIPS,
    ).set_index("Partnership")
    assert_printable("sizes", table.reset_index())
    shown = ["Lead", "Regions", "Without those inside another", "Member States", "Could propose"]
    assert table.loc["Alpha", shown].tolist() == [4, 4, 3, 3, "yes"]
    assert table.loc["Beta", shown].tolist() == [1, 1, 1, 1, "no"]
    assert table.loc["Gamma", shown].tolist() == [0, 0, 0, 0, "no"]
    assert "Participant" not in table


def test_neither_norway_nor_a_second_region_of_a_country_is_another_member_state() -> None:
    members = members_of({"a": ["r1", "r2", "r3", "r5"]})
    found = proposing.by_partnership(members, PARTNERSHIPS, REGIONS, COUNTRIES, "2017-07")
    assert found.iloc[0][["apart", "states", "missing", "eligible"]].tolist() == [3, 2, 1, False]


def test_the_member_states_a_partnership_lacks_are_named_if_they_are_elsewhere() -> None:
    members = members_of({"a": ["r1", "r2"], "b": ["r4"]})
    found = {
        key: joining.absent_states(members, COUNTRIES, "2017-07", key) for key in ("b", "a", "c")
    }
    table = sizes.absent(found, PARTNERSHIPS)
    assert table.to_numpy().tolist() == [
        ["Alpha", 2, 1, 1, "Czechia (1)"],
        ["Beta", 2, 0, 1, "Austria (2)"],
        ["Gamma", 3, 1, 2, "Austria (2), Czechia (1)"],
    ]


def test_a_member_state_that_is_nowhere_leaves_a_dash() -> None:
    members = members_of({"a": ["r1", "r3", "r4"]})
    found = {"a": joining.absent_states(members, COUNTRIES, "2017-07", "a")}
    assert sizes.absent(found, PARTNERSHIPS).iloc[0].tolist() == ["Alpha", 0, 0, 0, "-"]


def test_pilots_come_first_and_each_two_partnerships_once() -> None:
    table = every_table(members_of({"a": ["r1", "r2"], "b": ["r2", "r3"], "c": ["r3", "r4"]}))[
        "overlaps"
    ]
    assert table[["Partnership", "Other partnership", "Vanguard"]].to_numpy().tolist() == [
        ["Alpha", "Gamma", "two pilots"],
        ["Alpha", "Beta", "a pilot and another"],
        ["Gamma", "Beta", "a pilot and another"],
    ]
    assert table["In common"].tolist() == [0, 1, 1]


def test_where_no_place_is_unusual_the_only_row_says_so() -> None:
    table = every_table(members_of({"a": ["r1", "r2", "r3"], "b": ["r2", "r3", "r4"]}))["unusual"]
    assert table["Region"].tolist() == ["none"]
    assert (table.drop(columns="Region") == "-").all(axis=None)


def test_a_p_value_too_small_to_print_is_said_to_be_below() -> None:
    found = null_model.vanguard(TABLE_4, record.read("partnerships"), 2000, SEED)
    table = tables.vanguard(found, null_model.beside(found, "p", null_model.LEVEL)).set_index(
        "What"
    )
    both = table.loc[tables.VANGUARD["both"]]
    assert both[["Observed", "By chance", "p", "Beside chance"]].tolist() == [
        "13",
        "20.0",
        "<0.001",
        "less than chance",
    ]
    assert -4.6 < float(both["z"]) < -4.1


def test_the_title_of_vanguard_follows_the_result() -> None:
    row = pd.DataFrame(
        {"measure": ["both"], "observed": 13.0, "expected": 20.0, "undefined": ""}, index=[7]
    )
    words = {
        side: tables.vanguard_words(row, pd.Series([side], index=[7]))
        for side in tables.APART_WORDS
    }
    assert len(set(words.values())) == 4
    assert "fewer regions" in words["fewer"]


def swapped(lists: dict[str, set[str]], swaps: int, chance: random.Random) -> dict[str, set[str]]:
    """Return lists with as many swaps tried: two regions of two lists change places."""
    names, drawn = sorted(lists), {name: sorted(regions) for name, regions in lists.items()}
    for _ in range(swaps):
        one, other = chance.sample(names, 2)
        place, there = chance.randrange(len(drawn[one])), chance.randrange(len(drawn[other]))
        mine, yours = drawn[one][place], drawn[other][there]
        if mine not in drawn[other] and yours not in drawn[one]:
            drawn[one][place], drawn[other][there] = yours, mine
    return {name: set(regions) for name, regions in drawn.items()}


def plain_table_4() -> tuple[dict[str, set[str]], set[str]]:
    """Return the regions of each partnership, and the pilots, from the raw files by csv alone."""

    def rows(name: str) -> list[dict[str, str]]:
        with (RAW / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    ids = {row["name"]: row["region_id"] for row in rows("regions")}
    ids |= {row["name_printed"]: row["region_id"] for row in rows("region_names")}
    lists: dict[str, set[str]] = defaultdict(set)
    for row in rows("partnership_members"):
        if row["role"] in ("lead", "participant"):
            lists[row["partnership_id"]].add(ids[row["region_printed"]])
    pilots = {r["partnership_id"] for r in rows("partnerships") if r["vanguard_pilot"] == "yes"}
    return dict(lists), pilots


def plain_counts(lists: dict[str, set[str]], pilots: set[str]) -> tuple[int, int, int]:
    """Return the regions in both kinds, in others only, and the pairs that meet."""
    inside = set().union(*(lists[name] for name in lists if name in pilots))
    outside = set().union(*(lists[name] for name in lists if name not in pilots))
    sides = [itertools.combinations(sorted(regions), 2) for regions in lists.values()]
    return len(inside & outside), len(outside - inside), len({p for side in sides for p in side})


def test_plain_python_over_the_raw_file_counts_what_the_tables_print() -> None:
    lists, pilots = plain_table_4()
    both, others, pairs = plain_counts(lists, pilots)
    found = null_model.vanguard(TABLE_4, record.read("partnerships"), DRAWS, SEED)
    vanguard = tables.vanguard(found, null_model.beside(found, "p", null_model.LEVEL)).set_index(
        "What"
    )
    assert vanguard.loc[tables.VANGUARD["both"], "Observed"] == str(both)
    assert vanguard.loc[tables.VANGUARD["others_only"], "Observed"] == str(others)
    whole = null_model.whole(TABLE_4, DRAWS, SEED)
    table = tables.whole(whole, null_model.beside(whole, "p", null_model.LEVEL)).set_index("What")
    assert table.loc[tables.WHOLE["pairs"][0], "Observed"] == str(pairs)
    names = record.read("partnerships").set_index("short_name")["partnership_id"]
    for row in overlaps_of_table_4().to_dict("records"):
        one, other = (lists[names[row[side]]] for side in ("Partnership", "Other partnership"))
        assert row["In common"] == len(one & other)


@pytest.mark.slow
def test_plain_python_by_single_swaps_finds_the_same_chance() -> None:
    """Another way to chance (one swap at a time, no numpy) from another way to the data."""
    drawn, pilots = plain_table_4()
    chance, seen = random.Random(1), []
    for _ in range(600):
        drawn = swapped(drawn, 400, chance)
        seen.append(plain_counts(drawn, pilots))
    both, others, pairs = (sum(column) / len(seen) for column in zip(*seen, strict=True))
    vanguard = null_model.vanguard(TABLE_4, record.read("partnerships"), 2000, SEED)
    expected = vanguard.set_index("measure")["expected"]
    whole = null_model.whole(TABLE_4, 1000, SEED).set_index("measure")["expected"]
    # five standard errors of a mean of 600, from the spreads 1.6, 1.8 and 12
    assert both == pytest.approx(expected["both"], abs=0.4)
    assert others == pytest.approx(expected["others_only"], abs=0.45)
    assert pairs == pytest.approx(whole["pairs"], abs=3)


@pytest.mark.slow
def test_ten_times_the_draws_name_the_same_places_and_no_pair() -> None:
    named = [
        set(
            found.loc[found["q"] < null_model.LEVEL, ["measure", "region_id"]].itertuples(
                index=False
            )
        )
        for found in (null_model.positions(TABLE_4, draws, SEED) for draws in (2000, 20_000))
    ]
    assert named[0] == named[1]
    assert (null_model.partnerships(TABLE_4, 20_000, SEED)["q"] >= null_model.LEVEL).all()
    assert (null_model.pairs(TABLE_4, 20_000, SEED)["q"] >= null_model.LEVEL).all()


def overlaps_of_table_4() -> pd.DataFrame:
    overlap = null_model.partnerships(TABLE_4, DRAWS, SEED)
    among = null_model.beside(overlap, "p", null_model.LEVEL)
    return tables.overlaps(overlap, among, record.read("partnerships"))


def test_the_staircase_draws_each_number_of_its_table_and_no_other() -> None:
    table = overlaps_of_table_4()
    figure = figures.overlaps(table)
    shown = texts(figure)
    numbers = sorted(re.sub(r"\D", "", text) for text in shown if re.fullmatch(r"\d+\W?", text))
    assert numbers == sorted(table["In common"].astype(str))
    assert sum("\N{BLACK UP-POINTING TRIANGLE}" in text for text in shown) == 1 + sum(
        table["Among the draws"] == "above"
    )
    assert len(style.to_svg(figure, "overlaps").encode()) < BUDGET
    assert_apart(figure)
