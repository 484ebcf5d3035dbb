"""The exhibits that compare printed numbers with one another."""

import pandas as pd
import pytest

from s3analysis.exhibits.ledger import consistency as exhibits
from s3analysis.measures.ledger import consistency, rounding
from s3analysis.sources import record


@pytest.fixture(scope="module")
def ratios():
    return consistency.ratios(record.read_all())


def test_a_ratio_shows_what_is_divided_and_what_is_printed(ratios):
    shown = exhibits.ratios(ratios)
    assert shown.table.iloc[0].tolist() == [
        "Partners of a project",
        "99 partners by 9 projects",
        "11",
        "around 10 partners",
    ]
    assert shown.title == (
        "2 ratios of the support document are printed too; 2 of 2 agree with the numbers divided"
    )
    assert (shown.table["As printed"] != "not printed").sum() == 2


def test_one_printed_ratio_that_does_not_agree_is_singular(ratios):
    one = ratios.head(1).assign(fits=False)
    assert exhibits.ratios(one).title.startswith(
        "1 ratio of the support document is printed too; 0 of 1 agree"
    )


def test_the_title_says_how_many_counts_the_widest_share_allows():
    shown = exhibits.rounding(consistency.intervals(record.read("published_shares")))
    widest = (shown.table["Most"] - shown.table["Fewest"]).max() + 1
    assert shown.title == f"A printed share fits up to {widest} different counts of priorities"


def test_the_title_names_the_last_number_that_cannot_give_every_share():
    shown = exhibits.grim(rounding.grim([68, 58, 34], 120))
    assert shown.title.startswith("Every number of regions above 94 can give the 3 printed shares")
    assert shown.table["Share"].tolist() == ["68%", "58%", "34%", "all of them"]
    assert shown.table["The largest of them"].iloc[-1] == 94


def test_numbers_that_follow_one_another_are_a_run():
    units = pd.DataFrame({"units": range(1, 6), "50": True, "all": [True, True, True, False, True]})
    shown = exhibits.grim(units)
    assert shown.table["Numbers that can, up to the number tried"].tolist() == ["1-5", "1-3, 5"]
