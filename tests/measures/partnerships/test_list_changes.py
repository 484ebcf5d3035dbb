"""What differs between two small lists; every change by hand."""

import pandas as pd
import pytest

from s3analysis.measures.partnerships import list_changes

COLUMNS = ["partnership_id", "region_id", "country_id", "role", "as_of", "locator"]
OLD = pd.DataFrame(
    [
        ["bio", "norte", "PT", "lead", "2017-07", "old 1"],
        ["bio", "skane", "SE", "participant", "2017-07", "old 2"],
        ["bio", "wales", "UK", "participant", "2017-07", "old 3"],
        ["sport", "norte", "PT", "observer", "2017-07", "old 4"],
        ["textile", "norte", "PT", "lead", "2017-07", "old 5"],
        ["textile", "attica", "EL", "participant", "2017-07", "old 6"],
    ],
    columns=COLUMNS,
)
NEW = pd.DataFrame(
    [
        ["bio", "skane", "SE", "lead", "2021-01", "new 1"],
        ["bio", "lodzkie", "PL", "participant", "2021-01", "new 2"],
        ["bio", "oslo", "NO", "participant", "2021-01", "new 3"],
        ["chemicals", "norte", "PT", "lead", "2021-01", "new 4"],
    ],
    columns=COLUMNS,
)
STATES = pd.DataFrame(
    {
        "country_id": ["PT", "SE", "UK", "EL", "PL", "NO"],
        "joined": ["1986-01-01", "1995-01-01", "1973-01-01", "1981-01-01", "2004-05-01", ""],
        "left": ["", "", "2020-02-01", "", "", ""],
    }
)


def changes(into=(), partial=frozenset()):
    found = list_changes.between(OLD, NEW, dict(into), STATES, partial)
    assert list(found) == list_changes.COLUMNS
    return found.to_numpy().tolist()


EACH = [
    ["opened", "chemicals", "", "", "", "", "new 4"],
    ["closed", "sport", "", "", "", "old 4", ""],
    ["closed", "textile", "", "", "", "old 5", ""],
    ["joined", "bio", "lodzkie", "", "participant", "", "new 2"],
    ["joined", "bio", "oslo", "", "participant", "", "new 3"],
    ["left", "bio", "norte", "lead", "", "old 1", ""],
    ["left", "bio", "wales", "participant", "", "old 3", ""],
    ["role", "bio", "skane", "participant", "lead", "old 2", "new 1"],
    ["state gained", "", "", "", "PL", "", "new 2"],  # Norway is no Member State
    ["state lost", "", "", "EL", "", "old 6", ""],  # the United Kingdom was none by 2021
]


def test_each_change_stands_once_with_its_places_in_report_order():
    assert changes() == EACH


@pytest.mark.parametrize(
    ("partial", "hidden"),
    [
        ("old", {"opened", "joined", "state gained"}),
        ("new", {"closed", "left", "state lost"}),
    ],
)
def test_what_a_partial_list_cannot_show_is_left_out(partial, hidden):
    assert changes(partial=frozenset({partial})) == [row for row in EACH if row[0] not in hidden]


def test_members_of_a_merged_partnership_are_looked_for_where_it_went():
    found = changes({"textile": "chemicals"})
    assert ["merged", "textile", "", "", "chemicals", "old 5", "new 4"] in found
    assert ["left", "chemicals", "attica", "participant", "", "old 6", ""] in found
    # Norte led both before and after: no change
    assert not [row for row in found if row[1:3] == ["chemicals", "norte"]]


def test_a_region_of_two_merged_partnerships_had_the_stronger_role():
    both = pd.concat([OLD.assign(partnership_id="bio", region_id="skane").iloc[[2, 0]]])
    found = list_changes.between(both, NEW.head(1), {}, STATES)
    assert found.query("kind == 'role'").empty


def test_sizes_count_each_region_of_a_list_once():
    twice = {"2017-07": pd.concat([OLD, OLD.head(1)]), "2021-01": NEW}
    assert list_changes.sizes(twice).to_numpy().tolist() == [
        ["bio", "2017-07", 3],
        ["sport", "2017-07", 1],
        ["textile", "2017-07", 2],
        ["bio", "2021-01", 3],
        ["chemicals", "2021-01", 1],
    ]
