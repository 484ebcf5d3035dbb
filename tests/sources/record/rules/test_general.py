"""What a wrong entry, quote or name is told: table, line of the file, field and reason."""

import pytest

from s3analysis.sources.record.rules import general, of


@pytest.mark.parametrize("rule", of(general), ids=lambda rule: rule.__name__)
def test_the_record_of_the_project_keeps_the_rule(raw, rule):
    assert rule(raw).empty, rule(raw).to_string()


def write(raw, table, line, **cells):
    """Write cells into a line of a table's file; the header is line 1."""
    for field, value in cells.items():
        raw[table].loc[line - 2, field] = value


def told(found):
    """What is told: table, line of the file, field and reason of each violation."""
    return list(found.itertuples(index=False, name=None))


def test_a_wrong_country_is_named_with_its_row(raw):
    write(raw, "partnership_members", 6, country_printed="FI")
    ((table, row, field, reason),) = told(general.countries_are_right(raw))
    assert (table, row, field) == ("partnership_members", 6, "country_printed")
    assert reason.startswith("wrong country: Dalarna is in SE; declare it in print_errors.csv")


def test_a_region_listed_twice_is_a_duplicate(raw):
    write(raw, "partnership_members", 10, region_printed="Asturias")
    ((_, row, field, reason),) = told(general.members_stand_once(raw))
    assert (row, field) == (10, "region_printed")
    assert reason == "duplicate: Asturias already stands in this partnership"


def test_an_entry_out_of_place_is_named_by_its_key(raw):
    write(raw, "partnership_members", 3, position=7)
    found = general.entries_follow_print(raw)
    assert found[["row", "field"]].to_numpy().tolist() == [[3, "entry_id"]]


@pytest.mark.parametrize("table", general.LISTS)
def test_a_gap_in_a_printed_list_is_named(raw, table):
    field, _ = general.LISTS[table]
    row = raw[table].index[raw[table][field] == 2][-1]
    raw[table].loc[row, field] = 9
    found = told(general.lists_run_without_gap(raw))
    assert found[0] == (table, row + 2, field, "the next number of this list is 2")


def test_an_entry_that_its_quote_does_not_end_with_is_named(raw):
    write(raw, "partnership_members", 3, region_printed="Wales")
    found = general.entries_follow_print(raw)
    assert found[["row", "field"]].to_numpy().tolist() == [[3, "quote"]]


def test_a_role_that_the_heading_does_not_give_is_named(raw):
    write(raw, "partnership_members", 6, role="lead")
    ((_, row, field, reason),) = told(general.headings_give_roles(raw))
    assert (row, field, reason) == (6, "role", "heading Participants: means participant")


@pytest.mark.parametrize("line", [4, 5], ids=["its own quote", "a quote above it"])
def test_an_entry_under_another_heading_than_its_quote_prints_is_named(raw, line):
    write(raw, "partnership_members", line, heading_printed="Lead regions:", role="lead")
    found = general.headings_give_roles(raw)
    ((_, row, field, reason),) = told(found.loc[found["row"] == line])
    assert (row, field) == (line, "heading_printed")
    assert reason == "the quotes of this entry or those above it print Participants:"


def test_a_quote_that_is_not_in_its_document_is_named(raw):
    quote = raw["partnerships"].loc[8, "quote"]
    write(raw, "partnerships", 10, quote=quote.replace("Partnership", "Partnerships"))
    ((table, row, field, reason),) = told(general.quotes_are_found(raw))
    assert (table, row, field) == ("partnerships", 10, "quote")
    assert reason.startswith("quote is not in document of 'brief'")


def test_a_quote_that_is_in_another_section_is_named(raw):
    write(raw, "partnership_members", 2, section="abstract")
    ((_, row, field, reason),) = told(general.quotes_are_found(raw))
    assert (row, field) == (2, "quote")
    assert reason.startswith("quote is not in section abstract of 'brief'")


def test_a_quote_of_two_words_is_too_short_to_be_found(raw):
    write(raw, "partnership_members", 2, quote="Lead regions")
    ((_, _, _, reason),) = told(general.quotes_are_found(raw))
    assert reason == "a quote has three to 15 words: 'Lead regions'"


def test_a_fingerprint_that_is_lost_is_named_with_its_document(raw):
    raw["fingerprints"] = raw["fingerprints"].drop(index=0)
    ((table, _, field, reason),) = told(general.fingerprints_are_whole(raw))
    assert (table, field) == ("documents", "fingerprint")
    assert reason.startswith("fingerprints.csv does not hold the digests of this document")


def test_a_declared_print_error_that_the_print_does_not_hold_is_named(raw):
    write(raw, "print_errors", 2, as_printed="LU")
    ((table, row, field, reason),) = told(general.print_errors_are_there(raw))
    assert (table, row, field) == ("print_errors", 2, "as_printed")
    assert reason.endswith("holds 'NL'")


def test_invisible_characters_are_named(raw):
    write(raw, "regions", 3, name="Scot\u200bland")
    ((table, row, field, reason),) = told(general.text_is_clean(raw))
    assert (table, row, field) == ("regions", 3, "name")
    assert reason.startswith("text has stray spaces")


def test_a_region_that_no_name_leads_to_is_named(raw):
    write(raw, "region_names", 2, region_id="flanders")
    (row,) = raw["regions"].index[raw["regions"]["region_id"] == "andalusia"] + 2
    assert told(general.regions_are_used(raw)) == [
        ("regions", row, "region_id", "no printed name leads to this region")
    ]


def test_two_regions_on_one_tile_are_both_named(raw):
    tile = raw["regions"].loc[0, ["tile_column", "tile_row"]]
    write(raw, "regions", 3, tile_column=tile["tile_column"], tile_row=tile["tile_row"])
    found = general.regions_are_used(raw)
    assert found[["row", "field"]].to_numpy().tolist() == [[2, "tile_column"], [3, "tile_column"]]


def test_a_code_of_another_level_or_country_is_named(raw):
    write(raw, "region_nuts", 2, nuts_id="XX1")
    found = general.nuts_codes_fit(raw)
    assert found[["row", "field"]].to_numpy().tolist() == [[2, "nuts_level"], [2, "nuts_id"]]


def test_an_accession_group_that_the_date_does_not_give_is_named(raw):
    row = raw["countries"].index[raw["countries"]["accession_group"].eq("EU-13")][0] + 2
    write(raw, "countries", row, accession_group="EU-15")
    ((_, line, field, reason),) = told(general.countries_fit_their_group(raw))
    assert (line, field, reason) == (row, "accession_group", "by its date of joining: EU-13")
