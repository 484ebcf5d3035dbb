import pandas as pd
import pytest

from s3analysis.exhibits.record import platform
from s3analysis.sources import record

LINKS = pd.DataFrame(
    [
        [2, "Regions", "are to co-manage", "S3P-Industry", "b"],
        [1, "Commission services", "launched it", "S3P-Industry", "a"],
    ],
    columns=["position", "actor", "link", "acted_on", "statement_id"],
)
INSTRUMENTS = pd.DataFrame(
    [
        [1, "COSME", "Innovation", "yes", "a"],
        [2, "COSME", "Projects", "no", "b"],
        [3, "Interreg", "Projects", "no", "b"],
    ],
    columns=["position", "instrument", "named_for", "figure_3", "statement_id"],
)
FUNDS = pd.DataFrame(
    [
        ["a", "ERDF", "more than EUR 2 million", 2, "over", "2014", "2020", "planned"],
        ["b", "ESF", "EUR 3 million", 3, "exact", None, "2020", "unknown"],
        ["c", "EFSI", "around EUR 1 million", 1, "about", "2017", "2017", "planned"],
        ["d", "EIB", "EUR 1 million", 1, "exact", "2017", None, "planned"],
        ["e", "EIF", "EUR 1 million", 1, "exact", None, None, "planned"],
    ],
    columns=[
        "funding_id",
        "fund",
        "value_printed",
        "amount",
        "exactness",
        "period_from",
        "period_to",
        "status",
    ],
).assign(purpose="jobs", scope="EU", document_id="brief", section="info-day")


def said(*rows):
    columns = ["statement_id", "occasion", "kind", "number", "gist"]
    return pd.DataFrame(rows, columns=columns).assign(quote="words of the brief")


STATEMENTS = said(
    ["a", "platform", "composition", None, "Several services launched it."],
    ["b", "platform", "management", None, "Regions co-manage it."],
)


def committee(*kinds):
    rows = [
        [f"s{place}", "steering-committee", kind, place, "Says."]
        for place, kind in enumerate(kinds)
    ]
    return platform.governance(said(*rows))


def test_links_and_parties_are_counted_as_shown():
    shown = platform.links(LINKS, STATEMENTS)
    assert "2 links between 3 parties" in shown.title
    assert "2 links between 3 parties" in shown.alt
    assert shown.table["From"].tolist() == ["Commission services", "Regions"]
    assert shown.note.endswith("Several services launched it.")


def test_one_link_is_said_in_the_singular():
    shown = platform.links(LINKS.iloc[:1], STATEMENTS)
    assert "1 link between 2 parties" in shown.title


def test_links_stand_in_printed_order_whatever_the_order_of_the_rows():
    backwards = platform.links(LINKS.iloc[::-1], STATEMENTS)
    assert backwards.to_json() == platform.links(LINKS, STATEMENTS).to_json()


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        (["task", "funding_layer"], "has 1 task; 1 layer of funding was presented to it"),
        (["task", "task"], "has 2 tasks; no layer of funding was presented to it"),
        (["funding_layer"] * 2, "has no task; 2 layers of funding were presented to it"),
    ],
)
def test_tasks_and_layers_agree_with_their_number(kinds, title):
    assert committee(*kinds).title == f"The Steering Committee {title}"


def test_a_task_without_a_number_is_the_role_and_is_not_counted():
    shown = platform.governance(
        said(
            ["x", "steering-committee", "task", None, "Oversees."],
            ["y", "steering-committee", "task", 1, "Assesses."],
            ["z", "steering-committee", "composition", None, "Members."],
            ["q", "info-day", "task", 1, "Elsewhere."],
        )
    )
    assert shown.table["What"].tolist() == ["Composition", "Task", "Role"]
    assert "has 1 task;" in shown.title


def test_an_instrument_is_named_once_with_what_it_is_for_in_figure_3_and_elsewhere():
    shown = platform.instruments(INSTRUMENTS)
    assert shown.title == "The brief names COSME for innovation across regions"
    assert shown.source.endswith("and 1 other passage")
    assert shown.table["Instrument"].tolist() == list(dict.fromkeys(INSTRUMENTS["instrument"]))
    assert shown.table.iloc[:, 1:].to_numpy().tolist() == [
        ["Innovation", "Projects"],
        ["none", "Projects"],
    ]


def test_amounts_stand_largest_first_and_the_title_gives_the_range():
    shown = platform.funding(FUNDS)
    assert shown.title == (
        "The documents name 5 amounts of money: from EUR 1 million to EUR 3 million"
    )
    assert shown.table["As printed"].tolist()[:3] == [
        "EUR 3 million",
        "more than EUR 2 million",
        "around EUR 1 million",
    ]


def test_years_are_as_exact_as_printed_and_unknown_is_said():
    table = platform.funding(FUNDS).table.set_index("Fund")
    assert table["Years"].to_dict() == {
        "ERDF": "2014-2020",
        "ESF": "until 2020",
        "EFSI": "2017",
        "EIB": "from 2017",
        "EIF": "not printed",
    }
    assert table.loc["ESF", "Status"] == "not given"


def test_every_link_of_the_record_shows_the_passage_it_rests_on():
    shown = platform.links(record.read("platform_links"), record.read("statements"))
    assert len(shown.table)
    assert (shown.table["Passage"] != "").all()


def test_the_outlook_counts_what_it_shows_and_leaves_other_statements_out():
    statements = said(
        ["a", "communication-2017", "challenge", 1, "Reform."],
        ["b", "communication-2014", "challenge", 1, "Another year."],
        ["c", "platform", "contribution", 1, "Helps firms."],
        ["d", "stocktake-2017", "next_step", None, "Goes on."],
        ["e", "stocktake-2017", "objective", None, "Sells."],
    ).assign(document_id="brief", section=["x", "x", "x", "conclusions", "conclusions"])
    claims = pd.DataFrame(
        [
            ["jobs-created", "brief", "350,000", "New jobs.", "words"],
            ["jobs-created", "grow", "9", "Elsewhere.", "words"],
            ["kets", "brief", "21%", "Not expected.", "words"],
        ],
        columns=["quantity", "document_id", "value_printed", "gist", "quote"],
    )
    shown = platform.outlook(statements, claims)
    assert shown.title == (
        "The brief states 1 expected result, 1 challenge, 1 contribution, 1 conclusion and "
        "1 next step"
    )
    assert shown.table.to_numpy().tolist() == [
        ["Expected result", "350,000: New jobs."],
        ["Challenge", "Reform."],
        ["Contribution", "Helps firms."],
        ["Conclusion", "Sells."],
        ["Next step", "Goes on."],
    ]


def test_the_record_holds_what_the_brief_expects_and_concludes():
    shown = platform.outlook(record.read("statements"), record.read("claims")).table["What"]
    assert (shown.value_counts() > 2).all()
    assert (shown == "Expected result").sum() == len(platform.EXPECTED)
    assert (shown == "Challenge").sum() == 4
