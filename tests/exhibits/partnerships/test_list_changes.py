"""Two lists whose differences are known: the exhibits give exactly these."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from IPython.display import Markdown

from s3analysis.exhibits.partnerships import list_changes, member_list, places
from s3analysis.exhibits.partnerships import membership as of_members
from s3analysis.exhibits.partnerships import network as chance
from s3analysis.measures.partnerships import membership, null_model, proposing
from s3analysis.sources import record
from s3analysis.sources.members import lists
from s3analysis.vocabulary import ROLE_WORDS

BRIEF = lists.of_the_brief("2017-07")
COUNTRIES = record.read("countries")
RUN = SimpleNamespace(as_of="2019-01", reading="members", draws=20, seed=1)
GONE = ["textile-innovation", "adma-energy"]


def later(brief=BRIEF, **more):
    """Return a list of January 2019 in which nine things differ from the brief's."""
    entries = brief.entries.reset_index(drop=True)
    one = entries["partnership_id"].eq("3d-printing")
    roles = entries["role"].mask(one & entries["region_id"].eq("norte"), "participant")
    entries = entries.assign(role=roles)
    left = one & entries["region_id"].eq("flanders")
    kept = entries[~entries["partnership_id"].isin(GONE) & ~left]
    added = pd.DataFrame(
        [
            ["3d-printing", "el3", "EL", "participant"],
            ["chemicals", "norte", "PT", "lead"],
            ["chemicals", "el3", "EL", "participant"],
        ],
        columns=["partnership_id", "region_id", "country_id", "role"],
    )
    entries = pd.concat([kept, added], ignore_index=True).assign(as_of="2019-01")
    entries["locator"] = [f"new.csv, row {number}" for number in range(2, len(entries) + 2)]
    rows = brief.partnerships[~brief.partnerships["partnership_id"].isin(GONE)]
    fresh = {"partnership_id": "chemicals", "position": 99, "short_name": "Chemicals"}
    fresh |= {"vanguard_pilot": "unknown", "merged_from": "adma-energy"}
    partnerships = pd.concat([rows, pd.DataFrame([fresh])], ignore_index=True)
    attica = {"region_id": "el3", "name": "Attica", "country_id": "EL", "x": 5530, "y": 1770}
    attica |= {"tile_column": 10, "tile_row": 13, "tile_label": "Attica", "nested_in": ""}
    regions = pd.concat([brief.regions, pd.DataFrame([attica])], ignore_index=True)
    new = {"entries": entries, "partnerships": partnerships, "regions": regions}
    about = {"as_of": "2019-01", "source": "new.csv", "added": pd.DataFrame([attica])}
    return replace(brief, **new, **about, **more)


def test_each_difference_is_one_row_with_its_place_in_both_lists():
    table = list_changes.changes([BRIEF, later()], COUNTRIES).table
    shown = table[["What", "Partnership", "Region", "Before", "After"]].to_numpy().tolist()
    merged = BRIEF.entries.query("partnership_id == 'adma-energy' and region_id != 'norte'")
    names = BRIEF.regions.set_index("region_id")["name"]
    went = [
        ["Region left", "Chemicals", names[region], ROLE_WORDS[role], "-"]
        for region, role in sorted(merged[["region_id", "role"]].to_numpy().tolist())
    ]
    assert shown == [
        ["Partnership opened", "Chemicals", "-", "-", "-"],
        ["Partnership merged", "ADMA Energy", "-", "-", "Chemicals"],
        ["Partnership closed", "Textile innovation", "-", "-", "-"],
        ["Region joined", "3D printing", "Attica", "-", "Participant"],
        ["Region joined", "Chemicals", "Attica", "-", "Participant"],
        ["Region left", "3D printing", "Flanders", "Lead", "-"],
        *went,
        ["Role changed", "3D printing", "Norte", "Lead", "Participant"],
        ["Role changed", "Chemicals", "Norte", "Participant", "Lead"],
        ["Member State gained", "-", "-", "-", "Greece"],
        ["Member State lost", "-", "-", "Czechia", "-"],
        ["Member State lost", "-", "-", "Romania", "-"],
    ]
    where = table[["In the older list", "In the newer list"]]
    assert where.iloc[0].tolist()[0] == "not there"
    role = where[table["What"].eq("Role changed")].iloc[0].tolist()
    assert role[0].startswith("Table 4 of the brief, 3D printing, place ")
    assert role[1].startswith("new.csv, row ")


def test_page_1_has_what_changed_where_there_are_two_lists_and_nothing_where_there_is_one():
    found = list_changes.finding([BRIEF, later()], COUNTRIES)
    assert found.data.startswith("**From July 2017 to January 2019: 1 partnership opened,")
    assert found.data.endswith(
        ".** 1 Member State gained: Greece. 2 Member States lost: Czechia and Romania. See "
        "[](#list-changes)."
    )
    assert list_changes.finding([BRIEF], COUNTRIES) is None
    same = replace(BRIEF, as_of="2019-01", entries=BRIEF.entries.assign(as_of="2019-01"))
    assert list_changes.finding([BRIEF, same], COUNTRIES).data == (
        "**From July 2017 to January 2019: no change of partnerships or members.** See "
        "[](#list-changes)."
    )


def test_lists_that_are_alike_show_no_change():
    same = replace(BRIEF, as_of="2019-01", entries=BRIEF.entries.assign(as_of="2019-01"))
    found = list_changes.changes([BRIEF, same], COUNTRIES)
    assert found.table.empty
    assert found.title.endswith("no change of partnerships or members")


@pytest.mark.parametrize("extent", ["complete", "partial"])
def test_a_partial_list_does_not_say_who_is_gone(extent):
    found = list_changes.changes([BRIEF, later(extent=extent)], COUNTRIES)
    gone = {"Partnership closed", "Partnership merged", "Region left"}
    assert gone.isdisjoint(found.table["What"]) == (extent == "partial")
    assert ("January 2019 is partial" in found.note) == (extent == "partial")


def test_the_figure_says_how_many_there_were_and_are():
    found = list_changes.sizes([BRIEF, later()])
    assert found.title.startswith(
        "9 partnerships in July 2017, 8 in January 2019; of the 7 in both, none grew"
    )
    assert "not there" in found.table["January 2019"].tolist()
    assert isinstance(list_changes.sizes([BRIEF]), Markdown)


def test_the_partnerships_that_changed_most_come_first():
    table = list_changes.sizes([BRIEF, later()]).table
    months = table[["July 2017", "January 2019"]].replace("not there", "0").astype(int)
    moved = (months["January 2019"] - months["July 2017"]).abs().tolist()
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > moved[-1] == 0


@pytest.mark.parametrize(
    "shown", [list_changes.sizes, lambda each: list_changes.network(each, RUN)]
)
def test_one_list_and_a_second_that_is_partial_have_each_their_sentence(shown):
    assert shown([BRIEF]).data == list_changes.ONE
    partial = "Fewer than two of the lists are complete."
    assert shown([BRIEF, later(extent="partial")]).data == partial


def test_the_network_of_each_list_is_beside_its_own_draws():
    found = list_changes.network([BRIEF, later()], RUN)
    assert found.table.columns[1::3].tolist() == ["July 2017", "January 2019"]


def invented(partnerships, count, as_of):
    """Return a made-up list: each partnership has its share of made-up regions."""
    random = np.random.default_rng(1)
    states = membership.member_states(COUNTRIES, as_of)["country_id"].tolist()
    ids = [f"r{number}" for number in range(count)]
    country = {one: states[number % len(states)] for number, one in enumerate(ids)}
    rows = [
        (f"p{number}", one, country[one], "participant" if at else "lead")
        for number in range(partnerships)
        for at, one in enumerate(random.choice(ids, max(count // 12, 1), replace=False))
    ]
    columns = ["partnership_id", "region_id", "country_id", "role"]
    entries = pd.DataFrame(rows, columns=columns).assign(as_of=as_of)
    keys = [f"p{number}" for number in range(partnerships)]
    about = pd.DataFrame({"partnership_id": keys, "position": range(partnerships)})
    about = about.assign(short_name=keys, vanguard_pilot="unknown", merged_from="")
    added = pd.DataFrame({"region_id": ids, "name": ids, "country_id": country.values()})
    regions = lists.with_places(added)
    made = replace(BRIEF, platform="made-up", name="Made up", as_of=as_of, source="made up")
    entries["locator"] = "made up"
    frames = {"entries": entries, "partnerships": about, "regions": regions, "added": added}
    return replace(made, synthetic=True, **frames)


@pytest.mark.parametrize(("partnerships", "regions_in"), [(1, 3), (40, 250), (200, 60)])
def test_a_list_of_any_size_is_shown_and_marked_where_it_is_made_up(partnerships, regions_in):
    listed = invented(partnerships, regions_in, "2021-06")
    run = SimpleNamespace(as_of="2021-06", reading="members", draws=20, seed=1)
    members = membership.memberships(listed.entries, run.as_of, run.reading)
    about, regions = listed.partnerships, listed.regions
    largest = member_list.largest(members)
    drawn = about[about["partnership_id"].isin(largest["partnership_id"])]
    states = membership.by_country(members, COUNTRIES, run.as_of)
    assert "UK" not in set(states["country_id"])
    overlaps = null_model.among(members, largest, run.draws, run.seed)
    whole = null_model.whole(members, run.draws, run.seed)
    whole["beside"] = null_model.beside(whole, "q", null_model.LEVEL)
    sizes = membership.by_partnership(members, about)
    eligible = proposing.by_partnership(members, about, regions, COUNTRIES, run.as_of)
    shown = [
        of_members.members(members, about, regions, run),
        of_members.sizes(sizes, eligible, about, run),
        places.member_maps(largest, drawn, regions, record.read("country_outlines"), run),
        places.region_tiles(membership.by_region(members), regions, states, run),
        of_members.member_states(states, run),
        member_list.overlaps(overlaps, drawn, run),
        chance.network(whole, run),
    ]
    named = [member_list.shown(each, listed) for each in shown]
    exhibits = [each for each in named if not isinstance(each, Markdown)]
    assert len(exhibits) >= 6
    assert all(each.source == "made up" and each.synthetic for each in exhibits)
    assert all(len(each.svg.encode()) < 200_000 for each in exhibits)


def test_a_partial_list_bears_no_statistic():
    partial = later(extent="partial")
    states = membership.by_country(partial.entries, COUNTRIES, "2019-01")
    found = member_list.shown(of_members.member_states(states, RUN), partial)
    assert found.data.startswith("Not shown, because the list is partial: *Regions, memberships")
    members = of_members.members(partial.entries, partial.partnerships, partial.regions, RUN)
    assert member_list.shown(members, partial).source == "new.csv"


@pytest.mark.parametrize(("extent", "said"), [("complete", "A.\n\nB."), ("partial", "unknown")])
def test_findings_stand_one_below_the_other_where_a_list_bears_them(extent, said):
    found = member_list.findings(later(extent=extent), Markdown("A."), Markdown("B."))
    assert said in found.data
    assert ("A." in found.data) == (extent == "complete")
