"""The tables of 00_data: what was read, and how it was read."""

import pandas as pd


def corrections(log: pd.DataFrame) -> pd.DataFrame:
    """Return the corrections log: a row is one printed cell that is read otherwise."""
    return pd.DataFrame(
        {
            "Entry": log["row"],
            "As printed": log["as_printed"].where(log["as_printed"] != "", "(nothing)"),
            "As read": log["as_read"],
            "Kind": log["rule"].str.replace("_", " "),
            "Reason": log["reason"],
            "Passage": log["quote"],
        }
    )


def identities(regions: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return who each region is: a row is one, with its NUTS 2013 codes and any open question."""
    of_2013 = codes["nuts_version"].astype("str") == "2013"
    in_force = codes.loc[of_2013 & (codes["extent"] == "whole")]
    joined = (
        in_force.assign(text=in_force["nuts_id"] + " " + in_force["nuts_label"])
        .groupby("region_id")["text"]
        .agg("; ".join)
    )
    return pd.DataFrame(
        {
            "Region": regions["name"],
            "Country": regions["country_id"],
            "NUTS 2013": regions["region_id"].map(joined),
            "Seat": regions["seat"],
            "Could also mean": regions["alternatives"]
            .str.replace("|", "; ")
            .where(regions["alternatives"] != "", "-"),
            "Reason": regions["reason"],
        }
    )


def documents(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the source documents: a row is one."""
    kinds = documents["identifier_kind"].where(documents["identifier_kind"] != "none", "-")
    named = documents.assign(identifier=(kinds + " " + documents["identifier"]).str.strip())
    return named.sort_values("position").rename(
        columns={
            "document_id": "Key",
            "title": "Title",
            "producer": "Producer",
            "published": "Published",
            "kind": "Kind",
            "identifier": "Identifier",
            "authors": "Authors",
            "gist": "What it is about",
            "citation": "Citation",
            "reuse": "Rights",
        }
    )[
        [
            "Key",
            "Title",
            "Authors",
            "Producer",
            "Published",
            "Kind",
            "Identifier",
            "What it is about",
            "Citation",
            "Rights",
        ]
    ]


def coverage(by_section: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return what was transcribed from each section (see coverage.by_section), in reading order."""
    order = documents.set_index("document_id")["position"]
    ordered = by_section.assign(place=by_section["document_id"].map(order)).sort_values(
        ["place", "first_word", "end_word"]
    )
    tables = ordered["tables"].str.replace("_", " ")
    return pd.DataFrame(
        {
            "Section": ordered["heading_printed"],
            "Document": ordered["document_id"],
            "From word": ordered["first_word"],
            "Words": ordered["words"],
            "Rows": ordered["rows"],
            "Transcribed to, or why not": tables.where(tables != "", ordered["reason"]),
        }
    )


def shares(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the published shares and counts of EYE@RIS3: a row is one."""
    return pd.DataFrame(
        {
            "Category": shares["category"].str.replace("-", " "),
            "As printed": shares["value_printed"],
            "Share of what": shares["denominator"],
            "As of": shares["as_of"],
            "Remark": shares["remark"].where(shares["remark"] != "", "-"),
            "Passage": shares["quote"],
        }
    )


def claims(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the printed numbers and dates: a row is one, those of one quantity together."""
    ordered = claims.sort_values(["quantity", "claim_id"])
    return pd.DataFrame(
        {
            "Quantity": ordered["quantity"].str.replace("-", " "),
            "As printed": ordered["value_printed"],
            "What it says": ordered["gist"],
            "Unit": ordered["unit"],
            "Scope": ordered["scope"].str.replace("-", " "),
            "As of": ordered["as_of"].where(ordered["as_of"] != "", "-"),
            "Document": ordered["document_id"],
        }
    )


def contradictions(contradictions: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of passages that do not agree: a row is one pair, by kind."""
    ordered = contradictions.sort_values(["kind", "contradiction_id"])
    first = ordered["first_quote"] + " (" + ordered["first_document_id"] + ")"
    second = ordered["second_quote"] + " (" + ordered["second_document_id"] + ")"
    return pd.DataFrame(
        {
            "Kind": ordered["kind"],
            "What differs": ordered["what_differs"],
            "Which holds": ordered["which_holds"],
            "Why": ordered["why"],
            "One passage": first,
            "The other": second,
        }
    )


def references(references: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return what the documents refer to: a row is one reference, footnote or link."""
    order = documents.set_index("document_id")["position"]
    ordered = references.assign(place=references["document_id"].map(order)).sort_values(
        ["place", "kind", "number", "reference_id"]
    )
    where = (
        ordered["kind"] + " " + ordered["number"].astype("str") + " of " + ordered["document_id"]
    )
    blank = ordered[["title", "identifier", "remark"]].replace("", "-")
    return pd.DataFrame(
        {
            "Where": where,
            "Title": blank["title"],
            "Identifier": blank["identifier"],
            "Looked up": ordered["verified"].str.replace("_", " "),
            "Remark": blank["remark"],
        }
    )


def abbreviations(abbreviations: pd.DataFrame) -> pd.DataFrame:
    """Return the abbreviations of the brief, in its order: a row is one."""
    ordered = abbreviations.sort_values("position")
    return pd.DataFrame(
        {"Abbreviation": ordered["abbreviation"], "As printed": ordered["meaning_printed"]}
    )


def countries(countries: pd.DataFrame) -> pd.DataFrame:
    """Return the countries and their time in the Union: a row is one."""
    blank = countries.replace("", "-")
    return pd.DataFrame(
        {
            "Country": blank["name"],
            "Code": blank["country_id"],
            "Also coded": blank["alternative_codes"].str.replace("|", ", "),
            "Joined": blank["joined"],
            "Left": blank["left"],
            "Group": blank["accession_group"],
            "After": blank["source"],
        }
    )


def statements(statements: pd.DataFrame) -> pd.DataFrame:
    """Return what the documents state, in reading order: a row is one statement in our words."""
    ordered = statements.sort_values("reading_order").replace("", "-")
    return pd.DataFrame(
        {
            "Occasion": ordered["occasion"].str.replace("-", " "),
            "Kind": ordered["kind"].str.replace("_", " "),
            "What it says": ordered["gist"],
            "Topic": ordered["topic"].str.replace("-", " "),
            "Who is to act": ordered["actor"].str.replace("-", " "),
            "A need": ordered["need"],
        }
    )


def readings(events: pd.DataFrame) -> pd.DataFrame:
    """Return how each event was read where print allows several ways: a row is one event."""
    remarked = events.loc[events["remark"] != ""].sort_values(["starts", "event_id"])
    return pd.DataFrame({"Event": remarked["name"], "How it was read": remarked["remark"]})


def codes(codes: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return the NUTS codes of each region in each vintage: a row is one code in one vintage."""
    names = regions.set_index("region_id")["name"]
    ordered = codes.sort_values(["region_id", "nuts_version", "nuts_id"])
    return pd.DataFrame(
        {
            "Region": ordered["region_id"].map(names),
            "Vintage": ordered["nuts_version"].astype("str"),
            "Code": ordered["nuts_id"],
            "Eurostat's label": ordered["nuts_label"],
            "The unit lies in the region": ordered["extent"].map(
                {"whole": "wholly", "part": "in part"}
            ),
        }
    )


def aliases(aliases: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Return by which other names a region is found when a person types it: a row is one name."""
    names = regions.set_index("region_id")["name"]
    ordered = aliases.sort_values(["region_id", "language", "alias"])
    return pd.DataFrame(
        {
            "Region": ordered["region_id"].map(names),
            "Also found as": ordered["alias"],
            "Language": ordered["language"],
            "What it is": ordered["source"],
        }
    )
