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
    return documents.sort_values("position").rename(
        columns={
            "document_id": "Key",
            "title": "Title",
            "producer": "Producer",
            "published": "Published",
            "gist": "What it is about",
            "citation": "Citation",
        }
    )[["Key", "Title", "Producer", "Published", "What it is about", "Citation"]]


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
