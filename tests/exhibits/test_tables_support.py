"""Which service fits whom, as the reader reads it."""

import pandas as pd

from s3analysis.exhibits.tables import support
from s3analysis.measures.support import ACTORS, ANSWERS, REASONS

SERVICES = pd.DataFrame(
    {"service_id": ["fund"], "name_printed": ["The fund"], "gist": ["Pays."], "position": [1]}
)
FACTS = pd.DataFrame(
    [["fund", "condition", "free-of-charge", ""]],
    columns=["service_id", "fact", "value", "remark"],
)


def matched(*rows):
    columns = ["actor", "word", "answer", "reason", "quote"]
    return pd.DataFrame(rows, columns=columns).assign(service_id="fund", heading=4)


def test_those_whom_one_passage_names_stand_together_with_the_wider_word():
    found = matched(
        ["regional-authority", "regional-authority", "open", "", "for authorities and businesses"],
        ["sme", "industry", "open", "", "for authorities and businesses"],
        ["technology-centre", "technology-centre", "open", "", "for centres"],
    )
    table = support.fitting(found, SERVICES, FACTS, "2017-07")
    assert table["For whom"].tolist() == [
        "regional authorities, SMEs (as industry)",
        "technology centres",
    ]
    assert table["Conditions"].tolist() == ["free of charge"] * 2
    assert table["In July 2017"].tolist() == ["open"] * 2


def test_a_service_that_names_nobody_says_so():
    found = matched(["sme", "", "not_told", "", "the fund"])
    table = support.fitting(found, SERVICES, FACTS, "2017-07")
    assert table.loc[0, ["For whom", "In July 2017"]].tolist() == [
        "SMEs",
        "who may use it is not printed",
    ]


def test_each_exclusion_has_its_reason_and_its_passage():
    found = matched(
        ["partnership", "", "excluded", "not_named", "for SMEs"],
        ["sme", "sme", "excluded", "not_yet_open", "in 2018"],
    )
    table = support.excluded(found, SERVICES)
    assert table[["Not for", "Why not", "Passage"]].to_numpy().tolist() == [
        ["the partnership", "the print names others", "for SMEs"],
        ["SMEs", "not yet open", "in 2018"],
    ]


def test_every_answer_and_reason_has_words():

    assert set(ANSWERS) - {"excluded"} <= support.FITTING_WORDS.keys()
    assert set(REASONS) == support.REASON_WORDS.keys()
    assert {word for words in ACTORS.values() for word in words} <= support.ACTORS.keys()
