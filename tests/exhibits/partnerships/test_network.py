"""The exhibits that compare the network with chance, and what they print where there is none."""

import csv
import itertools
import random
import re
from collections import defaultdict

import pandas as pd
import pytest
from small_record import TABLE_4

from s3analysis import contracts
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.partnerships import network as exhibits
from s3analysis.exhibits.partnerships import positions
from s3analysis.measures.partnerships import (
    configuration_model,
    membership,
    network,
    null_model,
)
from s3analysis.paths import RAW
from s3analysis.sources import record

RUN = contracts.Partnerships(draws="200", seed="2017")
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


def compared(found: pd.DataFrame, by: str = "p") -> pd.DataFrame:
    return found.assign(beside=null_model.beside(found, by, null_model.LEVEL))


def every_exhibit(members: pd.DataFrame) -> dict[str, Exhibit]:
    """Return each exhibit of the network of some members, as the notebook makes it."""
    whole = compared(null_model.whole(members, DRAWS, SEED))
    places = compared(null_model.positions(members, DRAWS, SEED), "q")
    by_region = membership.by_region(members)
    found = [
        exhibits.network(whole, RUN),
        positions.positions(places, by_region, REGIONS, RUN),
        positions.unusual_places(places, members, PARTNERSHIPS, REGIONS, RUN),
    ]
    if len(by_region) > 1:
        both = null_model.pairs(members, DRAWS, SEED), configuration_model.pairs(members)
        found.append(exhibits.pairs(*both, REGIONS, RUN))
    if len(set(members["partnership_id"])) > 1:
        overlaps = compared(null_model.partnerships(members, DRAWS, SEED))
        found.append(exhibits.overlaps(overlaps, PARTNERSHIPS, RUN))
    return {exhibit.key: exhibit for exhibit in found}


def assert_printable(exhibit: Exhibit) -> None:
    """Check that no cell of an exhibit says that a number is none."""
    for row in exhibit.rows:
        for cell in row:
            assert not re.search(r"\b(nan|NaN|None|NaT|inf)\b|<NA>", str(cell)), row


def test_each_exhibit_says_who_counts_and_what_chance_is() -> None:
    for exhibit in every_exhibit(members_of({"a": ["r1", "r2", "r3"], "b": ["r2", "r3"]})).values():
        assert exhibit.note.startswith(
            "Counted: lead and participating regions, July 2017. Chance: 200 random lists"
        ), exhibit.key


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
    for exhibit in every_exhibit(members_of(partnerships)).values():
        assert_printable(exhibit)


def test_regions_of_one_country_have_a_dash_and_the_reason_beside_it() -> None:
    found = every_exhibit(members_of({"a": ["r1", "r2"], "b": ["r1"]}))["network"]
    row = found.table.set_index("What").loc[exhibits.WHOLE["same_country"][0]]
    assert row[["Observed", "Expected by chance", "p"]].tolist() == ["-", "-", "-"]
    assert row["Compared with chance"] == "all ties are of one country"


def test_a_network_in_two_parts_is_counted_as_two() -> None:
    found = every_exhibit(members_of({"a": ["r1", "r2"], "b": ["r3", "r4"]}))["network"]
    table = found.table.set_index("What")
    assert table.loc[exhibits.WHOLE["components"][0], "Observed"] == "2"


def test_one_partnership_leaves_nothing_to_chance_and_every_row_says_so() -> None:
    whole = compared(null_model.whole(members_of({"a": ["r1", "r3", "r4"]}), DRAWS, SEED))
    found = exhibits.network(whole, RUN)
    assert (found.table["z"] == "-").all()
    assert (found.table["p"] == "-").all()
    assert "A dash: every draw gives the same (" in found.note
    assert found.title == "3 pairs of regions share a partnership (every draw gives the same)"


def whole_of(observed: float) -> pd.DataFrame:
    row = {"observed": observed, "expected": 2.4, "low": 1.0, "high": 4.0, "z": 0.1, "p": 0.9}
    frame = pd.DataFrame([row] * len(exhibits.WHOLE)).assign(
        undefined="", beside="as chance", q=0.6
    )
    return frame.assign(measure=list(exhibits.WHOLE))


@pytest.mark.parametrize(
    ("observed", "title"),
    [
        (0.0, "No pair of regions shares a partnership; about 2 would be expected by chance"),
        (1.0, "1 pair of regions shares a partnership; about 2 would be expected by chance"),
        (9.0, "9 pairs of regions share a partnership; about 2 would be expected by chance"),
    ],
)
def test_the_title_of_the_network_counts_the_pairs_of_its_table(observed, title) -> None:
    found = exhibits.network(whole_of(observed), RUN)
    assert found.title == title
    assert found.table["Observed"].iloc[0] == f"{observed:.0f}"
    assert found.note == (
        "Counted: lead and participating regions, July 2017. Chance: 200 random lists, seed 2017. "
        f"{exhibits.CORRECTED}"
    )


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
    assert "Four" not in every_exhibit(members)["positions"].table["Region"].tolist()
    everyone = membership.memberships(listed, "2017-07", "listed")
    assert "Four" in every_exhibit(everyone)["positions"].table["Region"].tolist()


def test_pilots_come_first_and_each_two_partnerships_once() -> None:
    members = members_of({"a": ["r1", "r2"], "b": ["r2", "r3"], "c": ["r3", "r4"]})
    table = every_exhibit(members)["overlaps"].table
    assert table[["Partnership", "Other partnership", "Vanguard"]].to_numpy().tolist() == [
        ["Alpha", "Gamma", "two pilots"],
        ["Alpha", "Beta", "a pilot and another"],
        ["Gamma", "Beta", "a pilot and another"],
    ]
    assert table["In common"].tolist() == [0, 1, 1]


def overlaps_of(beside: list[str], q: list[float]) -> Exhibit:
    ids = pd.DataFrame([("a", "b"), ("a", "c"), ("b", "c")], columns=["partnership_id", "other_id"])
    numbers = {"observed": 2.0, "expected": 1.04, "low": 0.0, "high": 2.0, "z": 1.5, "p": 0.04}
    return exhibits.overlaps(
        ids.assign(**numbers, undefined="", beside=beside, q=q), PARTNERSHIPS, RUN
    )


def test_where_no_overlap_is_unusual_the_title_says_so() -> None:
    found = overlaps_of(["as chance"] * 3, [0.5] * 3)
    assert (
        found.title == "None of 3 pairs of partnerships shares more or fewer regions than by chance"
    )
    assert "none of them outside the range" in found.alt
    assert "No pairs lie outside the range" in found.note


def test_the_title_of_the_overlaps_counts_those_outside_and_those_left_after_correction() -> None:
    one = overlaps_of(["more", "as chance", "as chance"], [0.5] * 3)
    assert one.title == (
        "1 of 3 pairs of partnerships shares more or fewer regions than by chance; none still does "
        "after correction for the number of pairs"
    )
    assert "1 pair lies outside" in one.note
    two = overlaps_of(["more", "as chance", "fewer"], [0.01, 0.5, 0.02])
    assert two.title == (
        "2 of 3 pairs of partnerships share more or fewer regions than by chance; 2 still do "
        "after correction for the number of pairs"
    )
    assert sum(two.table["Among the draws"] != "within") == 2
    assert "2 of them outside the range" in two.alt


def test_each_number_of_an_overlap_stands_in_its_column() -> None:
    row = overlaps_of(["more", "as chance", "as chance"], [0.5, 0.6, 0.7]).table.iloc[1]
    assert row.to_dict() == {
        "Partnership": "Alpha",
        "Other partnership": "Beta",
        "Vanguard": "a pilot and another",
        "In common": 2,
        "Expected by chance": 1.04,
        "95 percent of draws": "0 to 2",
        "z": "1.5",
        "p": "0.040",
        "q": "0.500",
        "Among the draws": "above",
    }


def test_only_a_q_below_the_level_counts_as_left_after_correction() -> None:
    found = overlaps_of(["more", "as chance", "as chance"], [null_model.LEVEL, 0.5, 0.5])
    assert "none still does" in found.title


def pairs_of(q: list[float], exact_q: list[float]) -> Exhibit:
    ids = pd.DataFrame(
        [("r1", "r2"), ("r1", "r3"), ("r2", "r3")], columns=["region_id", "other_id"]
    )
    numbers = {"shared": 2, "expected": 1.0}
    first = ids.assign(**numbers, p_more=[0.3, 0.1, 0.2], p_least=0.01, q=q)
    second = ids.assign(**numbers, p_more=[0.3, 0.1, 0.2], q=exact_q)
    return exhibits.pairs(first, second, REGIONS, RUN)


@pytest.mark.parametrize(
    ("q", "title"),
    [
        (
            [0.9, 0.9, 0.9],
            "None of 3 pairs of regions can be shown to meet more often than by chance",
        ),
        ([0.9, 0.01, 0.9], "1 of 3 pairs of regions meets more often than expected by chance"),
        ([0.01, 0.01, 0.9], "2 of 3 pairs of regions meet more often than expected by chance"),
    ],
)
def test_the_title_of_the_pairs_counts_those_that_q_leaves(q, title) -> None:
    assert pairs_of(q, [0.9] * 3).title == title


def test_a_pair_at_the_level_itself_is_not_shown_to_meet_more_often() -> None:
    found = pairs_of([null_model.LEVEL] * 3, [null_model.LEVEL] * 3)
    assert found.title.startswith("None of 3 pairs of regions")
    assert "by it none of the pairs" in found.note


def test_the_note_of_the_pairs_counts_what_the_second_model_finds() -> None:
    assert "by it none of the pairs" in pairs_of([0.01] * 3, [0.9] * 3).note
    assert "by it 2 of the pairs" in pairs_of([0.9] * 3, [0.01, 0.9, 0.01]).note


def test_the_least_likely_pair_comes_first_with_both_models() -> None:
    table = pairs_of([0.9, 0.8, 0.7], [0.6, 0.5, 0.4]).table
    assert table.iloc[0].tolist() == [
        *["One", "Three", 2, 1.0, "0.100", "0.800"],
        *[1.0, "0.100", "0.500"],
    ]


def test_where_every_draw_gives_the_same_the_only_row_says_so() -> None:
    found = every_exhibit(members_of({"a": ["r1", "r2", "r3"]}))["unusual-places"]
    assert found.table["Region"].tolist() == ["none"]
    assert (found.table.drop(columns="Region") == "-").all(axis=None)
    assert (
        found.title == "None of 12 measures of a region's place can be shown to stand out from "
        "chance"
    )


def test_strong_ties_beyond_chance_are_in_the_title_of_the_network() -> None:
    found = compared(null_model.whole(TABLE_4, 2000, SEED), "q")
    assert exhibits.network(found, RUN).title == (
        "540 pairs of regions share a partnership; about 610 would be expected by chance. 42 share "
        "4 or more; by chance, 24"
    )
    found.loc[found["measure"] == "strong", "beside"] = "as chance"
    assert exhibits.network(found, RUN).title.endswith("610 would be expected by chance")


def test_a_p_value_too_small_to_print_is_said_to_be_below() -> None:
    run = contracts.Partnerships(draws="2000")
    pilots = null_model.vanguard(TABLE_4, record.read("partnerships"), run.draws, SEED)
    found = exhibits.vanguard_tests(compared(pilots), run)
    both = found.table.set_index("What").loc[exhibits.VANGUARD["both"]]
    assert both[["Observed", "Expected by chance", "p", "Compared with chance"]].tolist() == [
        "13",
        "20.0",
        "<0.001",
        "less than chance",
    ]
    assert -4.6 < float(both["z"]) < -4.1
    assert found.title == "3 of 4 measures differ clearly from chance"


def test_the_report_compares_counts_of_regions_without_tests() -> None:
    run = contracts.Partnerships(draws="2000")
    pilots = null_model.vanguard(TABLE_4, record.read("partnerships"), run.draws, SEED)
    found = exhibits.vanguard(compared(pilots), run)
    assert found.title == (
        "Vanguard pilots and the other partnerships draw on partly different regions: 13 regions "
        "are in both; about 20 would be expected by chance"
    )
    assert found.table["What"].tolist() == list(exhibits.VANGUARD.values())[:3]
    assert not {"z", "p", "q"} & set(found.table)
    assert "the average of 2,000 lists drawn at random; the range holds 95 % of them." in found.note
    assert "seed" not in found.note
    assert "Benjamini" not in found.note


@pytest.mark.parametrize(
    ("observed", "beside", "title"),
    [
        (3.0, "fewer", "Vanguard pilots and the other partnerships draw on partly different"),
        (1.0, "more", "1 region is in both"),
        (9.0, "as chance", "9 regions are in both"),
        (9.0, "not compared", "9 regions are in both"),
    ],
)
def test_the_title_of_vanguard_follows_the_result(observed, beside, title) -> None:
    ends = {
        "fewer": "; about 7 would be expected by chance",
        "more": "; about 7 would be expected by chance",
        "as chance": ", about as many as expected by chance (7)",
        "not compared": "; this cannot be compared with chance (one draw)",
    }
    row = {"observed": observed, "expected": 7.0, "low": 1.0, "high": 9.0, "z": 0.0}
    row |= {"p": 0.5, "q": 0.6}
    frame = pd.DataFrame([row] * 4).assign(measure=list(exhibits.VANGUARD), beside=beside)
    found = exhibits.vanguard(frame.assign(undefined="one draw"), RUN)
    assert found.title.startswith(title)
    assert found.title.endswith(ends[beside])


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
    vanguard = exhibits.vanguard(compared(found), RUN).table.set_index("What")
    assert vanguard.loc[exhibits.VANGUARD["both"], "Observed"] == str(both)
    assert vanguard.loc[exhibits.VANGUARD["others_only"], "Observed"] == str(others)
    whole = exhibits.network(compared(null_model.whole(TABLE_4, DRAWS, SEED)), RUN)
    table = whole.table.set_index("What")
    assert table.loc[exhibits.WHOLE["pairs"][0], "Observed"] == str(pairs)
    names = record.read("partnerships").set_index("short_name")["partnership_id"]
    for row in overlaps_of_table_4().table.to_dict("records"):
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


def overlaps_of_table_4() -> Exhibit:
    overlaps = compared(null_model.partnerships(TABLE_4, DRAWS, SEED))
    return exhibits.overlaps(overlaps, record.read("partnerships"), RUN)


def test_the_heat_map_draws_each_number_of_its_table_and_no_other() -> None:
    found = overlaps_of_table_4()
    shown = re.findall(r"<text[^>]*>([^<]*)</text>", found.svg)
    numbers = sorted(re.sub(r"\D", "", text) for text in shown if re.fullmatch(r"\d+\W?", text))
    assert numbers == sorted(found.table["In common"].astype(str))
    assert sum("\N{BLACK UP-POINTING TRIANGLE}" in text for text in shown) == 1 + sum(
        found.table["Among the draws"] == "above"
    )
    assert len(found.svg.encode()) < BUDGET
