"""Whom a region or a partnership is with, beside chance."""

import pandas as pd
from small_record import MEMBERS, TABLE_4

from s3analysis.measures.partnerships import against_chance, comembership
from s3analysis.sources import record

PARTNERSHIPS = pd.DataFrame({"partnership_id": ["A", "B", "C", "empty"], "position": [1, 2, 3, 4]})


def test_overlaps_stand_beside_their_chance_and_who_has_nobody_is_left_out():
    found = against_chance.of_partnership(MEMBERS, PARTNERSHIPS, "B", 200, 1)
    assert found["partnership_id"].tolist() == ["A", "C"]
    assert found["shared"].tolist() == [2, 1]
    assert found["p"].notna().all()


def test_an_empty_partnership_shares_with_nobody():
    found = against_chance.of_partnership(MEMBERS, PARTNERSHIPS, "empty", 200, 1)
    assert found.empty
    assert found["differs"].sum() == 0
    alone = MEMBERS.query("partnership_id == 'A'")
    assert against_chance.of_partnership(alone, PARTNERSHIPS, "A", 200, 1).empty


def test_an_overlap_that_every_draw_gives_has_no_p_and_does_not_differ():
    members = MEMBERS.query("partnership_id == 'A'").assign(partnership_id="C")
    found = against_chance.of_partnership(
        pd.concat([MEMBERS.query("partnership_id == 'A'"), members]), PARTNERSHIPS, "A", 200, 1
    )
    assert found["p"].isna().tolist() == [True]
    assert found["differs"].tolist() == [False]


def test_of_the_overlaps_of_the_record_none_is_left_out():
    partnerships = record.read("partnerships")
    for key in partnerships["partnership_id"]:
        found = against_chance.of_partnership(TABLE_4, partnerships, key, 200, 1)
        plain = comembership.overlaps(TABLE_4, partnerships, key)
        assert found["shared"].tolist() == plain["shared"].tolist()
