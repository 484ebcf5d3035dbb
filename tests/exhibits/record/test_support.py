"""Which service fits whom, as the reader reads it."""

import pandas as pd

from s3analysis.exhibits.record import support
from s3analysis.measures.record.support import ACTORS, ANSWERS, REASONS

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
    table = support.grounds(found, SERVICES)
    assert table[["For whom", "Passage"]].to_numpy().tolist() == [
        ["regional authorities, SMEs (as industry)", "for authorities and businesses"],
        ["technology centres", "for centres"],
    ]


def test_a_service_that_fits_stands_once_with_all_whom_it_fits():
    found = matched(
        ["regional-authority", "regional-authority", "open", "", "for authorities"],
        ["sme", "industry", "open", "", "for businesses"],
        ["technology-centre", "", "excluded", "not_named", "for businesses"],
    )
    table = support.fitting(found, SERVICES, FACTS, "2017-07")
    assert table[["In July 2017", "For whom", "Conditions"]].to_numpy().tolist() == [
        ["open", "regional authorities, SMEs", "free of charge"]
    ]


def test_services_known_to_be_open_come_first_whatever_their_heading():
    fund = matched(["sme", "sme", "not_dated", "", "for SMEs"])
    centre = matched(["sme", "sme", "open", "", "for SMEs"]).assign(service_id="centre")
    more = pd.concat([SERVICES, SERVICES.assign(service_id="centre", name_printed="The centre")])
    table = support.fitting(pd.concat([fund, centre]), more, FACTS, "2017-07")
    assert table["Service"].tolist() == ["The centre", "The fund"]


def test_a_service_that_names_nobody_says_so():
    found = matched(
        ["sme", "", "not_told", "", "the fund"], ["technology-centre", "", "not_told", "", "x"]
    )
    table = support.fitting(found, SERVICES, FACTS, "2017-07")
    assert table.loc[0, ["For whom", "In July 2017"]].tolist() == [
        "all of them",
        "who may use it is not printed",
    ]


def test_each_exclusion_has_its_reason_and_its_passage():
    found = matched(
        ["partnership", "", "excluded", "not_named", "for SMEs"],
        ["sme", "sme", "excluded", "not_yet_open", "in 2018"],
    )
    table = support.excluded(found, SERVICES)
    assert table[["Not for", "Why not", "Passage"]].to_numpy().tolist() == [
        ["the partnership", "the passage names others", "for SMEs"],
        ["SMEs", "not yet open", "in 2018"],
    ]


def test_every_answer_and_reason_has_words():

    assert set(ANSWERS) - {"excluded"} <= support.FITTING_WORDS.keys()
    assert set(REASONS) == support.REASON_WORDS.keys()
    assert {word for words in ACTORS.values() for word in words} <= support.ACTORS.keys()
