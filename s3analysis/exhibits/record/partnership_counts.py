"""The exhibits of what is documented beside the list of the brief: counts, and partial lists."""

from collections.abc import Hashable, Mapping

import pandas as pd
from IPython.display import Markdown

from s3analysis.contracts import Platform
from s3analysis.exhibits import passages
from s3analysis.exhibits.charts import style, timelines
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.record.events import date_words
from s3analysis.vocabulary import amount, and_join

SCOPE_WORDS = {
    "s3p-industry": "S3P-Industry",
    "three-platforms": "three platforms",
    "four-platforms": "four platforms",
}
PLATFORM_WORDS = {"s3p-industry": "S3P-Industry", "s3p-agri-food": "S3P Agri-Food"}
ROLE_WORDS = {"lead": "lead", "participant": "participant", "unknown": "no role named"}
UNKNOWN = "unknown"


def by_date(
    points: pd.DataFrame, counts: pd.DataFrame, claims: pd.DataFrame, run: Platform
) -> Exhibit | Markdown:
    """Return the number of partnerships by date, one platform and several kept apart.

    `points` is what measures.record.partnership_counts.points returns, `counts` the table
    partnership_counts, `claims` that of the printed numbers. A row is one number of one source.
    """
    if points.empty:
        return Markdown("No source states how many partnerships there were at a date.")
    findings = [_finding(rows) for _, rows in points.groupby("scope", sort=False)]
    scopes = [words for scope, words in SCOPE_WORDS.items() if scope in set(points["scope"])]
    pages = counts.loc[counts["origin"] == "external"]
    unread = int((pages["checked"] == "unverified").sum())
    differing = sorted(set(points.loc[points["others"].map(bool), "as_of"]))
    return Exhibit(
        key="partnerships-by-date",
        title=findings[0],
        subtitle=f"Number of partnerships that a source states for a date: {and_join(scopes)}",
        table=_counts_table(counts, claims),
        **style.drawings(timelines.counts, points, run.as_of, key="partnerships-by-date"),
        alt=f"{amount(len(points), 'number')} of partnerships as marks over time, by platform. "
        f"{'. '.join(findings)}.",
        source="Brief and support document, as printed; later numbers: "
        f"{amount(pages['address'].nunique(), 'public page')}, each with its address in the data "
        "of this figure",
        note=_counts_note(differing, unread),
    )


def later_lists(lists: pd.DataFrame, members: pd.DataFrame) -> Exhibit | Markdown:
    """Return the partly known lists of members: a row is one page that names regions."""
    if lists.empty:
        return Markdown("No later list of members is known, not even in part.")
    unread = int((lists["checked"] == "unverified").sum())
    return Exhibit(
        key="later-lists",
        title=f"{amount(len(lists), 'page')} beside the brief "
        f"{'names' if len(lists) == 1 else 'name'} regions of partnerships, none of them all",
        subtitle="Regions as printed, with their country, by role",
        table=_lists_table(lists, members),
        source="The pages in the column of addresses",
        note=f"{_unread_words(unread)} No share, rank or network is computed from partial lists.",
    )


def _finding(rows: pd.DataFrame) -> str:
    """Return the first and the last number of one scope in a few words."""
    named = [
        (" or ".join(map(_number, of_date.to_dict("records"))), date_words(str(as_of)[:7], ""))
        for as_of, of_date in rows.groupby("as_of", sort=False)
    ]
    (first, begun), (last, ended) = named[0], named[-1]
    scope = SCOPE_WORDS[str(rows["scope"].iloc[0])]
    words = f"{scope[0].upper()}{scope[1:]} had {first} partnerships in {begun}"
    return f"{words} and {last} in {ended}" if len(named) > 1 else words


def _number(row: Mapping[Hashable, object]) -> str:
    return f"{'over ' if row['exactness'] == 'over' else ''}{row['value']}"


def _counts_note(differing: list[str], unread: int) -> str:
    """Return what the marks do not say."""
    notes = ["The sources do not all count alike: some say qualified, some do not."]
    if differing:
        dates = and_join([date_words(each, "") for each in differing])
        notes.append(f"More than one number is stated for {dates}.")
    notes.append(f"{_unread_words(unread)} No complete list of members is known for these dates.")
    return " ".join(notes)


def _unread_words(unread: int) -> str:
    if not unread:
        return "All pages were read in stored copies."
    return f"The pages were read in stored copies; {unread} of them could not be read."


def _counts_table(counts: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    ordered = counts.sort_values(["as_of", "scope", "value"], ignore_index=True)
    places = passages.named(claims).set_axis(claims["claim_id"])
    document = ordered["claim_id"].map(places)
    return pd.DataFrame(
        {
            "Date": [date_words(date, "") for date in ordered["as_of"]],
            "Platforms": ordered["scope"].map(SCOPE_WORDS),
            "What is counted": ordered["counted"],
            "As printed": ordered["value_printed"],
            "Number": ordered["value"].astype("int64"),
            "Source": ordered["title"].where(ordered["origin"] == "external", document),
            "Address": ordered["address"].replace("", NONE),
            "Read": ordered["checked"].replace("", "document"),
            "Remark": ordered["remark"].replace("", NONE),
        }
    )


def _lists_table(lists: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    named = members["region_printed"] + " (" + members["country_id"] + ")"
    stated = lists["regions_stated"].astype("string").fillna(NONE)
    by_role = (
        named.groupby([members["list_id"], members["role"]])
        .agg(", ".join)
        .reset_index(name="names")
    )
    cells = by_role["role"].map(ROLE_WORDS) + ": " + by_role["names"]
    regions = cells.groupby(by_role["list_id"]).agg("; ".join)
    return pd.DataFrame(
        {
            "Partnership": lists["name_printed"],
            "Platform": lists["platform"].replace(PLATFORM_WORDS),
            "As of": [_date(each) for each in lists["as_of"]],
            "Begun": [_date(each) for each in lists["begun"]],
            "Regions": lists["list_id"].map(regions),
            "Regions stated": stated,
            "Read": lists["checked"],
            "Address": lists["address"],
            "Remark": lists["remark"],
        }
    ).sort_values(["Partnership", "As of"], ignore_index=True)


def _date(text: str) -> str:
    return text if text == UNKNOWN else date_words(text, "")
