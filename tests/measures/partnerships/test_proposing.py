import itertools

import pandas as pd
import pytest

from s3analysis.measures.partnerships import joining, membership, proposing
from s3analysis.sources import record

REGIONS = pd.DataFrame(
    [
        ["flanders", "BE", ""],
        ["west-flanders", "BE", "flanders"],
        ["skane", "SE", ""],
        ["norte", "PT", ""],
        ["oslo", "NO", ""],
        ["scotland", "UK", ""],
    ],
    columns=["region_id", "country_id", "nested_in"],
)
COUNTRIES = pd.DataFrame(
    [
        ["BE", "Belgium", "1958-01-01", "", "EU-15"],
        ["NO", "Norway", "", "", "none"],
        ["PT", "Portugal", "1986-01-01", "", "EU-15"],
        ["SE", "Sweden", "1995-01-01", "", "EU-15"],
        ["UK", "United Kingdom", "1973-01-01", "2020-01-31", "EU-15"],
    ],
    columns=["country_id", "name", "joined", "left", "accession_group"],
)
PARTNERSHIPS = pd.DataFrame({"partnership_id": ["a", "b", "empty"], "position": [2, 1, 3]})
LISTED = pd.DataFrame(
    [
        ["a", "flanders", "BE", "lead"],
        ["a", "skane", "SE", "participant"],
        ["a", "norte", "PT", "observer"],
        ["b", "flanders", "BE", "participant"],
        ["b", "norte", "PT", "participant"],
    ],
    columns=["partnership_id", "region_id", "country_id", "role"],
)


def proposed(*region_ids, as_of="2017-07"):
    frame = proposing.proposal(REGIONS, COUNTRIES, as_of, region_ids)
    return proposing.eligibility(frame)


def toy_eligibility(members, countries):
    """Return whether the members of a toy partnership are from three states."""
    frame = pd.DataFrame({"country_id": [countries[r] for r in members], "counts": True})
    return proposing.eligibility(frame).eligible


def test_three_regions_of_two_countries_are_not_eligible():
    countries = {"r1": "AA", "r2": "AA", "r3": "BB", "r4": "CC", "r5": "DD"}
    partnerships = [["r1", "r2", "r3"], ["r2", "r3", "r4"], ["r4", "r5"]]
    assert [toy_eligibility(each, countries) for each in partnerships] == [False, True, False]


def test_norway_is_no_member_state():
    found = proposed("flanders", "skane", "oslo")
    assert (found.eligible, found.states, found.missing) == (False, ("BE", "SE"), 1)


def test_the_united_kingdom_was_one_in_2017_and_is_none_after_2020():
    assert proposed("flanders", "skane", "scotland").eligible
    assert not proposed("flanders", "skane", "scotland", as_of="2021-01").eligible


def test_two_regions_of_one_country_do_not_help():
    assert not proposed("flanders", "west-flanders", "skane").eligible
    assert proposed("flanders", "west-flanders", "skane", "norte").eligible


def test_a_region_named_twice_counts_once():
    assert proposed("skane", "skane", "skane").regions == 1


def test_nobody_proposed_lacks_three_states():
    assert proposed() == proposing.Eligibility(False, 0, (), 3)


def test_an_unknown_region_is_named():
    with pytest.raises(membership.UnknownRegions, match="atlantis") as refused:
        proposed("skane", "atlantis")
    assert refused.value.region_ids == ["atlantis"]


def test_what_if_says_who_completes_the_trio_and_why_the_others_do_not():
    ifs = proposing.what_if(REGIONS, COUNTRIES, "2017-07", ["flanders", "skane"])
    assert ifs[["region_id", "completes", "reason"]].to_numpy().tolist() == [
        ["norte", True, ""],
        ["scotland", True, ""],
        ["west-flanders", False, "another region of its Member State is in"],
        ["oslo", False, "outside the EU"],
    ]


@pytest.mark.parametrize("ids", [[], ["skane"], ["skane", "oslo"], ["skane", "norte", "flanders"]])
def test_what_if_agrees_with_proposing_it(ids):
    ifs = proposing.what_if(REGIONS, COUNTRIES, "2017-07", ids)
    before = proposed(*ids)
    for row in ifs.itertuples():
        after = proposed(*ids, row.region_id)
        assert row.missing == after.missing
        assert row.completes == (after.eligible and not before.eligible)


def trios(region_id):
    return proposing.trios(REGIONS, COUNTRIES, "2017-07", region_id)


def test_trios_are_every_pair_that_makes_three_states():
    pairs = trios("skane")
    found = list(zip(pairs["first_id"], pairs["second_id"], strict=True))
    others = [region for region in sorted(REGIONS["region_id"]) if region != "skane"]
    able = [each for each in itertools.combinations(others, 2) if proposed("skane", *each).eligible]
    assert found == able


def test_a_region_outside_the_union_makes_no_trio():
    assert trios("oslo").empty


def test_countrymen_make_no_trio():
    assert not trios("flanders").isin(["west-flanders"]).any(axis=None)


def test_every_partnership_of_table_4_would_be_eligible():
    # Table 4: nine partnerships, the smallest (Sport) of six regions
    tables = record.read_all()
    members = membership.memberships(tables["partnership_members"], "2017-07", "members")
    for _, rows in members.groupby("partnership_id"):
        frame = proposing.proposal(
            tables["regions"], tables["countries"], "2017-07", rows["region_id"]
        )
        assert proposing.eligibility(frame).eligible


@pytest.mark.parametrize("reading", ["members", "listed"])
def test_every_region_of_the_record_has_an_answer(reading):
    tables = record.read_all()
    listed = membership.memberships(tables["partnership_members"], "2017-07", "listed")
    for region in tables["regions"]["region_id"]:
        found = joining.by_partnership(
            listed, tables["regions"], tables["partnerships"], region, reading
        )
        assert len(found) == 9
        assert found.notna().all(axis=None)
        assert set(found["standing"]) <= set(joining.STANDINGS)


def test_each_partnership_says_whether_it_could_propose_and_an_empty_one_lacks_three_states():
    members = LISTED.loc[LISTED["role"] != "observer"]
    found = proposing.by_partnership(members, PARTNERSHIPS, REGIONS, COUNTRIES, "2017-07")
    assert found["partnership_id"].tolist() == ["b", "a", "empty"]
    assert found["missing"].tolist() == [1, 1, 3]
    assert not found["eligible"].any()
    everyone = proposing.by_partnership(LISTED, PARTNERSHIPS, REGIONS, COUNTRIES, "2017-07")
    assert everyone.set_index("partnership_id")["eligible"].to_dict() == {
        "a": True,
        "b": False,
        "empty": False,
    }


def test_a_region_inside_another_is_counted_apart_and_once():
    members = pd.DataFrame(
        {"partnership_id": "a", "region_id": ["flanders", "west-flanders", "skane", "oslo"]}
    )
    found = proposing.by_partnership(members, PARTNERSHIPS, REGIONS, COUNTRIES, "2017-07")
    one = found.set_index("partnership_id").loc["a"]
    assert one[["apart", "once", "states"]].tolist() == [3, 2, 2]


def test_neither_norway_nor_a_second_region_of_a_country_is_another_member_state():
    regions = ["flanders", "west-flanders", "skane", "oslo"]
    members = pd.DataFrame({"partnership_id": "a", "region_id": regions})
    found = proposing.by_partnership(members, PARTNERSHIPS, REGIONS, COUNTRIES, "2017-07")
    numbers = found.set_index("partnership_id").loc["a", ["apart", "states", "missing", "eligible"]]
    assert numbers.tolist() == [3, 2, 1, False]
