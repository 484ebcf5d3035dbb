"""One region in the print and in the data: who is meant, where it is named, what was corrected.

`printed` is what measures.record.printed.of_region returns, `codes` are the rows of region_nuts.
"""

from collections.abc import Sequence

import pandas as pd
from IPython.display import Markdown

from s3analysis.contracts import RegionBrief
from s3analysis.exhibits import passages, words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.numbers import NONE
from s3analysis.exhibits.words import region_name
from s3analysis.measures.record.printed import Printed
from s3analysis.vocabulary import READINGS, ROLE_WORDS, amount, and_join, month_words

PLACES = ROLE_WORDS | {"repeated": "Listed once more"}
FIELD_WORDS = {"region_printed": "name", "country_printed": "country", "role": "role"}
DECLARED_WORDS = {
    "published": "not in the record: no machine-readable extract of EYE@RIS3 is public",
    "imported": "as the imported extract has them; how complete that is, is not known here",
    "synthetic": "made up for teaching: the record has none",
}
IDENTITY_WORDS = {
    "open": "the print leaves it open; our reading is given above",
    "certain": "one region, beyond doubt",
}


def identity(
    printed: Printed,
    codes: pd.DataFrame,
    regions: pd.DataFrame,
    countries: pd.DataFrame,
    run: RegionBrief,
) -> Exhibit:
    """Return who a region is in the data: a row is one question and its answer."""
    one = _one(regions, run)
    return Exhibit(
        key="region",
        title=f"{one['name']}: {_clear(one)}",
        subtitle="Name, country, codes and reading of the region",
        table=_answers(
            _names_of(one, printed.names, countries)
            | _codes_of(codes.loc[codes["region_id"] == run.region])
            | _reading_of(one, regions)
        ),
        source="Table 4 of the brief for the printed names; Eurostat for the NUTS codes of 2013",
        note="The reading and the alternatives are ours.",
    )


def places(
    printed: Printed, regions: pd.DataFrame, partnerships: pd.DataFrame, run: RegionBrief
) -> Exhibit | Markdown:
    """Return each entry of a region in Table 4 of the brief: a row is one, with its role."""
    name = region_name(regions, run.region)
    if printed.entries.empty:
        return Markdown(f"The list of {month_words(run.as_of)} does not name {name}.")
    about = partnerships.set_index("partnership_id")
    rows = (
        passages.as_printed(printed.entries, printed.names)
        .assign(order=lambda each: each["partnership_id"].map(about["position"]))
        .sort_values(["order", "position"], ignore_index=True)
    )
    counts = rows["role"].isin(READINGS[run.reading])
    return Exhibit(
        key="places",
        title=f"Table 4 of the brief names {name} in {amount(len(rows), 'entry / entries')}",
        subtitle="Entries of the region in Table 4 of the brief, with role and printed words",
        table=pd.DataFrame(
            {
                "Partnership": rows["partnership_id"].map(about["short_name"]),
                "Role": rows["role"].map(PLACES),
                "Counted": counts.map({True: "yes", False: "no"}),
                "As printed": rows["as_printed"],
                "Under the heading": rows["heading_printed"],
            }
        ),
        source=words.TABLE_4,
        note=words.counted(run),
    )


def quality(
    printed: Printed,
    codes: pd.DataFrame,
    regions: pd.DataFrame,
    months: Sequence[str],
    run: RegionBrief,
) -> Exhibit:
    """Return how good the data on a region are: a row is one question and its answer.

    `months` are those with a member list.
    """
    one = _one(regions, run)
    whole = codes.loc[(codes["region_id"] == run.region) & (codes["extent"] == "whole")]
    vintages = sorted(whole["nuts_version"].astype("str").unique())
    changed = amount(len(printed.corrections), "cell")
    answers = {
        "Who is meant": IDENTITY_WORDS[one["identity"]],
        "Entries that name it in Table 4": str(len(printed.entries)),
        "Cells of these read otherwise than printed": str(len(printed.corrections)),
        "Vintages in which a NUTS code is the whole region": and_join(vintages),
        "Months with a member list": and_join([month_words(month) for month in months]),
        "Its priorities": DECLARED_WORDS[run.priorities],
        "Its firms, projects and money": "not in the five documents, region by region",
        "When it joined, and whether it is active": "unknown: a list has a role, and no more",
    }
    return Exhibit(
        key="data-quality",
        title=f"{one['name']}: {changed} read otherwise than printed, and {_clear(one)}",
        subtitle="What is known of the quality of the data on this region",
        table=_answers(answers),
        source=f"{words.CORRECTIONS}; {words.FIVE_DOCUMENTS.lower()}",
    )


def corrections(
    printed: Printed, regions: pd.DataFrame, partnerships: pd.DataFrame, run: RegionBrief
) -> Exhibit | Markdown:
    """Return what of a region's entries is read otherwise than printed: a row is one cell."""
    name, rows = region_name(regions, run.region), printed.corrections
    if rows.empty:
        return Markdown(f"Every entry of {name} is read as printed.")
    short = partnerships.set_index("partnership_id")["short_name"]
    where = printed.entries.set_index("entry_id")["partnership_id"].map(short)
    return Exhibit(
        key="corrections",
        title=f"{name}: {amount(len(rows), 'cell')} read otherwise than printed",
        subtitle="Each cell as printed and as read, with the reason",
        table=pd.DataFrame(
            {
                "Partnership": rows["row"].map(where),
                "Cell": rows["field"].map(FIELD_WORDS),
                "As printed": rows["as_printed"].replace("", "(nothing)"),
                "As read": rows["as_read"],
                "Reason": rows["reason"],
                "Passage": rows["quote"],
            }
        ),
        source=f"{words.CORRECTIONS}; the passages are those of JRC policy brief 22/2017, Table 4",
        note="Each of these can be undone.",
    )


def _one(regions: pd.DataFrame, run: RegionBrief) -> "pd.Series[str]":
    return regions.loc[regions["region_id"] == run.region].iloc[0]


def _clear(one: "pd.Series[str]") -> str:
    if one["identity"] == "open":
        return "the print leaves open which region is meant"
    return "it is clear which region is meant"


def _answers(answers: dict[str, str]) -> pd.DataFrame:
    table = pd.DataFrame({"What": list(answers), "Answer": list(answers.values())})
    return table.replace({"Answer": {"": NONE}})


def _names_of(
    one: "pd.Series[str]", names: pd.DataFrame, countries: pd.DataFrame
) -> dict[str, str]:
    country = countries.set_index("country_id").loc[one["country_id"]]
    counts = names["region_printed"].value_counts(sort=False)
    return {
        "Name in the data": one["name"],
        "Country": f"{country['name']} ({one['country_id']}, {country['accession_group']})",
        "Names printed": "; ".join(f"{name} ({_times(count)})" for name, count in counts.items()),
    }


def _codes_of(codes: pd.DataFrame) -> dict[str, str]:
    of_2013 = codes.loc[codes["nuts_version"].astype("str") == "2013"]
    labels = of_2013["nuts_id"] + " " + of_2013["nuts_label"]
    whole = of_2013["extent"] == "whole"
    return {
        "NUTS 2013": "; ".join(labels[whole]),
        "Part of, in NUTS 2013": "; ".join(labels[~whole]),
    }


def _reading_of(one: "pd.Series[str]", regions: pd.DataFrame) -> dict[str, str]:
    around = regions.loc[regions["region_id"] == one["nested_in"], "name"]
    inside = regions.loc[regions["nested_in"] == one["region_id"], "name"]
    return {
        "Seat": one["seat"],
        "Could also mean": one["alternatives"].replace("|", "; "),
        "How it was read": one["reason"],
        "Lies inside": "; ".join(around),
        "Has inside": "; ".join(inside),
    }


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
