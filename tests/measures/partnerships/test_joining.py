from measures.partnerships.test_proposing import COUNTRIES, LISTED, PARTNERSHIPS, REGIONS
from s3analysis.measures.partnerships import joining


def test_the_standing_to_each_partnership_says_who_is_known_and_whose_country_is_new():
    found = joining.by_partnership(LISTED, REGIONS, PARTNERSHIPS, "norte", "members")
    rows = found.set_index("partnership_id")
    assert rows.index.tolist() == ["b", "a", "empty"]
    assert rows["standing"].tolist() == ["in", "looks on", "nobody to join"]
    assert rows.loc["a", ["role", "regions", "known"]].tolist() == ["observer", 2, 1]
    assert rows["new_country"].all()


def test_a_region_that_only_observes_is_in_when_everyone_listed_counts():
    found = joining.by_partnership(LISTED, REGIONS, PARTNERSHIPS, "norte", "listed")
    assert found.set_index("partnership_id")["standing"]["a"] == "in"


def test_a_region_of_no_partnership_may_join_and_finds_others_of_its_country():
    found = joining.by_partnership(LISTED, REGIONS, PARTNERSHIPS, "west-flanders", "members")
    rows = found.set_index("partnership_id")
    assert rows["standing"].tolist() == ["may join", "may join", "nobody to join"]
    assert rows.loc["a", ["same_country", "new_country", "known"]].tolist() == [1, False, 0]


def test_insiders_are_listed_with_what_is_shared_elsewhere():
    found = joining.insiders(LISTED, REGIONS, "norte", "a", "members")
    assert found["region_id"].tolist() == ["flanders", "skane"]
    assert found["elsewhere_ids"].tolist() == [["b"], []]


def test_an_empty_partnership_has_no_insiders():
    assert joining.insiders(LISTED, REGIONS, "norte", "empty", "members").empty


def openings(region, reading="members"):
    standings = joining.by_partnership(LISTED, REGIONS, PARTNERSHIPS, region, reading)
    found = joining.openings(standings, LISTED, REGIONS, COUNTRIES, region, "2017-07", reading)
    return found.set_index("partnership_id")


def test_openings_are_the_partnerships_that_a_region_is_not_a_member_of():
    found = openings("norte")
    assert found.index.tolist() == ["a", "empty"]
    assert found.loc["a", ["lead_ids", "other_ids"]].tolist() == [["flanders"], ["skane"]]
    assert found["absent"].tolist() == [2, 4]


def test_who_only_looks_on_is_in_an_opening_when_everyone_listed_counts():
    assert openings("west-flanders").loc["a", "other_ids"] == ["skane"]
    everyone = openings("west-flanders", "listed").loc["a"]
    assert everyone["other_ids"] == ["norte", "skane"]
    assert everyone["same_country_ids"] == ["flanders"]


def test_a_region_that_is_everywhere_has_no_opening():
    where = LISTED.assign(partnership_id="a")
    alone = PARTNERSHIPS.query("partnership_id == 'a'")
    standings = joining.by_partnership(where, REGIONS, alone, "skane", "members")
    given = (where, REGIONS, COUNTRIES, "skane", "2017-07", "members")
    assert joining.openings(standings, *given).empty


def test_absent_states_are_member_states_with_their_regions_elsewhere():
    members = LISTED.loc[LISTED["role"] != "observer"]
    found = joining.absent_states(members, COUNTRIES, "2017-07", "a")
    assert found[["country_id", "elsewhere"]].to_numpy().tolist() == [["PT", 1], ["UK", 0]]


def test_an_empty_partnership_lacks_every_member_state():
    found = joining.absent_states(LISTED.head(0), COUNTRIES, "2017-07", "a")
    assert found["country_id"].tolist() == ["BE", "PT", "SE", "UK"]
    assert found["elsewhere"].sum() == 0


PLACED = REGIONS.assign(x=[0, 10, 900, 2000, 950, 300], y=0)


def nearest(region, **changed):
    standings = joining.by_partnership(LISTED, PLACED, PARTNERSHIPS, region, "members")
    found = joining.openings(
        standings, LISTED, PLACED, COUNTRIES, region, "2017-07", "members"
    ).assign(**changed)
    members = LISTED.query("role != 'observer'")
    return joining.nearest(found, members, PLACED, region)


def test_a_partnership_that_lists_the_region_already_is_its_nearest_opening():
    assert nearest("oslo")["partnership_id"].tolist() == ["b", "a"]
    assert nearest("oslo", role=["", "observer", ""])["partnership_id"].tolist() == ["a", "b"]


def test_neighbours_stand_by_distance_and_count_after_regions_of_the_same_country():
    found = nearest("oslo").set_index("partnership_id")["neighbour_ids"]
    assert found.to_dict() == {"a": ["skane", "flanders"], "b": ["flanders", "norte"]}
    of_country = [[], ["x"], []]
    assert nearest("oslo", same_country_ids=of_country)["partnership_id"].iloc[0] == "a"


def test_partners_from_elsewhere_decide_last_and_an_empty_partnership_is_no_opening():
    assert nearest("oslo", known=[0, 2, 0])["partnership_id"].tolist() == ["a", "b"]
    assert "empty" not in set(nearest("oslo")["partnership_id"])
