import pandas as pd
import pytest

from s3analysis.measures.partnerships import membership
from s3analysis.sources import record

ENTRIES = pd.DataFrame(
    [
        ["2017-07", "sport", "lapland", "FI", "lead"],
        ["2017-07", "sport", "flanders", "BE", "participant"],
        ["2017-07", "nano", "flanders", "BE", "lead"],
        ["2017-07", "nano", "flanders", "BE", "repeated"],
        ["2017-07", "nano", "varmland", "SE", "observer"],
        ["2018-04", "nano", "norte", "PT", "lead"],
    ],
    columns=["as_of", "partnership_id", "region_id", "country_id", "role"],
)
PARTNERSHIPS = pd.DataFrame({"partnership_id": ["sport", "nano", "empty"], "position": [2, 1, 3]})
COUNTRIES = pd.DataFrame(
    [
        ["BE", "Belgium", "1958-01-01", "", "EU-15"],
        ["FI", "Finland", "1995-01-01", "", "EU-15"],
        ["MT", "Malta", "2004-05-01", "", "EU-13"],
        ["NO", "Norway", "", "", "none"],
        ["SE", "Sweden", "1995-01-01", "", "EU-15"],
    ],
    columns=["country_id", "name", "joined", "left", "accession_group"],
)


def test_only_the_list_of_the_month_counts():
    members = membership.memberships(ENTRIES, "2018-04", "members")
    assert members["region_id"].tolist() == ["norte"]


def test_a_lead_region_printed_again_is_one_membership():
    members = membership.memberships(ENTRIES, "2017-07", "members")
    assert len(members) == 3


def test_observers_count_only_when_everyone_listed_does():
    listed = membership.memberships(ENTRIES, "2017-07", "listed")
    assert "varmland" in set(listed["region_id"])


def test_an_empty_partnership_has_zeros():
    members = membership.memberships(ENTRIES, "2017-07", "members")
    sizes = membership.by_partnership(members, PARTNERSHIPS).set_index("partnership_id")
    columns = ["lead", "participant", "regions", "countries"]
    assert sizes.loc["empty", columns].tolist() == [0, 0, 0, 0]
    assert sizes.index.tolist() == ["nano", "sport", "empty"]


def test_a_region_of_two_partnerships_is_one_region_with_two_memberships():
    members = membership.memberships(ENTRIES, "2017-07", "members")
    first = membership.by_region(members).iloc[0]
    assert (first["region_id"], first["memberships"], first["leads"]) == ("flanders", 2, 1)


def test_member_states_without_a_region_are_counted_and_norway_is_not():
    members = membership.memberships(ENTRIES, "2017-07", "members")
    states = membership.by_country(members, COUNTRIES, "2017-07").set_index("country_id")
    assert "NO" not in states.index
    assert states.loc[["MT", "SE"], "regions"].tolist() == [0, 0]
    groups = membership.by_group(states.reset_index()).set_index("group")
    assert groups.loc["EU-13", ["states", "without", "regions"]].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("partnership", "leads", "participants"),
    # JRC policy brief 22/2017, Table 4, counted by hand in the print; two lead regions of Textile
    # Innovation are printed again under Participants
    [
        ("adma-energy", 2, 11),
        ("bio-economy", 2, 18),
        ("sustainable-manufacturing", 2, 12),
        ("3d-printing", 3, 20),
        ("industry-4-0", 6, 0),
        ("textile-innovation", 2, 13 - 2),
        ("nano-enabled-products", 2, 11),
        ("medical-technologies", 2, 12),
        ("sport", 1, 5),
    ],
)
def test_table_4_has_the_members_that_stand_in_print(partnership, leads, participants):
    members = membership.memberships(record.read("partnership_members"), "2017-07", "members")
    sizes = membership.by_partnership(members, record.read("partnerships"))
    row = sizes.set_index("partnership_id").loc[partnership]
    assert (row["lead"], row["participant"]) == (leads, participants)


def test_the_union_had_28_member_states_in_july_2017():
    states = membership.member_states(record.read("countries"), "2017-07")
    assert len(states) == 28
    assert "UK" in set(states["country_id"])


@pytest.mark.parametrize(
    ("month", "states"),
    [
        ("2013-06", {"UK"}),
        ("2013-07", {"HR", "UK"}),  # joined on the first of the month
        ("2020-01", {"HR", "UK"}),  # left on its last day
        ("2020-02", {"HR"}),
    ],
)
def test_a_state_counts_from_the_month_it_joins_to_the_month_it_leaves(month, states):
    countries = pd.DataFrame(
        [["HR", "2013-07-01", ""], ["NO", "", ""], ["UK", "1973-01-01", "2020-01-31"]],
        columns=["country_id", "joined", "left"],
    )
    assert set(membership.member_states(countries, month)["country_id"]) == states


def test_states_are_named_and_of_as_many_regions_and_memberships_stand_by_name():
    members = membership.memberships(ENTRIES, "2017-07", "members")
    states = membership.by_country(members, COUNTRIES, "2017-07")
    assert states.to_numpy().tolist() == [
        ["BE", "Belgium", "EU-15", 1, 2, 1],
        ["FI", "Finland", "EU-15", 1, 1, 1],
        ["MT", "Malta", "EU-13", 0, 0, 0],
        ["SE", "Sweden", "EU-15", 0, 0, 0],
    ]
    assert membership.by_group(states).to_numpy().tolist() == [
        ["EU-15", 3, 1, 2, 3, 2],
        ["EU-13", 1, 1, 0, 0, 0],
    ]
