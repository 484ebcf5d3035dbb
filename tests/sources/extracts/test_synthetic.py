import pandas as pd
import pytest

from s3analysis.measures.priorities import shares
from s3analysis.measures.priorities.incidence import incidence
from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.extracts import extracts, synthetic
from s3analysis.sources.extracts.synthetic import Unreachable

PUBLISHED, TERMS = record.read("published_shares", RAW), record.read("taxonomy_terms", RAW)
WORDS = TERMS.loc[TERMS["scheme"].eq("brief-2017")].set_index("code")["term"]


def territories(number):
    names = [f"t{place:04d}" for place in range(number)]
    return pd.DataFrame({"territory_id": names, "name": names})


def made(priorities=1301, regions=200, seed=2017):
    return synthetic.extract(
        PUBLISHED, TERMS, territories(regions), priorities=priorities, seed=seed
    )


def printed(indicator):
    rows = PUBLISHED.loc[PUBLISHED["indicator"].eq(indicator)]
    return {
        WORDS[code]: int(value) for code, value in zip(rows["category"], rows["value"], strict=True)
    }


def rounded(table, printed):
    found = table.set_index("category")["share"].mul(100).round().astype(int)
    return found[list(printed)].to_dict()


SIZES = [(1301, 200), (1301, 95), (5000, 120), (13_000, 2000), (130_000, 2000)]


@pytest.mark.parametrize(("priorities", "regions"), SIZES)
@pytest.mark.parametrize("seed", [1, 2017])
def test_every_published_share_is_met_when_rounded(priorities, regions, seed):
    declared, labels = made(priorities, regions, seed)
    held = incidence(declared, labels)
    of_all = shares.of_priorities(held)
    assert rounded(of_all, printed("share_of_priorities")) == printed("share_of_priorities")
    of_regions = shares.of_regions(held)
    assert rounded(of_regions, printed("share_of_regions")) == printed("share_of_regions")
    kets = labels.loc[labels["category"].eq(WORDS["kets"])]
    parts = kets["sub_category"].value_counts(normalize=True).mul(100).round().astype(int)
    wanted = printed("share_of_kets_priorities")
    assert parts[list(wanted)].to_dict() == wanted


def test_every_territory_declares_something():
    declared, _ = made()
    assert set(declared["region_id"]) == set(territories(200)["territory_id"])
    assert len(declared) == 1301


def test_a_seed_gives_the_same_extract_and_another_seed_another():
    pd.testing.assert_frame_equal(made(seed=1)[1], made(seed=1)[1])
    assert not made(seed=1)[1].equals(made(seed=2)[1])


def test_no_priority_carries_a_category_twice():
    labels = made()[1]
    assert not labels.duplicated(["priority_id", "category"]).any()


def test_what_cannot_be_met_is_named():
    with pytest.raises(
        Unreachable, match="digital-agenda: 156 priorities cannot lie in 232 territories"
    ):
        made(1301, 400)
    with pytest.raises(Unreachable, match="100 priorities are fewer than 200 territories"):
        made(100, 200)


def test_every_text_says_that_it_is_synthetic():
    assert made()[0]["text"].eq("synthetic priority").all()
    assert made()[0]["priority_id"].str.startswith("synthetic-").all()


def test_a_dimension_that_is_not_there_is_refused_with_those_there_are():
    extract = extracts.made_up(1301, 200, 1)
    assert extracts.labels(extract, 1).equals(extract.labels)
    with pytest.raises(ValueError, match="no dimension 2; there are: 1 published category"):
        extracts.labels(extract, 2)
