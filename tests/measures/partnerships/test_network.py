import csv
import itertools
from collections import Counter, defaultdict

import pandas as pd
import pytest
from small_record import MEMBERS, members_of

from s3analysis.measures.partnerships import comembership, membership, network, null_model
from s3analysis.paths import RAW
from s3analysis.sources import record


def table_4(reading="members"):
    return membership.memberships(record.read("partnership_members"), "2017-07", reading)


def observed(members):
    """Return the measures of the network as a whole, by name."""
    return null_model.whole(members, 2, 1).set_index("measure")["observed"]


def place(members, measure):
    """Return one measure of the places of regions, in the order of their keys."""
    found = null_model.positions(members, 2, 1)
    return found.loc[found["measure"] == measure].set_index("region_id")["observed"].sort_index()


def test_positions_have_the_digits_of_the_worked_example():
    # Three partnerships, five regions, four countries; expected numbers by hand.
    assert place(MEMBERS, "degree").tolist() == [2, 3, 3, 3, 1]
    assert place(MEMBERS, "strength").tolist() == [2, 4, 4, 3, 1]
    assert place(MEMBERS, "betweenness").round(6).tolist() == [0, 0.166667, 0.166667, 0.5, 0]
    assert place(MEMBERS, "core").tolist() == [2, 2, 2, 2, 1]


def test_the_whole_has_the_digits_of_the_worked_example():
    whole = observed(MEMBERS)
    names = ["density", "clustering", "transitivity", "same_country"]
    assert whole[names].round(6).tolist() == [0.6, 0.533333, 0.6, -0.2]
    names = ["pairs", "repeated", "strongest", "core", "core_regions"]
    assert whole[names].tolist() == [6, 1, 2, 2, 4]


def test_the_core_of_table_4_is_its_largest_partnership():
    # 3D printing: three leads and twenty participants, each tied to the 22 others
    found = place(table_4(), "core")
    largest = table_4().query("partnership_id == '3d-printing'")["region_id"]
    assert (found.max(), set(found.index[found == 22])) == (22, set(largest))


def test_the_order_of_rows_changes_nothing():
    members = table_4()
    turned = members.sample(frac=1, random_state=1)
    for measure in (null_model.whole, null_model.positions):
        pd.testing.assert_frame_equal(measure(members, 9, 1), measure(turned, 9, 1))


@pytest.mark.parametrize(
    ("partnerships", "reason"),
    [
        ({"A": ["r1"]}, "no two regions are tied"),
        ({"A": ["r1"], "B": ["r2"]}, "no two regions are tied"),
        ({"A": ["r1", "r2"]}, "all ties are of one country"),
        ({"A": ["r1", "r2"], "B": ["r3", "r4"]}, ""),
        ({"A": ["r1", "r2", "r3", "r4", "r5"]}, ""),
    ],
)
def test_a_measure_without_a_value_says_why(partnerships, reason):
    found = null_model.whole(members_of(partnerships), 9, 1).set_index("measure")
    assert found.loc["same_country", "observed"] is pd.NA or not reason
    if reason:
        assert found.loc["same_country", "undefined"] == reason
    assert found.drop(index="same_country")["observed"].notna().all()


def test_a_network_in_two_parts_is_counted_as_two():
    members = members_of({"A": ["r1", "r2", "r3"], "B": ["r4", "r5"]})
    assert observed(members)["components"] == 2


def test_nobody_makes_no_network():
    with pytest.raises(network.Undefined, match="without a member"):
        null_model.whole(MEMBERS.head(0), 9, 1)


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
    whole = observed(members)
    assert whole["pairs"] == len(shared)
    assert whole["strongest"] == max(shared.values())
    assert whole["repeated"] == sum(count >= 2 for count in shared.values())
    assert whole["density"] == pytest.approx(len(shared) / (len(times) * (len(times) - 1) / 2))
