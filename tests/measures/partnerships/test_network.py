import csv
import itertools
from collections import Counter, defaultdict

import networkx as nx
import pandas as pd
import pytest
from small_record import MEMBERS, members_of

from s3analysis.measures.partnerships import comembership, membership, network
from s3analysis.paths import RAW
from s3analysis.sources import record

# Three partnerships, five regions, four countries; expected numbers by hand.
WHOLE = network.whole(MEMBERS).set_index("measure")["value"]


def table_4(reading="members"):
    return membership.memberships(record.read("partnership_members"), "2017-07", reading)


def test_positions_have_the_digits_of_the_worked_example():
    found = network.positions(MEMBERS)
    assert found["degree"].tolist() == [2, 3, 3, 3, 1]
    assert found["strength"].tolist() == [2, 4, 4, 3, 1]
    assert found["betweenness"].round(6).tolist() == [0, 0.166667, 0.166667, 0.5, 0]
    assert found["core"].tolist() == [2, 2, 2, 2, 1]


def test_the_whole_has_the_digits_of_the_worked_example():
    assert WHOLE[["density", "clustering", "transitivity"]].round(6).tolist() == [
        0.6,
        0.533333,
        0.6,
    ]
    assert round(WHOLE["same_country"], 6) == -0.2
    assert WHOLE[["pairs", "repeated", "strongest", "core", "core_regions"]].tolist() == [
        6,
        1,
        2,
        2,
        4,
    ]


def test_assortativity_agrees_with_networkx_on_table_4():
    members = table_4()
    built, found = network.graph(members), network.whole(members).set_index("measure")["value"]
    by_country = nx.attribute_assortativity_coefficient(built, "country")
    assert found["same_country"] == pytest.approx(by_country)


def test_the_core_of_table_4_is_its_largest_partnership():
    # 3D printing: three leads and twenty participants, each tied to the 22 others
    found = network.positions(table_4()).set_index("region_id")["core"]
    largest = table_4().query("partnership_id == '3d-printing'")["region_id"]
    assert (found.max(), set(found.index[found == 22])) == (22, set(largest))


def test_the_order_of_rows_changes_nothing():
    members = table_4()
    turned = members.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(network.positions(members), network.positions(turned))
    pd.testing.assert_frame_equal(network.whole(members), network.whole(turned))


def test_all_regions_of_one_country_have_no_assortativity_and_the_answer_says_so():
    found = network.whole(members_of({"A": ["r1", "r2"]})).set_index("measure")
    assert found.loc["same_country", "undefined"] == "all ties are of one country"


@pytest.mark.parametrize(
    "partnerships",
    [
        {"A": ["r1"]},
        {"A": ["r1"], "B": ["r2"]},
        {"A": ["r1", "r2"]},
        {"A": ["r1", "r2"], "B": ["r3", "r4"]},
        {"A": ["r1", "r2", "r3", "r4", "r5"]},
    ],
)
def test_a_measure_without_a_value_says_why(partnerships):
    found = network.whole(members_of(partnerships))
    assert (found["value"].isna() == (found["undefined"] != "")).all()
    assert network.positions(members_of(partnerships)).notna().all(axis=None)


def test_a_network_in_two_parts_is_counted_as_two():
    members = members_of({"A": ["r1", "r2", "r3"], "B": ["r4", "r5"]})
    assert network.whole(members).set_index("measure")["value"]["components"] == 2
    assert network.positions(members)["component"].tolist() == [1, 1, 1, 2, 2]


def test_a_region_alone_in_its_partnership_stands_without_a_tie():
    found = network.positions(members_of({"A": ["r1", "r2"], "B": ["r3"]})).set_index("region_id")
    assert found.loc["r3", ["degree", "strength", "core", "component"]].tolist() == [0, 0, 0, 2]


def test_nobody_makes_no_network():
    with pytest.raises(network.Undefined, match="without a member"):
        network.whole(MEMBERS.head(0))


def plain_table_4(roles):
    """Return Table 4 as plain Python reads it from the raw file: regions by partnership and role.

    A region that is printed twice in a partnership has the first of its headings.
    """

    def rows(name):
        with (RAW / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    ids = {row["name_printed"]: row["region_id"] for row in rows("region_names")}
    listed = defaultdict(dict)
    for row in rows("partnership_members"):
        if row["as_of"] == "2017-07" and row["role"] in roles:
            region = ids.get(row["region_printed"]) or by_name(rows("regions"), row)
            listed[row["partnership_id"]].setdefault(region, row["role"])
    country = {row["region_id"]: row["country_id"] for row in rows("regions")}
    return listed, country


def by_name(regions, row):
    return next(each["region_id"] for each in regions if each["name"] == row["region_printed"])


@pytest.mark.parametrize(
    ("reading", "roles"),
    [
        ("members", {"lead", "participant"}),
        ("listed", {"lead", "participant", "observer", "interested"}),
    ],
)
def test_plain_python_over_the_raw_file_counts_the_same_in_table_4(reading, roles):
    listed, country = plain_table_4(roles)
    members = table_4(reading)
    sizes = membership.by_partnership(members, record.read("partnerships"))
    for row in sizes.set_index("partnership_id").itertuples():
        counted = Counter(listed[row.Index].values())
        assert (row.lead, row.participant) == (counted["lead"], counted["participant"])
        assert row.regions == len(listed[row.Index])
        assert row.countries == len({country[region] for region in listed[row.Index]})
    times = Counter(region for regions in listed.values() for region in regions)
    by_region = membership.by_region(members).set_index("region_id")["memberships"]
    assert by_region.to_dict() == dict(times)
    states = membership.by_country(members, record.read("countries"), "2017-07")
    homes = Counter(country[region] for region in times)
    assert {key: n for key, n in homes.items() if key != "NO"} == dict(
        states.loc[states["regions"] > 0].set_index("country_id")["regions"]
    )
    shared = Counter(
        pair for regions in listed.values() for pair in itertools.combinations(sorted(regions), 2)
    )
    pairs = comembership.pairs(members).set_index(["region_id", "other_id"])["partnerships"]
    assert pairs.to_dict() == dict(shared)
    whole = network.whole(members).set_index("measure")["value"]
    assert whole["pairs"] == len(shared)
    assert whole["strongest"] == max(shared.values())
    assert whole["repeated"] == sum(count >= 2 for count in shared.values())
    assert whole["density"] == pytest.approx(len(shared) / (len(times) * (len(times) - 1) / 2))
