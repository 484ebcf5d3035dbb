import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3analysis.paths import PROCESSED, RAW
from s3analysis.sources import record
from s3analysis.sources.record import clean, descriptor

KEYS = {
    name: resource["schema"]["primaryKey"] for name, resource in record.resources(PROCESSED).items()
}


def printed(raw):
    return raw["partnership_members"].sort_values("entry_id", ignore_index=True)


def test_applying_the_log_to_the_print_gives_the_processed_members(raw):
    read = clean.apply(raw["partnership_members"], clean.corrections(raw))
    members = clean.to_keys(read, raw["regions"]).sort_values("entry_id", ignore_index=True)
    assert members.equals(record.read("partnership_members"))


def test_undoing_the_log_gives_the_print_back_to_the_last_cell(raw):
    read = clean.to_names(record.read("partnership_members"), record.read("regions"))
    assert clean.undo(read, record.read("corrections")).equals(printed(raw))


def test_no_cell_differs_from_the_print_without_a_row_in_the_log(raw):
    log = clean.corrections(raw)
    read = clean.apply(raw["partnership_members"], log)
    before, after = (table.set_index("entry_id") for table in (raw["partnership_members"], read))
    changed = (before != after).stack()
    assert set(changed[changed].index) == set(zip(log["row"], log["field"], strict=True))


def test_every_correction_changes_something_and_says_why(raw):
    log = clean.corrections(raw)
    assert (log["as_printed"] != log["as_read"]).all()
    assert (log["reason"] != "").all()


def test_flanders_is_printed_in_the_netherlands_twice(raw):
    # JRC policy brief 22/2017, Table 4: ADMA Energy, Efficient and Sustainable Manufacturing
    log = clean.corrections(raw)
    wrong = log.loc[(log["as_printed"] == "NL") & (log["as_read"] == "BE"), "row"]
    assert wrong.tolist() == ["2017-07-adma-energy-07", "2017-07-sustainable-manufacturing-06"]


def test_cleaning_twice_changes_nothing_more(raw):
    log = clean.corrections(raw)
    once = clean.apply(raw["partnership_members"], log)
    assert clean.apply(once, log).equals(once)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_the_printed_rows_does_not_matter(seed):
    raw = record.read_all(RAW)
    shuffled = {
        name: table.sample(frac=1, random_state=seed, ignore_index=True)
        for name, table in raw.items()
        if name != "fingerprints"
    }
    one, other = clean.tidy(raw, KEYS), clean.tidy(shuffled, KEYS)
    assert all(one[name].equals(other[name]) for name in one)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_log_can_be_taken_out_again(data):
    entries = record.read("partnership_members", RAW)
    rows = data.draw(st.lists(st.sampled_from(entries["entry_id"].tolist()), unique=True))
    text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
    log = clean.corrections(record.read_all(RAW)).iloc[:0]
    cells = entries.set_index("entry_id")["region_printed"]
    for row in rows:
        log.loc[len(log), ["row", "field", "as_printed", "as_read"]] = [
            row,
            "region_printed",
            cells[row],
            data.draw(text),
        ]
    assert clean.undo(clean.apply(entries, log), log).equals(entries)


def test_the_committed_tables_are_what_cleaning_makes(raw):
    tables = clean.tidy(raw, KEYS)
    assert record.describe(PROCESSED) == descriptor.describe_tidy(record.describe(RAW))
    for name, table in tables.items():
        path = PROCESSED / f"{name}.csv"
        assert path.read_text("utf-8") == record.csv(table), f"{path.name}: run s3analysis clean"


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_tidy_table_is_sorted_by_its_key(name):
    table = record.read(name)
    assert table.sort_values(KEYS[name], ignore_index=True).equals(table)
