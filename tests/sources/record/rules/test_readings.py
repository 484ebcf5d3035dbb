"""What a wrong reading, and a claim that nothing computes, are told."""

import pytest

from s3analysis import cli, endings
from s3analysis.measures.ledger.verdicts import Unbound
from s3analysis.sources.record.check import InvalidRecord, require
from s3analysis.sources.record.rules import general, of, readings


@pytest.mark.parametrize("rule", of(readings), ids=lambda rule: rule.__name__)
def test_the_record_of_the_project_keeps_the_rule(raw, rule):
    assert rule(raw).empty, rule(raw).to_string()


def test_a_switch_with_two_defaults_is_named_with_its_rows(raw):
    raw["readings"].loc[1, "is_default"] = "yes"
    found = readings.switches_have_one_default(raw)
    assert set(found["row"]) == {2, 3, 4}
    assert found["reason"].str.contains("switch observers has 2 defaults").all()


def test_a_switch_with_one_option_is_named(raw):
    raw["readings"] = raw["readings"].drop(index=4)
    found = readings.switches_have_one_default(raw)
    assert found["reason"].tolist() == ["a switch has two options at least"]


def spoil(folder, name, old, new):
    path = folder / f"{name}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    return 2 + text[: text.index(old)].count("\n")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        # A quantity that the record does not know.
        (",launch-date,", ",launch-day,", "launch-day"),
        # A locator that points nowhere.
        ("brief,abstract,the formal", "brief,abstracts,the formal", "abstracts"),
        # A value that is no number.
        ("over 120,120,", "over 120,many,", "many"),
    ],
)
def test_a_wrong_claim_is_named_with_its_row_and_exit_code_5(few, old, new, reason):
    row = spoil(few, "claims", old, new) - 1
    with pytest.raises(InvalidRecord) as refused:
        require(few)
    found = refused.value.violations
    named = (found["file"] == "claims.csv") & found["reason"].str.contains(reason, regex=False)
    assert row in found.loc[named, "row"].tolist(), found.to_string()
    assert refused.value.exit_code == 5


@pytest.mark.parametrize("table", ["claims", "readings"])
def test_a_quote_that_is_not_in_its_document_is_named(raw, table):
    row = raw[table].index[raw[table]["quote"] != ""][0]
    raw[table].loc[row, "quote"] = "words that no document has"
    found = general.quotes_are_found(raw)
    assert found[["table", "row"]].to_numpy().tolist() == [[table, row + 2]]


def test_the_command_names_a_claim_that_nothing_computes(folder, monkeypatch):
    from types import SimpleNamespace

    from s3analysis.measures.ledger import verdicts

    bound = {name: rule for name, rule in verdicts.BINDINGS.items() if name != "pitches"}
    monkeypatch.setattr(verdicts, "BINDINGS", bound)
    with pytest.raises(Unbound) as refused:
        cli.check(SimpleNamespace(obj=endings.Account()), folder)
    assert endings.code(refused.value) == 5
    (line,) = endings.lines(refused.value)
    assert line.startswith("claims.csv, row ")
    assert "'pitches'" in line


def test_a_reading_without_a_passage_is_named_with_its_row_and_exit_code_5(folder):
    old = ",brief,steering-committee,which represented 51 participating regions all together"
    row = spoil(folder, "readings", old, ",brief,steering-committee,") - 1
    with pytest.raises(InvalidRecord) as refused:
        require(folder)
    found = refused.value.violations
    assert found[["file", "row", "field"]].to_numpy().tolist() == [["readings.csv", row, "quote"]]
    assert refused.value.exit_code == 5


def test_a_contradiction_without_a_key_is_named_with_its_row_and_exit_code_5(folder):
    row = spoil(folder, "contradictions", "dg-rtd-joins-date,dg-rtd-joins-date,date", "x,x,date")
    old = "30th of June 2017,brief-vanguard-01,"
    spoil(folder, "contradictions", old, "30th of June 2017,,")
    spoil(folder, "contradictions", "in May 2017,brief-steering-committee-08,", "in May 2017,,")
    with pytest.raises(InvalidRecord) as refused:
        require(folder)
    found = refused.value.violations
    named = found.loc[found["field"] == "first_claims", ["file", "row"]].to_numpy().tolist()
    assert named == [["contradictions.csv", row - 1]]
