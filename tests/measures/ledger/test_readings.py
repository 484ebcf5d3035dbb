"""The member list under each reading of the print (Table 4 of the brief)."""

import pytest

from s3analysis.measures.ledger import readings
from s3analysis.measures.partnerships import membership
from s3analysis.sources import record

AS_OF = "2017-07"


@pytest.fixture(scope="module")
def tables():
    return record.read_all()


@pytest.fixture
def counted(tables):
    """Return the numbers of regions, memberships and lead regions that some options give."""

    def under(**options):
        choice = readings.default(tables["readings"]) | {
            switch.replace("_", "-"): option for switch, option in options.items()
        }
        members = readings.members(readings.entries(tables, AS_OF), choice)
        leads = {member.region for member in members if member.role == "lead"}
        return len({member.region for member in members}), len(members), len(leads)

    return under


def test_the_default_counts_as_the_rest_of_the_report_does(tables, counted):
    members = membership.memberships(tables["partnership_members"], AS_OF, "members")
    by_region = membership.by_region(members)
    expected = (len(by_region), len(members), (by_region["leads"] > 0).sum())
    assert counted() == expected


def test_everyone_is_what_the_report_calls_listed(tables, counted):
    members = membership.memberships(tables["partnership_members"], AS_OF, "listed")
    regions, memberships, _ = counted(observers="everyone")
    assert (regions, memberships) == (members["region_id"].nunique(), len(members))


def test_an_observer_counts_where_observers_do(counted):
    assert counted(observers="observers")[1] == counted()[1] + 1  # Värmland


def test_west_flanders_inside_flanders_is_one_region_less(counted):
    regions, memberships, leads = counted()
    assert counted(nested="inside") == (regions - 1, memberships, leads)


def test_two_regions_on_one_line_are_one_region_more(counted):
    regions, memberships, leads = counted()
    assert counted(joint_entry="two") == (regions + 1, memberships + 1, leads)


def test_slovenia_left_out_is_one_lead_region_less(counted):
    regions, memberships, leads = counted()
    assert counted(national_level="left-out") == (regions - 1, memberships - 1, leads - 1)


def test_one_lead_of_industry_4_0_keeps_its_other_regions_as_participants(counted):
    # Tuscany leads; Castile and León, Mazowieckie and Slovenia lead nothing else.
    # Catalonia and Valencia lead another partnership.
    regions, memberships, leads = counted()
    assert counted(industry_4_0_leads="first") == (regions, memberships, leads - 3)


def test_valencia_and_north_east_romania_listed_twice_are_two_memberships_more(counted):
    regions, memberships, leads = counted()
    assert counted(listed_twice="twice") == (regions, memberships + 2, leads)


def test_three_names_that_may_mean_another_region_are_three_regions_more(counted):
    # Rhône-Alpes, West Finland, and the Randstad beside Zuid-Holland: names like Tampere, that
    # stand for one region alone, change nothing.
    assert counted(names="open-apart")[0] == counted()[0] + 3


def test_every_spelling_apart_counts_the_printed_names(tables, counted):
    listed = readings.entries(tables, AS_OF)
    names = {entry.printed for entry in listed if entry.role in {"lead", "participant"}}
    assert counted(names="as-printed")[0] == len(names)


def test_participants_alone_are_those_under_their_heading(tables, counted):
    members = tables["partnership_members"].query("role == 'participant'")
    assert counted(leads_take_part="no")[0] == members["region_id"].nunique()


def test_a_partnership_that_did_not_exist_takes_its_regions_with_it(tables, counted):
    regions, memberships, leads = counted()
    # Lapland and Kainuu are in sport alone; its other regions are elsewhere too.
    without = next(members for _, members in readings.lists(tables, AS_OF, ["in-march"]))
    assert len({member.region for member in without}) == regions - 2
    assert len(without) == memberships - 6
    assert len({member.region for member in without if member.role == "lead"}) == leads - 1


def test_leaving_one_partnership_out_is_tried_for_each(tables):
    tried = [choice["in-march"] for choice in readings.choices(tables, ["in-march"])]
    assert tried[:2] == ["less-sport", "all"]
    assert len(set(tried)) == len(tried) == 1 + len(tables["partnerships"])


def test_lists_give_what_members_gives(tables):
    entries = readings.entries(tables, AS_OF)
    for choice, members in readings.lists(tables, AS_OF, ["nested", "names"]):
        assert choice["in-march"] == "all"
        assert members == readings.members(entries, choice)


def test_a_region_that_leads_two_partnerships_has_two_seats(counted):
    # Table 4 has 22 entries under its lead headings.
    assert counted(lead_count="seats")[2] == 22


def test_an_unknown_option_is_refused(counted):
    with pytest.raises(KeyError):
        counted(observers="some")
