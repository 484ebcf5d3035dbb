"""The exhibits of how far a partnership has come: many, one and none."""

import pandas as pd
from IPython.display import Markdown
from small_record import REGIONS

from s3analysis import contracts
from s3analysis.exhibits.partnerships import progress
from s3analysis.measures.record import milestones

RUN = contracts.PartnershipStatus()
NANO = pd.Series({"partnership_id": "nano", "short_name": "Nano"})
TWO = pd.DataFrame({"region_id": ["flanders", "tampere"]})
NOBODY = pd.DataFrame(columns=["status", "value", "milestone"])


def text(found: object) -> str:
    assert isinstance(found, Markdown)
    return found.data


def test_without_a_case_or_a_row_a_sentence_says_so() -> None:
    assert "no demonstration case of Nano" in text(progress.cases(NANO, NOBODY))
    assert "has no row for Nano" in text(progress.milestones(NANO, NOBODY, PATHS, RUN))


def test_cases_are_counted_as_names() -> None:
    case = {"section": "table-2", "number": 1, "name_printed": "A case", "gist": "It is one."}
    frame = pd.DataFrame([case | {"called": "demo-case", "document_id": "brief"}] * 2)
    assert progress.cases(NANO, frame).title == "2 names of demonstration cases or areas for Nano"
    found = progress.cases(NANO, frame.head(1))
    assert found.title == "1 name of demonstration cases or areas for Nano"
    assert found.table.iloc[0].tolist() == [
        "A case",
        "It is one.",
        "demonstration case",
        "Brief: Table 2",
    ]


STATUS = pd.DataFrame(
    [("2016-06", "no"), ("2017-03", "unknown"), ("2017-08", "yes")], columns=["milestone", "value"]
).assign(
    theme_id="small",
    status="qualified",
    evidence=["stated", "none", "stated"],
    reason="It says so.",
    quote="so",
    document_id="brief",
    section="table-3",
)
PATHS = pd.DataFrame(
    {
        "theme_id": ["small"],
        "name": ["Small"],
        "outcome": ["qualified"],
        "first": ["vanguard"],
        "last": ["table-4"],
    }
)


def test_the_milestones_count_what_is_unknown_in_title_table_and_alt() -> None:
    found = progress.milestones(NANO, STATUS, PATHS, RUN)
    assert found.title == "Nano: 1 of 3 cells of its row in the brief's Table 3 unknown"
    assert (found.table["Value"] == "unknown").sum() == 1
    assert found.alt.endswith(": 2 known, 1 unknown.")
    assert found.note == "Its last milestone is August 2017; the members are of July 2017."
    known = progress.milestones(NANO, STATUS.query("value != 'unknown'"), PATHS, RUN)
    assert known.title == "Nano: none of 2 cells of its row in the brief's Table 3 unknown"


def test_the_bounds_name_the_milestones_or_where_the_theme_is_first_named() -> None:
    found = progress.bounds(NANO, milestones.bounds(STATUS), PATHS)
    assert found.table.iloc[0].tolist() == ["Qualified", "June 2016", "August 2017", 1]
    nothing = progress.bounds(NANO, milestones.bounds(STATUS.head(0)), PATHS)
    assert text(nothing) == "Its theme is first named in: Vanguard list."


def unknown_of(own: pd.DataFrame, identity: list[str]) -> "pd.Series[str]":
    regions = REGIONS.assign(identity=identity)
    bounds = milestones.bounds(STATUS)
    found = progress.unknown(NANO, own, bounds, NOBODY, regions, ["2017-07"], RUN)
    return found.table.set_index("What is unknown")["What the data have"]


def test_what_is_unknown_says_between_which_milestones() -> None:
    answers = unknown_of(TWO, ["clear", "clear", "open"])
    assert answers["When it qualified"] == (
        "not reached by June 2016, reached by August 2017, 1 milestone unknown; "
        "the brief's Table 4 lists it as qualified in July 2017"
    )
    assert answers["When its expression of interest was submitted"] == (
        "no row in the brief's Table 3"
    )
    assert answers["Who is meant by some of its members"] == "one answer for each"
    assert answers["How far its demonstration cases have come"].startswith("no printed name of")


def test_members_whose_identity_is_open_are_named() -> None:
    answers = unknown_of(TWO, ["clear", "open", "open"])
    assert answers["Who is meant by some of its members"].startswith(
        "our reading of Tampere Region,"
    )
