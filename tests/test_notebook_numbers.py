"""The committed notebooks show what they must, and their headline numbers are those of the data.

The numbers are counted here again from data/processed, by plain sums, so that another month,
reading, frame or filter in a cell of a notebook is found although its outputs agree with it.
"""

import re
from collections import Counter

import nbformat
import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import MIME
from s3analysis.paths import NOTEBOOKS
from s3analysis.sources import record
from s3analysis.vocabulary import ROLE_WORDS

SHOWN = {
    "00_in_brief": "regions concordance",
    "01_partnerships": "partnership-aims members partnership-sizes places member-states groups "
    "vanguard",
    "02_needs": "needs-by-topic needs services-open",
    "03_themes": "theme-status",
    "04_platform": "platform-links milestones partnerships-by-date infoday-areas kickoff-topics "
    "governance instruments funding outlook",
    "05_priorities": "printed-shares then-and-now",
    "06_methods": "overlaps vanguard-tests network pairs unusual-places positions "
    "pairs-by-distance model-of-pairs without-one leads",
    "07_ledger": "ledger-summary ledger-meanings ledger-second-reading ledger-not-checkable "
    "ledger-fallen ledger-readings ledger-spread ledger-headlines ledger-nearest "
    "ledger-corrections ledger-ratios ledger-brief ledger-interreg ledger-grow "
    "ledger-support ledger-eccp",
    "08_record": "documents coverage corrections identities nuts-codes aliases countries "
    "statements event-readings contradictions claims census published-shares later-lists "
    "references abbreviations event-info-day event-launch event-smart-regions-2016 event-kick-off "
    "event-steering-committee event-smart-regions-2017 other-events "
    "theme-status-known theme-names "
    "theme-paths pitches demo-cases services service-numbers needs-answered "
    "needs-in-part second-coding",
    "partnership_status": "members by-role absent overlaps",
    "region_brief": "partners partnerships openings",
}
"""The exhibits of each notebook in their order; a reader who looks for one must find it."""


def exhibits(name):
    notebook = nbformat.reads((NOTEBOOKS / f"{name}.ipynb").read_text("utf-8"), as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    return [output.data[MIME] for output in outputs if MIME in output.get("data", {})]


def table(notebook, key):
    """Return the table of a committed exhibit, under the labels that a reader sees."""
    (found,) = [each for each in exhibits(notebook) if each["key"] == key]
    return pd.DataFrame(found["rows"], columns=[column["label"] for column in found["columns"]])


def counted(rows, label, *columns):
    """Return some columns of a table by another, as plain numbers."""
    return {row[label]: tuple(row[column] for column in columns) for _, row in rows.iterrows()}


def by(names, *groups):
    """Return how often each name is in each group, without those that are in none."""
    counts = [Counter(group) for group in groups]
    return {name: tuple(count[name] for count in counts) for name in names}


@pytest.fixture(scope="module")
def members():
    """Return who leads or takes part in July 2017, each region once in each partnership."""
    entries = record.read("partnership_members")
    now = entries.loc[
        (entries["as_of"] == "2017-07") & entries["role"].isin(["lead", "participant"])
    ]
    return now.drop_duplicates(["partnership_id", "region_id"])


@pytest.fixture(scope="module")
def of_the_union():
    countries = record.read("countries")
    there = (countries["joined"] != "") & (countries["joined"] <= "2017-07")
    return countries.loc[there & ((countries["left"] == "") | (countries["left"] > "2017-07-31"))]


@pytest.mark.parametrize("name", SHOWN)
def test_no_exhibit_of_a_notebook_is_gone_or_out_of_its_order(name):
    assert [each["key"] for each in exhibits(name)] == SHOWN[name].split()


def test_the_sizes_of_partnerships_are_those_of_the_list(members, of_the_union):
    short = record.read("partnerships").set_index("partnership_id")["short_name"]
    leads = members.loc[members["role"] == "lead"]
    states = members.drop_duplicates(["partnership_id", "country_id"])
    states = states.loc[states["country_id"].isin(of_the_union["country_id"])]
    named = [rows["partnership_id"].map(short) for rows in (members, leads, states)]
    shown = table("01_partnerships", "partnership-sizes")
    assert counted(shown, "Partnership", "Regions", "Lead", "Member States") == by(short, *named)


def test_the_regions_are_those_of_the_list_with_their_memberships(members):
    name = record.read("regions").set_index("region_id")["name"]
    leads = members.loc[members["role"] == "lead", "region_id"].map(name)
    every = members["region_id"].map(name)
    shown = table("00_in_brief", "regions")
    there = shown.loc[shown["Memberships"] > 0]
    label = "Region, or Member State without one"
    assert counted(there, label, "Memberships", "Of these as lead") == by(
        every.unique(), every, leads
    )
    states = table("01_partnerships", "member-states").query("Regions == 0")["Member State"]
    assert set(shown.loc[shown["Memberships"] == 0, label]) == set(states)


def test_every_member_state_is_shown_with_its_regions_and_memberships(members, of_the_union):
    leads = members.loc[members["role"] == "lead", "country_id"]
    regions = members.drop_duplicates("region_id")["country_id"]
    shown = table("01_partnerships", "member-states")
    columns = ["Regions", "Memberships", "Of these as lead"]
    expected = by(of_the_union["country_id"], regions, members["country_id"], leads)
    assert counted(shown, "Code", *columns) == expected


def test_the_groups_of_member_states_add_up_to_the_union(members, of_the_union):
    group = of_the_union.set_index("country_id")["accession_group"]
    regions = members.drop_duplicates("region_id")["country_id"].map(group)
    shown = table("01_partnerships", "groups")
    columns = ["Member States", "Regions", "Memberships"]
    expected = by(group.unique(), group, regions, members["country_id"].map(group))
    assert counted(shown, "Group", *columns) == expected


def test_the_members_of_a_partnership_are_those_that_lead_or_take_part(members):
    own = members.loc[members["partnership_id"] == "3d-printing"]
    others = members.loc[members["partnership_id"] != "3d-printing", "region_id"]
    shown = table("partnership_status", "by-role").set_index("Role")["Number"]
    assert shown[["Lead", "Participant"]].sum() == len(own)
    assert shown["Lead"] == (own["role"] == "lead").sum()
    lists = table("partnership_status", "overlaps")["Regions in common"].str.split("; ")
    assert len(set(lists.explode())) == own["region_id"].isin(others).sum()


def test_the_numbers_of_a_region_are_those_of_its_partnerships(members):
    own = members.loc[members["region_id"] == "tampere"]
    near = members.loc[members["partnership_id"].isin(own["partnership_id"])]
    near = near.loc[near["region_id"] != "tampere"].drop_duplicates("region_id")
    shown = table("region_brief", "partnerships")["Its role"]
    assert len(shown) == len(own)
    assert (shown == "Lead").sum() == (own["role"] == "lead").sum()
    partners = table("region_brief", "partners")
    assert len(partners) == len(near)
    assert set(partners["Country"]) == set(near["country_id"])


def test_all_pairs_of_regions_and_of_partnerships_are_compared(members):
    regions, partnerships = members["region_id"].nunique(), members["partnership_id"].nunique()
    pairs = table("06_methods", "pairs-by-distance")["Pairs"].sum()
    assert pairs == regions * (regions - 1) / 2
    overlaps = table("06_methods", "overlaps")
    assert len(overlaps) == partnerships * (partnerships - 1) / 2
    assert len(table("06_methods", "positions")) == regions


def test_the_list_of_members_holds_every_membership_under_its_role(members):
    shown = table("01_partnerships", "members").set_index("Partnership")
    for role, rows in members.groupby("role"):
        names = "; ".join(shown[ROLE_WORDS[role]]).replace("none listed; ", "").split("; ")
        assert len([name for name in names if name != "none listed"]) == len(rows)


def test_every_cell_of_table_3_is_shown_with_its_value():
    status = record.read("theme_status")
    shown = table("03_themes", "theme-status")
    assert Counter(shown["Value"]) == Counter(status["value"])
    known = table("08_record", "theme-status-known")
    assert known["Unknown"].sum() == (status["value"] == "unknown").sum()
    assert known[["Yes", "No", "Merged"]].to_numpy().sum() == (status["value"] != "unknown").sum()


def test_every_need_is_counted_under_its_best_answer():
    statements, answers = record.read("statements"), record.read("need_services")
    needs = statements.loc[statements["need"] == "yes", "statement_id"]
    # The assistance facility opens in 2018 only: in July 2017 it answers nothing in full.
    late = answers["service_id"] == "financial-assistance-facility"
    fits = answers["fit"].mask(late & (answers["fit"] == "answers"), "partly")
    found = fits.groupby(answers["statement_id"]).agg(set).reindex(needs)
    answered = found.map(lambda fits: "answers" in fits).sum()
    partly = found.map(lambda fits: "partly" in fits and "answers" not in fits).sum()
    expected = [len(needs), answered, partly, len(needs) - answered - partly]
    shown = table("02_needs", "needs-by-topic")
    assert shown[["Needs", "Answered", "In part", "None found"]].sum().tolist() == expected
    how = table("02_needs", "needs")["What is missing"].str.split(":").str[0].value_counts()
    assert [len(needs), *how[["Nothing", "In part", "None found"]]] == expected
    assert table("08_record", "needs-answered")["Need"].nunique() == expected[1]
    assert table("08_record", "needs-in-part")["Need"].nunique() == expected[2]
    assert len(table("02_needs", "services-open")) == len(record.read("support_services"))


def test_every_printed_number_is_in_the_ledger_of_its_document():
    claims = record.read("claims")
    *documents, last = table("07_ledger", "ledger-summary").to_dict("records")
    assert sum(row["Numbers"] for row in documents) == len(claims)
    for document_id, rows in claims.groupby("document_id"):
        shown = table("07_ledger", f"ledger-{document_id}")
        assert set(shown["Claim"]) == set(rows["claim_id"])
    verdicts = list(last)[2:8]
    assert sum(last[verdict] for verdict in verdicts) == last["Numbers"]
    of_all = pd.concat(
        table("07_ledger", f"ledger-{each}") for each in claims["document_id"].unique()
    )
    count = of_all["Verdict by computation"].value_counts()
    for verdict in verdicts:
        assert sum(row[verdict] for row in documents) == count.get(verdict, 0)


OF_ROWS = {
    "concordance": r"of the brief's (\d+)",
    "partnership-aims": r"of (\d+) partnerships",
    "member-states": r"of (\d+) Member States",
    "needs": r"^(\d+) needs",
    "services-open": r"of (\d+) services",
    "platform-links": r"describes (\d+) links",
    "milestones": r"of (\d+) events",
    "infoday-areas": r"of (\d+) areas",
    "kickoff-topics": r"of (\d+) topics",
    "funding": r"name (\d+) amounts",
    "overlaps": r"of (\d+) pairs",
    "positions": r"^(\d+) regions",
    "ledger-fallen": r"^(\d+) printed numbers",
    "documents": r"^(\d+) documents",
    "coverage": r"of (\d+) sections",
    "identities": r"of (\d+) regions",
    "statements": r"^(\d+) statements",
    "claims": r"^(\d+) printed numbers",
    "references": r"^(\d+) references",
    "other-events": r"name (\d+) events",
    "services": r"^(\d+) support services",
    "demo-cases": r"in (\d+) entries",
    "ledger-readings": r"try (\d+) readings",
    "aliases": r"by (\d+) other names",
    "countries": r"of (\d+) countries",
    "event-readings": r"^(\d+) events",
    "contradictions": r"in (\d+) points",
    "published-shares": r"publishes (\d+) shares",
    "abbreviations": r"explains (\d+) abbreviations",
    **dict.fromkeys(
        ("event-info-day", "event-kick-off", "event-steering-committee"), r"in (\d+) printed claims"
    ),
    **dict.fromkeys(
        (f"ledger-{each}" for each in ("brief", "interreg", "grow", "support", "eccp")),
        r": (\d+) printed numbers",
    ),
}
"""Of exhibits whose title counts their rows, where in the title the count stands."""


def test_a_count_of_rows_in_a_title_is_the_count_of_the_rows_shown():
    report = [each for name in sorted(SHOWN) if name[0].isdigit() for each in exhibits(name)]
    rows = {each["key"]: (each["title"], len(each["rows"])) for each in report}
    assert OF_ROWS.keys() <= rows.keys()
    for key, pattern in OF_ROWS.items():
        title, shown = rows[key]
        assert int(re.search(pattern, title)[1]) == shown, title


def test_the_parts_of_a_title_add_up_to_its_rows():
    title, shown = next(
        (each["title"], len(each["rows"]))
        for each in exhibits("04_platform")
        if each["key"] == "outlook"
    )
    assert sum(map(int, re.findall(r"\d+", title))) == shown


def test_each_cell_that_refers_to_an_exhibit_names_one_that_is_there():
    report = [each for name in sorted(SHOWN) if name[0].isdigit() for each in exhibits(name)]
    keys = {each["key"] for each in report}
    cells = [str(cell) for each in report for row in each["rows"] for cell in row]
    named = {cell[1:] for cell in cells if re.fullmatch(r"#[a-z0-9-]+", cell)}
    assert named
    assert named <= keys
