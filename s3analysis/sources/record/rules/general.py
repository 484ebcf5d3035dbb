"""What must hold of every table, and of the tables on partnerships and regions."""

import re
from collections.abc import Iterator
from hashlib import sha256

import pandas as pd
from pandas.api.types import is_string_dtype

from s3analysis.sources.record import Tables, passages
from s3analysis.sources.record.clean import apply, corrections, to_keys
from s3analysis.sources.record.passages import Passages
from s3analysis.sources.record.rules import Violation, each, rule

HEADINGS = {
    "Lead regions:": "lead",
    "Lead region:": "lead",
    "Participants:": "participant",
    "Observers: (not shown on the map):": "observer",
    "Other interested regions:": "interested",
}
LISTS = {
    "partnership_members": ("position", ["as_of", "partnership_id"]),
    "listed_names": ("position", ["quantity", "document_id", "section"]),
    "statements": ("number", ["occasion", "kind", "parent_id"]),
    "pitches": ("position", ["document_id"]),
    "demo_cases": ("number", ["partnership_id", "document_id", "section"]),
}
"""Printed lists: the column of their places, and what tells one list from another."""
STRAY = r"[\s\u00a0\u200b-\u200d\u2060\ufeff\x00-\x1f]+"


@rule
def text_is_clean(raw: Tables) -> Iterator[Violation]:
    """Return the cells of text that are not composed (NFC), or hold stray or invisible spaces."""
    for name, table in raw.items():
        for field in [str(column) for column in table if is_string_dtype(table[column])]:
            text = table[field]
            tidy = text.str.normalize("NFC").str.replace(STRAY, " ", regex=True).str.strip()
            yield name, field, text != tidy, "text has stray spaces or is not composed (NFC)"


@rule
def quotes_are_found(raw: Tables) -> Iterator[Violation]:
    """Return the quotes that do not stand in the section their locator names."""
    known = Passages(raw)
    for name, table in raw.items():
        for field in [str(column) for column in table if str(column).endswith("quote")]:
            located = table.loc[table[field] != ""]
            prefix = field.removesuffix("quote")
            columns = [f"{prefix}document_id", f"{prefix}section", field]
            reasons = each(known.why_not, *(located[column] for column in columns))
            yield name, field, reasons != "", reasons


@rule
def fingerprints_are_whole(raw: Tables) -> Iterator[Violation]:
    """Return the documents whose fingerprints are not those they were read with."""
    documents = raw["documents"]
    ordered = raw["fingerprints"].sort_values(["document_id", "position"])
    digests = ordered.groupby("document_id")["digest"].agg("".join)
    found = documents["document_id"].map(digests).fillna("")
    hashes = found.map(lambda text: sha256(text.encode()).hexdigest())
    reason = "fingerprints.csv does not hold the digests of this document: " + hashes
    yield "documents", "fingerprint", hashes != documents["fingerprint"], reason


@rule
def headings_are_found(raw: Tables) -> Iterator[Violation]:
    """Return the sections whose heading, of three words or more, does not stand in them."""
    sections = raw["sections"]
    words = sections["heading_printed"].map(passages.words).str.len()
    long_enough = sections.loc[words >= passages.WINDOW]
    columns = (long_enough[name] for name in ("document_id", "section", "heading_printed"))
    reasons = each(Passages(raw).why_not, *columns)
    yield "sections", "heading_printed", reasons != "", reasons


@rule
def headings_give_roles(raw: Tables) -> Iterator[Violation]:
    """Return the entries whose role or heading is not what the print above them says.

    A heading stands in the quote of the first entry beneath it, and holds until the next.
    """
    entries = raw["partnership_members"]
    role = entries["heading_printed"].map(HEADINGS)
    reason = "heading " + entries["heading_printed"] + " means " + role.fillna("nothing known")
    yield "partnership_members", "role", role != entries["role"], reason
    named = entries["quote"].str.extract(f"({'|'.join(map(re.escape, HEADINGS))})")[0]
    above = named.groupby([entries["as_of"], entries["partnership_id"]]).ffill()
    wrong = above.notna() & (above != entries["heading_printed"])
    reason = "the quotes of this entry or those above it print " + above.fillna("")
    yield "partnership_members", "heading_printed", wrong, reason


@rule
def entries_follow_print(raw: Tables) -> Iterator[Violation]:
    """Return the entries whose key or quote does not fit the printed entry."""
    entries, table = raw["partnership_members"], "partnership_members"
    position = entries["position"].astype("str").str.zfill(2)
    key = entries["as_of"] + "-" + entries["partnership_id"] + "-" + position
    yield table, "entry_id", entries["entry_id"] != key, "key should be " + key
    country = (", " + entries["country_printed"]).where(entries["country_printed"] != "", "")
    printed = entries["region_printed"] + country
    ends = each(_ends_with, entries["quote"], printed)
    yield table, "quote", ~ends, "quote does not end with the entry " + printed


def _ends_with(quote: str, entry: str) -> bool:
    last = passages.words(entry)
    return passages.words(quote)[-len(last) :] == last


@rule
def lists_run_without_gap(raw: Tables) -> Iterator[Violation]:
    """Return the rows whose place is not the next of their printed list."""
    for table, (field, of_list) in LISTS.items():
        listed = raw[table].loc[raw[table][field].notna()]
        following = listed.groupby(of_list).cumcount() + 1
        reason = "the next number of this list is " + following.astype("str")
        yield table, field, listed[field] != following, reason


@rule
def print_errors_are_there(raw: Tables) -> Iterator[Violation]:
    """Return the declared print errors whose cell holds something else than they say."""
    errors = raw["print_errors"]
    entries = raw["partnership_members"].set_index("entry_id")
    printed = each(lambda row, field: entries[field].get(row), errors["row"], errors["field"])
    cell = "cell " + errors["row"] + " " + errors["field"]
    reason = cell + " holds " + printed.fillna("nothing").map(repr)
    yield "print_errors", "as_printed", printed != errors["as_printed"], reason


@rule
def countries_are_right(raw: Tables) -> Iterator[Violation]:
    """Return the entries whose country, as read, is not the country of their region."""
    entries = raw["partnership_members"]
    members = to_keys(apply(entries, corrections(raw)), raw["regions"])
    home = members["region_id"].map(raw["regions"].set_index("region_id")["country_id"])
    place = entries["region_printed"] + " is in " + home.fillna("no known country")
    reason = "wrong country: " + place + "; declare it in print_errors.csv if the print says so"
    yield "partnership_members", "country_printed", members["country_id"] != home, reason


@rule
def members_stand_once(raw: Tables) -> Iterator[Violation]:
    """Return the entries that name a region a second time in one partnership and list."""
    entries = raw["partnership_members"]
    members = to_keys(apply(entries, corrections(raw)), raw["regions"])
    counted = members.loc[members["role"] != "repeated"]
    again = counted.duplicated(["as_of", "partnership_id", "region_id"])
    reason = "duplicate: " + entries["region_printed"] + " already stands in this partnership"
    yield "partnership_members", "region_printed", again, reason


@rule
def partnerships_have_leads(raw: Tables) -> Iterator[Violation]:
    """Return the partnerships without a lead region in a list that names their members."""
    entries = raw["partnership_members"]
    led = entries.loc[entries["role"] == "lead", "partnership_id"]
    without = ~raw["partnerships"]["partnership_id"].isin(led)
    yield "partnerships", "partnership_id", without, "no lead region in partnership_members"


@rule
def names_are_explained(raw: Tables) -> Iterator[Violation]:
    """Return the printed names whose kind or remark does not fit how they differ from ours."""
    names, table = raw["region_names"], "region_names"
    ours = names["region_id"].map(raw["regions"].set_index("region_id")["name"])
    same = names["name_printed"] == ours
    wrong = same != (names["kind"] == "as_named")
    yield table, "kind", wrong, "as_named means: printed as the region is named"
    wrong = same != (names["remark"] == "")
    yield table, "remark", wrong, "a remark says why the print is not followed, and only then"
    unused = ~names["name_printed"].isin(raw["partnership_members"]["region_printed"])
    yield table, "name_printed", unused, "printed in no member list"


@rule
def regions_are_used(raw: Tables) -> Iterator[Violation]:
    """Return the regions no printed name leads to, or that share a tile or a name with another."""
    regions, table = raw["regions"], "regions"
    unused = ~regions["region_id"].isin(raw["region_names"]["region_id"])
    yield table, "region_id", unused, "no printed name leads to this region"
    shared = regions.duplicated(["tile_column", "tile_row"], keep=False)
    yield table, "tile_column", shared, "two regions on one tile"
    wrong = (regions["identity"] == "open") != (regions["alternatives"] != "")
    reason = "an open identity names its alternatives, and only an open one"
    yield table, "alternatives", wrong, reason


@rule
def nuts_codes_fit(raw: Tables) -> Iterator[Violation]:
    """Return the NUTS codes whose level or country does not fit the code or the region."""
    codes, regions, table = raw["region_nuts"], raw["regions"], "region_nuts"
    wrong = codes["nuts_id"].str.len() - 2 != codes["nuts_level"]
    yield table, "nuts_level", wrong, "level is the length of the code less two"
    country = codes["region_id"].map(regions.set_index("region_id")["country_id"])
    reason = "code does not begin with the country of the region"
    yield table, "nuts_id", codes["nuts_id"].str[:2] != country, reason
    of_2013 = codes.loc[codes["nuts_version"].astype("str") == "2013", "region_id"]
    without = ~regions["region_id"].isin(of_2013)
    yield "regions", "region_id", without, "no NUTS 2013 code in region_nuts"


@rule
def countries_fit_their_group(raw: Tables) -> Iterator[Violation]:
    """Return the countries whose accession group does not follow from the date they joined."""
    countries = raw["countries"]
    joined = countries["joined"]
    group = (
        pd.Series("EU-13", countries.index)
        .mask(joined < "2004-05-01", "EU-15")
        .mask(joined == "", "none")
    )
    wrong = group != countries["accession_group"]
    yield "countries", "accession_group", wrong, "by its date of joining: " + group
