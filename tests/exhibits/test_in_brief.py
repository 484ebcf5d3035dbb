"""What page 1 says, also of one partnership, of several largest ones, and of nobody absent."""

import nbformat
import pandas as pd
import pytest

from s3analysis.exhibits import in_brief
from s3analysis.exhibits.exhibit import MIME
from s3analysis.paths import NOTEBOOKS
from s3analysis.sources import record

NAMES = pd.DataFrame({"partnership_id": ["a", "b"], "short_name": ["Alpha", "Beta"]})
READINGS = pd.DataFrame({"name": ["Memberships", "Regions"], "low": [1, 2], "high": [9, 5]})
MEMBERS = pd.DataFrame({"region_id": ["r1", "r2", "r1"], "country_id": ["AT", "BE", "AT"]})


def sizes(*regions):
    return pd.DataFrame({"partnership_id": list("ab")[: len(regions)], "regions": regions})


def groups(newer, older, without):
    return pd.DataFrame(
        {"group": ["EU-15", "EU-13"], "memberships": [older, newer], "without": [0, without]}
    )


def topics(**needs):
    return pd.DataFrame(
        [(topic, full, most, none) for topic, (full, most, none) in needs.items()],
        columns=["topic", "answers", "needs", "none_found"],
    )


@pytest.mark.parametrize(
    ("regions", "largest"),
    [((2, 1), "Alpha is the largest, with 2"), ((2, 2), "Alpha and Beta are the largest, each")],
)
def test_the_largest_partnerships_are_named(regions, largest):
    said = in_brief.participation(MEMBERS, NAMES, sizes(*regions), "2017-07", READINGS).data
    assert said.startswith(
        "**In July 2017, 2 partnerships brought together 2 regions of 2 countries, with 3 "
        "memberships.**"
    )
    assert largest in said
    assert "the number of regions lies between 2 and 5." in said
    assert said.endswith("See [](#members), [](#partnership-sizes) and [](#ledger-spread).")


def test_a_list_of_another_month_is_not_read_again():
    said = in_brief.participation(MEMBERS, NAMES, sizes(2, 1), "2019-01").data
    assert said.startswith("**In January 2019, 2 partnerships")
    assert said.endswith("with 2 regions. See [](#members) and [](#partnership-sizes).")


def test_one_partnership_is_singular():
    said = in_brief.participation(
        MEMBERS.head(1), NAMES.head(1), sizes(1), "2017-07", READINGS
    ).data
    assert said.startswith(
        "**In July 2017, 1 partnership brought together 1 region of 1 country, with 1 membership.**"
    )


def test_absent_member_states_are_counted_with_the_newer_ones():
    states = pd.DataFrame({"regions": [2, 0, 0]})
    said = in_brief.absence(states, groups(1, 19, 1)).data
    assert said.startswith("**2 of 3 Member States have no region in any partnership.** 1 of these")
    assert "hold 1 of 20 memberships (5 %)" in said


def test_nobody_absent_is_no_riddle():
    said = in_brief.absence(pd.DataFrame({"regions": [2, 1]}), groups(0, 5, 0)).data
    assert said.startswith("**0 of 2 Member States have no region")
    assert "of these" not in said
    assert "hold 0 of 5 memberships (0 %)." in said


def test_few_regions_that_hold_much_are_counted():
    by_region = pd.DataFrame({"memberships": [2, 1, 1]})
    said = in_brief.concentration(by_region, pd.DataFrame(index=range(4))).data
    assert said.startswith(
        "**2 of 3 regions are in one partnership only.** 1 region is in at least"
    )
    assert "hold 2 of 4 memberships (50 %)" in said
    said = in_brief.concentration(by_region, pd.DataFrame(index=range(9))).data
    assert "No region is in at least half of the partnerships. See" in said


@pytest.mark.parametrize(
    ("full", "met"), [(0, "no listed service meets any"), (3, "a listed service meets 3 of these")]
)
def test_the_topic_asked_for_most_says_how_far_it_is_met(full, met):
    said = in_brief.needs(topics(funding=(full, 5, 1), rules=(0, 2, 2))).data
    assert said.startswith("**Regions asked most often for help with funding.** This is 5 of 7")
    assert met in said
    assert "For 3 needs of any kind" in said


@pytest.mark.parametrize(
    ("unlisted", "finding"),
    [(12, "Most printed numbers cannot be checked"), (3, "3 of 21 printed numbers cannot be")],
)
def test_what_cannot_be_checked_comes_first_and_all_facts_are_accounted_for(unlisted, finding):
    once = pd.Series({"reproduced": 2, "consistent": 3, "not checkable": unlisted, "claims": 21})
    once["not reproducible"], once["another reading"], once["not a test"] = 1, 1, 14 - unlisted
    said = in_brief.numbers(once).data
    assert said.startswith(f"**{finding}")
    assert f"Of 21 printed facts, {unlisted} concern things that the documents do not list." in said
    assert "support 5 and give another value for 1; 1 holds only under another reading." in said
    assert f"For the other {14 - unlisted}, agreement was certain" in said


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["2017-07"], "There is one member list, of July 2017"),
        (["2017-07", "2018-01"], "There are member lists of July 2017 and January 2018 only."),
    ],
)
def test_what_cannot_be_told_depends_on_the_lists_there_are(months, said):
    assert in_brief.limits(pd.DataFrame({"as_of": months})).data.startswith(said)


def test_the_brief_is_named_before_the_other_documents():
    said = in_brief.sources(record.read("documents")).data
    assert "5 public documents" in said
    assert said.index("22/2017") < said.index("Interreg Europe")


def test_the_concordance_has_each_figure_and_table_of_the_brief_in_its_order():
    sections = record.read("sections")
    shown = in_brief.concordance(sections).table
    assert len(shown) == len(in_brief.FOUND) == 11
    title = "10 of the brief's 11 exhibits are given again here"
    assert in_brief.concordance(sections).title == title
    assert shown["In the brief"].iloc[0] == "the brief's Figure 1"
    places = sections.query("document_id == 'brief'").set_index("section")["first_word"]
    order = places[shown["In the brief"].str[12:].str.lower().str.replace(" ", "-")]
    assert order.is_monotonic_increasing


def shown_exhibits():
    for path in sorted(NOTEBOOKS.glob("0*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            for output in cell.get("outputs", []):
                if MIME in output.get("data", {}):
                    yield output["data"][MIME]


def test_the_concordance_leads_to_what_says_that_it_gives_the_exhibit_again():
    again = {each["key"]: each["reproduces"] for each in shown_exhibits()}
    for section, (key, _) in in_brief.FOUND.items():
        assert not key or again[key], section
    kind = {key: words.split(",")[0] for key, words in again.items() if words}
    for section in ("figure-1", "figure-3", "figure-4", "figure-5", "figure-6"):
        assert kind[in_brief.FOUND[section][0]] == f"Figure {section[-1]} of the brief"
    for section in ("table-1", "table-2", "table-3", "table-4"):
        assert kind[in_brief.FOUND[section][0]] == f"Table {section[-1]} of the brief"
