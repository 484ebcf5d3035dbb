"""The page of what changed, and the mail that holds it, as a reader meets them."""

import pytest

from browser.test_pages import LOOKS
from s3analysis.press.changes.causes import Cause
from s3analysis.press.changes.compare import HEADLINE, TURNED, VALUE, VERDICT, Change
from s3analysis.press.changes.report import Report
from s3analysis.press.prints import html

pytestmark = pytest.mark.slow

ROW = "data/raw/partnership_members.csv"
LONG = "In July 2017, 9 partnerships brought together 49 regions of 16 countries. " * 9
REPORT = Report(
    "kept/2017-07-20261130T060000Z",
    "2017-07",
    [
        Cause("data", ROW, "changed", tuple(f"row 2017-07-textiles-{n} is new" for n in range(30))),
        Cause("code", "code", "changed: s3analysis/measures/partnerships/membership.py"),
    ],
    [
        Change("00_in_brief", "", "", LONG, LONG.replace("9", "8"), TURNED, (ROW,)),
        Change("00_in_brief", "", "", "1 of 9 <b>needs</b>", "2 of 9", HEADLINE, (ROW, "code")),
        Change("07_ledger", "ledger", "row 3 (c), column Verdict", "holds", "fails", VERDICT),
        *(
            Change("01_partnerships", "places", f"row {n} (R{n}), column Size", n, 2 * n, VALUE)
            for n in range(1, 30)
        ),
    ],
    [f"{ROW}, put back alone: moves 3 of 32 changes", "code, put back alone: moves none"],
)


@pytest.fixture
def pages(tmp_path):
    """The change page, the mail of a change, and the mail of a failure, as files."""
    said = ["The new edition: /srv/reports/2017-07/index.html"]
    failed = ["Exit code 5: damaged."]
    words = {
        "mail": {"title": REPORT.title, "lines": said, "report": REPORT},
        "failure": {"title": "Edition 2017-07 was not made", "lines": failed, "report": None},
    }
    REPORT.write(tmp_path)
    for name, given in words.items():
        page = html.render("mail.html.j2", **given)
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    return [str(tmp_path / f"{name}.html") for name in ("changes", "mail", "failure")]


def test_axe_finds_no_violation_on_the_page_or_in_a_mail(browser, pages):
    told = browser("axe", pages=pages, widths=[1280, 360, 320], looks=LOOKS)
    assert len(told) == len(pages) * 3 * len(LOOKS)
    assert [each for each in told if each["violations"]] == []
    assert [each for each in told if each["media"] == "screen" and each["cut"] > 0] == []


def test_a_mail_asks_nothing_of_the_network_and_leads_nowhere(browser, pages):
    for page in browser("facts", pages=pages[1:], tabs=0, context={"javaScriptEnabled": False}):
        assert len(page["requests"]) == 1
        assert page["links"] == []
        assert page["headings"][0] == 1
