"""What must hold in the record beyond the schema of each table: one function a rule.

A rule takes the printed tables and returns its violations: a row is one cell that breaks it, with
table, row (the line of the file; the header is line 1), field and reason.
"""

from collections.abc import Callable
from hashlib import sha256

import pandas as pd
from pandas.api.types import is_string_dtype

from s3analysis.sources.record import passages
from s3analysis.sources.record.clean import Tables, apply, corrections, to_keys

COLUMNS = ["table", "row", "field", "reason"]
FIRST_LINE = 2
LONGEST_QUOTE = 15

HEADINGS = {
    "Lead regions:": "lead",
    "Lead region:": "lead",
    "Participants:": "participant",
    "Observers: (not shown on the map):": "observer",
    "Other interested regions:": "interested",
}

NOTHING = pd.DataFrame(columns=COLUMNS)

Rule = Callable[[Tables], pd.DataFrame]


def violations(raw: Tables, rules: list[Rule]) -> pd.DataFrame:
    """Return every violation of the rules, sorted by table and row."""
    found = [rule(raw) for rule in rules]
    return pd.concat(found, ignore_index=True).sort_values(COLUMNS, ignore_index=True)


def lines(
    table: str, frame: pd.DataFrame, broken: pd.Series, field: str, reason: pd.Series | str
) -> pd.DataFrame:
    """Return the rows of a frame that are broken, as violations."""
    hit = frame.loc[broken.fillna(True).astype(bool)]
    reasons = reason if isinstance(reason, str) else reason.loc[hit.index]
    return pd.DataFrame(
        {"table": table, "row": hit.index + FIRST_LINE, "field": field, "reason": reasons},
        columns=COLUMNS,
    )


def text_is_clean(raw: Tables) -> pd.DataFrame:
    """Return the cells of text that are not composed (NFC), or hold stray or invisible spaces."""
    found = [NOTHING]
    for name, table in raw.items():
        for field in [str(column) for column in table if is_string_dtype(table[column])]:
            text = table[field]
            tidy = (
                text.str.normalize("NFC")
                .str.replace(r"[\s\u00a0\u200b-\u200d\u2060\ufeff\x00-\x1f]+", " ", regex=True)
                .str.strip()
            )
            reason = "text has stray spaces or is not composed (NFC)"
            found.append(lines(name, table, text != tidy, field, reason))
    return pd.concat(found)


class Passages:
    """Where words stand in the documents, by their fingerprints and sections."""

    def __init__(self, raw: Tables) -> None:
        self.digests = {
            str(document): rows.sort_values("position")["digest"].tolist()
            for document, rows in raw["fingerprints"].groupby("document_id")
        }
        sections = raw["sections"]
        columns = (sections[name].tolist() for name in list(sections))
        self.spans = {
            (document, section): (first, end)
            for document, section, _, first, end in zip(*columns, strict=True)
        }

    def why_not(self, document: str, section: str, quote: str) -> str:
        """Return why a quote is not in a section, or nothing where it is."""
        run = passages.words(quote)
        if len(run) < passages.WINDOW or len(quote.split()) > LONGEST_QUOTE:
            return f"a quote has three to {LONGEST_QUOTE} words: {quote!r}"
        if (document, section) not in self.spans:
            return f"no section {section!r} in document {document!r}"
        first, end = self.spans[document, section]
        digests = self.digests[document]
        if passages.positions(quote, digests[first : end - passages.WINDOW + 1]):
            return ""
        place = "section " + section if passages.positions(quote, digests) else "document"
        return f"quote is not in {place} of {document!r}: {quote!r}"


def quotes_are_found(raw: Tables) -> pd.DataFrame:
    """Return the quotes that do not stand in the section their locator names."""
    known = Passages(raw)
    found = [NOTHING]
    for name, table in raw.items():
        for field in [str(column) for column in table if str(column).endswith("quote")]:
            prefix = field.removesuffix("quote")
            located = table.loc[table[field] != ""]
            columns = (located[f"{prefix}document_id"], located[f"{prefix}section"], located[field])
            reasons = pd.Series(
                [known.why_not(*cells) for cells in zip(*columns, strict=True)],
                located.index,
                dtype="str",
            )
            found.append(lines(name, located, reasons != "", field, reasons))
    return pd.concat(found)


def fingerprints_are_whole(raw: Tables) -> pd.DataFrame:
    """Return the documents whose fingerprints are not those they were read with."""
    documents = raw["documents"]
    ordered = raw["fingerprints"].sort_values(["document_id", "position"])
    digests = ordered.groupby("document_id")["digest"].agg("".join)
    found = documents["document_id"].map(digests).fillna("")
    hashes = found.map(lambda text: sha256(text.encode()).hexdigest())
    return lines(
        "documents",
        documents,
        hashes != documents["fingerprint"],
        "fingerprint",
        "fingerprints.csv does not hold the digests of this document: " + hashes,
    )


def headings_are_found(raw: Tables) -> pd.DataFrame:
    """Return the sections whose heading, of three words or more, does not stand in them."""
    known = Passages(raw)
    sections = raw["sections"]
    long_enough = sections.loc[
        sections["heading_printed"].map(passages.words).str.len() >= passages.WINDOW
    ]
    columns = (long_enough[name] for name in ("document_id", "section", "heading_printed"))
    reasons = pd.Series(
        [known.why_not(*cells) for cells in zip(*columns, strict=True)],
        long_enough.index,
        dtype="str",
    )
    return lines("sections", long_enough, reasons != "", "heading_printed", reasons)


def headings_give_roles(raw: Tables) -> pd.DataFrame:
    """Return the entries whose role is not what the heading above them says."""
    entries = raw["partnership_members"]
    expected = entries["heading_printed"].map(HEADINGS)
    return lines(
        "partnership_members",
        entries,
        expected != entries["role"],
        "role",
        "heading " + entries["heading_printed"] + " means " + expected.fillna("nothing known"),
    )


def entries_follow_print(raw: Tables) -> pd.DataFrame:
    """Return the entries whose key, position or quote does not fit the printed entry."""
    entries = raw["partnership_members"]
    position = entries["position"].astype("str").str.zfill(2)
    key = entries["as_of"] + "-" + entries["partnership_id"] + "-" + position
    expected = entries.groupby(["as_of", "partnership_id"]).cumcount() + 1
    printed = entries["region_printed"] + (", " + entries["country_printed"]).where(
        entries["country_printed"] != "", ""
    )
    ends = pd.Series(
        [
            passages.words(quote)[-len(passages.words(entry)) :] == passages.words(entry)
            for quote, entry in zip(entries["quote"], printed, strict=True)
        ],
        entries.index,
    )
    table = "partnership_members"
    return pd.concat(
        [
            lines(table, entries, entries["entry_id"] != key, "entry_id", "key should be " + key),
            lines(
                table,
                entries,
                entries["position"] != expected,
                "position",
                "positions count from 1 without a gap",
            ),
            lines(table, entries, ~ends, "quote", "quote does not end with the entry " + printed),
        ]
    )


def print_errors_are_there(raw: Tables) -> pd.DataFrame:
    """Return the declared print errors whose cell holds something else than they say."""
    errors = raw["print_errors"]
    entries = raw["partnership_members"].set_index("entry_id")
    columns = (errors["row"], errors["field"])
    printed = pd.Series(
        [entries[field].get(row) for row, field in zip(*columns, strict=True)], errors.index
    )
    return lines(
        "print_errors",
        errors,
        printed != errors["as_printed"],
        "as_printed",
        "cell "
        + errors["row"]
        + " "
        + errors["field"]
        + " holds "
        + printed.fillna("nothing").map(repr),
    )


def countries_are_right(raw: Tables) -> pd.DataFrame:
    """Return the entries whose country, as read, is not the country of their region."""
    entries = raw["partnership_members"]
    members = to_keys(apply(entries, corrections(raw)), raw["regions"])
    home = members["region_id"].map(raw["regions"].set_index("region_id")["country_id"])
    return lines(
        "partnership_members",
        members,
        members["country_id"] != home,
        "country_printed",
        "wrong country: "
        + entries["region_printed"]
        + " is in "
        + home.fillna("no known country")
        + "; declare it in print_errors.csv if the print says so",
    )


def members_stand_once(raw: Tables) -> pd.DataFrame:
    """Return the entries that name a region a second time in one partnership and list."""
    entries = raw["partnership_members"]
    members = to_keys(apply(entries, corrections(raw)), raw["regions"])
    counted = members.loc[members["role"] != "repeated"]
    again = counted.duplicated(["as_of", "partnership_id", "region_id"])
    return lines(
        "partnership_members",
        counted,
        again,
        "region_printed",
        "duplicate: " + entries["region_printed"] + " already stands in this partnership",
    )


def partnerships_have_leads(raw: Tables) -> pd.DataFrame:
    """Return the partnerships without a lead region in a list that names their members."""
    partnerships = raw["partnerships"]
    entries = raw["partnership_members"]
    led = entries.loc[entries["role"] == "lead", "partnership_id"]
    return lines(
        "partnerships",
        partnerships,
        ~partnerships["partnership_id"].isin(led),
        "partnership_id",
        "no lead region in partnership_members",
    )


def names_are_explained(raw: Tables) -> pd.DataFrame:
    """Return the printed names whose kind or remark does not fit how they differ from ours."""
    names = raw["region_names"]
    regions = raw["regions"].set_index("region_id")["name"]
    same = names["name_printed"] == names["region_id"].map(regions)
    unused = ~names["name_printed"].isin(raw["partnership_members"]["region_printed"])
    table = "region_names"
    return pd.concat(
        [
            lines(
                table,
                names,
                same != (names["kind"] == "as_named"),
                "kind",
                "as_named means: printed as the region is named",
            ),
            lines(
                table,
                names,
                same != (names["remark"] == ""),
                "remark",
                "a remark says why the print is not followed, and only then",
            ),
            lines(table, names, unused, "name_printed", "printed in no member list"),
        ]
    )


def regions_are_used(raw: Tables) -> pd.DataFrame:
    """Return the regions no printed name leads to, or that share a tile or a name with another."""
    regions = raw["regions"]
    table = "regions"
    open_case = regions["identity"] == "open"
    return pd.concat(
        [
            lines(
                table,
                regions,
                ~regions["region_id"].isin(raw["region_names"]["region_id"]),
                "region_id",
                "no printed name leads to this region",
            ),
            lines(
                table,
                regions,
                regions.duplicated(["tile_column", "tile_row"], keep=False),
                "tile_column",
                "two regions on one tile",
            ),
            lines(
                table,
                regions,
                open_case != (regions["alternatives"] != ""),
                "alternatives",
                "an open identity names its alternatives, and only an open one",
            ),
            lines(
                table,
                regions,
                ~regions["nested_in"].isin(["", *regions["region_id"]]),
                "nested_in",
                "not a region of this table",
            ),
        ]
    )


def nuts_codes_fit(raw: Tables) -> pd.DataFrame:
    """Return the NUTS codes whose level or country does not fit the code or the region."""
    codes = raw["region_nuts"]
    country = codes["region_id"].map(raw["regions"].set_index("region_id")["country_id"])
    covered = raw["regions"].loc[
        ~raw["regions"]["region_id"].isin(
            codes.loc[codes["nuts_version"].astype("str") == "2013", "region_id"]
        )
    ]
    return pd.concat(
        [
            lines(
                "region_nuts",
                codes,
                codes["nuts_id"].str.len() - 2 != codes["nuts_level"],
                "nuts_level",
                "level is the length of the code less two",
            ),
            lines(
                "region_nuts",
                codes,
                codes["nuts_id"].str[:2] != country,
                "nuts_id",
                "code does not begin with the country of the region",
            ),
            lines(
                "regions",
                covered,
                pd.Series(True, covered.index),
                "region_id",
                "no NUTS 2013 code in region_nuts",
            ),
        ]
    )


def countries_fit_their_group(raw: Tables) -> pd.DataFrame:
    """Return the countries whose accession group does not follow from the date they joined."""
    countries = raw["countries"]
    joined = countries["joined"]
    group = (
        pd.Series("EU-13", countries.index)
        .mask(joined < "2004-05-01", "EU-15")
        .mask(joined == "", "none")
    )
    return lines(
        "countries",
        countries,
        group != countries["accession_group"],
        "accession_group",
        "by its date of joining: " + group,
    )


RULES: list[Rule] = [
    text_is_clean,
    quotes_are_found,
    fingerprints_are_whole,
    headings_are_found,
    headings_give_roles,
    entries_follow_print,
    print_errors_are_there,
    countries_are_right,
    members_stand_once,
    partnerships_have_leads,
    names_are_explained,
    regions_are_used,
    nuts_codes_fit,
    countries_fit_their_group,
]
