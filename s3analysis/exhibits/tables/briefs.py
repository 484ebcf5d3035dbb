"""The tables of partnership_status and region_brief: one partnership, one region, and no more."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.exhibits.tables import themes
from s3analysis.vocabulary import READINGS, ROLE_WORDS, ROLES, amount, and_join, month_words

NONE = "-"
PLACES = ROLE_WORDS | {"repeated": "Listed once more"}
FIELD_WORDS = {"region_printed": "name", "country_printed": "country", "role": "role"}


def partnership(
    one: "pd.Series[str]", leads: list[str], paths: pd.DataFrame, as_of: str
) -> pd.DataFrame:
    """Return what a partnership is: a row is one question, with its answer and where it stands.

    `one` is its row of partnerships, `leads` the names of its lead regions, `paths` the row of
    its theme (see measures.themes.paths).
    """
    stands = pd.DataFrame(
        {
            "document_id": [one["document_id"], one["vanguard_document_id"]],
            "section": [one["section"], one["vanguard_section"]],
        }
    )
    printed, vanguard = passages.named(stands)
    firsts = paths["first"].map(themes.OCCASION_WORDS).tolist()
    lasts = paths["last"].map(themes.OCCASION_WORDS).tolist()
    rows = [
        ("Name as printed", one["name_printed"], printed, one["quote"]),
        ("What it is about, in our words", one["gist"], printed, NONE),
        ("Vanguard Initiative pilot", one["vanguard_pilot"], vanguard, one["vanguard_quote"]),
        (f"Led by, {month_words(as_of)}", and_join(leads), printed, NONE),
        ("Its theme", and_join(paths["name"].tolist()), NONE, NONE),
        ("Theme first named in", and_join(firsts), NONE, NONE),
        ("Theme last named in", and_join(lasts), NONE, NONE),
    ]
    return pd.DataFrame(rows, columns=["What", "Answer", "Where", "Passage"])


def members(
    entries: pd.DataFrame, printed: pd.DataFrame, regions: pd.DataFrame, countries: pd.DataFrame
) -> pd.DataFrame:
    """Return the regions of one partnership by role: a row is one.

    `printed` are the entries with their names and codes as printed (see clean.undo).
    """
    rows = _entries(entries.loc[entries["role"].isin(ROLES)], printed)
    ordered = rows.assign(
        rank=rows["role"].map({role: place for place, role in enumerate(ROLES)})
    ).sort_values(["rank", "region_id"], ignore_index=True)
    states = countries.set_index("country_id")
    return pd.DataFrame(
        {
            "Region": ordered["region_id"].map(regions.set_index("region_id")["name"]),
            "Role": ordered["role"].map(ROLE_WORDS),
            "Country": ordered["country_id"].map(states["name"]),
            "Group": ordered["country_id"].map(states["accession_group"]),
            "As printed": ordered["as_printed"],
        }
    )


def states(by_country: pd.DataFrame) -> pd.DataFrame:
    """Return the Member States of one partnership (see membership.by_country): those it has."""
    there = by_country.loc[by_country["regions"] > 0]
    return there.rename(
        columns={
            "country": "Member State",
            "country_id": "Code",
            "group": "Group",
            "regions": "Regions",
            "leads": "Of these as lead",
        }
    )[["Member State", "Code", "Group", "Regions", "Of these as lead"]]


def overlaps(
    overlaps: pd.DataFrame, partnerships: pd.DataFrame, regions: pd.DataFrame
) -> pd.DataFrame:
    """Return what one partnership shares with each other (see comembership.overlaps)."""
    short = partnerships.set_index("partnership_id")["short_name"]
    return pd.DataFrame(
        {
            "Other partnership": overlaps["partnership_id"].map(short),
            "Its regions": overlaps["regions"],
            "In common": overlaps["shared"],
            "Regions in common": _joined(overlaps["region_ids"], regions),
        }
    )


def cases(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the demonstration cases of one partnership: a row is one name in one table."""
    rows = cases.sort_values(["section", "number"], ignore_index=True)
    return pd.DataFrame(
        {
            "Name as printed": rows["name_printed"],
            "What it is about": rows["gist"],
            "Called": rows["called"].map(themes.CALLED_WORDS),
            "Where": passages.named(rows),
        }
    )


def bounds(bounds: pd.DataFrame) -> pd.DataFrame:
    """Return between which milestones each status was reached (see milestones.bounds)."""
    return pd.DataFrame(
        {
            "Status": bounds["status"].map(themes.STATUS_WORDS),
            "Known not to be reached by": _months(bounds["not_yet"]),
            "Known to be reached by": _months(bounds["reached"]),
            "Milestones unknown": bounds["unknown"],
        }
    )


def region(
    one: "pd.Series[str]",
    names: pd.DataFrame,
    codes: pd.DataFrame,
    countries: pd.DataFrame,
    regions: pd.DataFrame,
) -> pd.DataFrame:
    """Return who a region is in the data: a row is one question and its answer.

    `one` is its row of regions, `names` its entries as printed, `codes` its rows of region_nuts.
    """
    country = countries.set_index("country_id").loc[one["country_id"]]
    counts = names["region_printed"].value_counts(sort=False)
    of_2013 = codes.loc[codes["nuts_version"].astype("str") == "2013"]
    labels = of_2013["nuts_id"] + " " + of_2013["nuts_label"]
    whole = of_2013["extent"] == "whole"
    inside = regions.loc[regions["region_id"] == one["nested_in"], "name"].tolist()
    holds = regions.loc[regions["nested_in"] == one["region_id"], "name"].tolist()
    answers = {
        "Name in the data": one["name"],
        "Country": f"{country['name']} ({one['country_id']}, {country['accession_group']})",
        "Names printed": "; ".join(f"{name} ({_times(count)})" for name, count in counts.items()),
        "NUTS 2013": "; ".join(labels[whole]),
        "Part of, in NUTS 2013": "; ".join(labels[~whole]),
        "Seat": one["seat"],
        "Could also mean": one["alternatives"].replace("|", "; "),
        "How it was read": one["reason"],
        "Lies inside": "; ".join(inside),
        "Has inside": "; ".join(holds),
    }
    table = pd.DataFrame({"What": list(answers), "Answer": list(answers.values())})
    return table.replace({"Answer": {"": NONE}})


def places(
    entries: pd.DataFrame, printed: pd.DataFrame, partnerships: pd.DataFrame, reading: str
) -> pd.DataFrame:
    """Return each entry of one region: a row is one, with its role and whether it counts."""
    order = partnerships.set_index("partnership_id")["position"]
    rows = (
        _entries(entries, printed)
        .assign(order=entries["partnership_id"].map(order))
        .sort_values(["order", "position"], ignore_index=True)
    )
    counts = rows["role"].isin(READINGS[reading])
    return pd.DataFrame(
        {
            "Partnership": rows["partnership_id"].map(
                partnerships.set_index("partnership_id")["short_name"]
            ),
            "Role": rows["role"].map(PLACES),
            "Counted": counts.map({True: "yes", False: "no"}),
            "As printed": rows["as_printed"],
            "Under the heading": rows["heading_printed"],
        }
    )


def together(
    together: pd.DataFrame,
    partnerships: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
) -> pd.DataFrame:
    """Return whom a region is already together with (see comembership.together), by country."""
    names = regions.set_index("region_id")["name"]
    states = countries.set_index("country_id")["name"]
    short = partnerships.sort_values("position").set_index("partnership_id")["short_name"]
    rows = together.assign(
        country=together["country_id"].map(states), name=together["region_id"].map(names)
    ).sort_values(["country", "region_id"], ignore_index=True)
    return pd.DataFrame(
        {
            "Region": rows["name"],
            "Country": rows["country"],
            "Partnerships in common": rows["partnerships"],
            "Which": [
                "; ".join(words for key, words in short.items() if key in keys)
                for keys in rows["partnership_ids"]
            ],
        }
    )


def others(
    sizes: pd.DataFrame,
    partnerships: pd.DataFrame,
    leads: pd.DataFrame,
    entries: pd.DataFrame,
    known: pd.DataFrame,
) -> pd.DataFrame:
    """Return the partnerships that a region is not counted in, in the order of Table 4.

    `sizes` are those of membership.by_partnership, `leads` the lead entries with the region's
    `name`, `entries` those of the region, `known` the memberships of the regions it is already
    together with.
    """
    kept = partnerships.set_index("partnership_id")
    rows = sizes.loc[sizes["partnership_id"].isin(kept.index)].reset_index(drop=True)
    keys = rows["partnership_id"]
    led = leads.sort_values("region_id").groupby("partnership_id")["name"].agg("; ".join)
    once = entries.drop_duplicates("partnership_id").set_index("partnership_id")
    listed = once["role"].map(PLACES)
    met = known.groupby("partnership_id").size()
    return pd.DataFrame(
        {
            "Partnership": keys.map(kept["short_name"]),
            "What it is about": keys.map(kept["gist"]),
            "Led by": [led.get(key, "nobody listed") for key in keys],
            "Regions": rows["regions"],
            "Already together elsewhere": [int(met.get(key, 0)) for key in keys],
            "Listed there as": [listed.get(key, "not listed") for key in keys],
        }
    )


def corrections(
    log: pd.DataFrame, entries: pd.DataFrame, partnerships: pd.DataFrame
) -> pd.DataFrame:
    """Return what of some entries is read otherwise than printed: a row is one cell."""
    short = partnerships.set_index("partnership_id")["short_name"]
    where = entries.set_index("entry_id")["partnership_id"].map(short)
    rows = log.loc[log["row"].isin(where.index)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "Partnership": rows["row"].map(where),
            "Cell": rows["field"].map(FIELD_WORDS),
            "As printed": rows["as_printed"].replace("", "(nothing)"),
            "As read": rows["as_read"],
            "Reason": rows["reason"],
            "Passage": rows["quote"],
        }
    )


def unknown(bounds: pd.DataFrame, unsure: list[str], months: list[str], as_of: str) -> pd.DataFrame:
    """Return what is unknown of one partnership, and what the record has instead.

    A row is one question. `bounds` is what milestones.bounds returns, `unsure` the members whose
    identity is open, `months` those with a member list.
    """
    spans = bounds.set_index("status").to_dict("index")
    listed = f"Table 4 lists it as qualified in {month_words(as_of)}"
    lists = f"the member list of {and_join([month_words(month) for month in months])}"
    questions = {
        "When it qualified": f"{_span(spans.get('qualified'))}; {listed}",
        "When its expression of interest was submitted": _span(spans.get("eoi")),
        "Who was in it in another month": f"{lists}, and no other",
        "Who is meant by some of its members": (
            f"our reading, with alternatives, of {and_join(unsure)}"
            if unsure
            else "one answer for each"
        ),
        "What each member does in it": "its role, and no more",
        "Which firms, clusters and laboratories work in it": "regions alone",
        "What money it has": "no amount for a single partnership",
        "What its own status report said": "one report as an example, its picture lost (Figure 7)",
    }
    return pd.DataFrame(
        {"What is unknown": list(questions), "What the record has": list(questions.values())}
    )


def _span(bounds: dict[Hashable, Any] | None) -> str:
    """Return between which milestones a status was reached, in words."""
    if bounds is None:
        return "no row in Table 3"
    before, by = bounds["not_yet"], bounds["reached"]
    told = [f"not reached by {month_words(before)}"] if before else []
    told += [f"reached by {month_words(by)}"] if by else []
    cells = amount(bounds["unknown"], "milestone") + " unknown"
    return ", ".join([*told, cells])


def _entries(entries: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """Return entries with `as_printed`, the name and the country code of the print."""
    as_printed = printed.set_index("entry_id")
    words = as_printed["region_printed"] + ", " + as_printed["country_printed"]
    return entries.assign(as_printed=entries["entry_id"].map(words.str.removesuffix(", ")))


def _joined(lists: "pd.Series[list[str]]", regions: pd.DataFrame) -> list[str]:
    names = regions.set_index("region_id")["name"]
    return ["; ".join(names[keys]) or "none" for keys in lists]


def _months(milestones: "pd.Series[str]") -> list[str]:
    return [month_words(month) if month else "no milestone" for month in milestones]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
