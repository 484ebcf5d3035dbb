"""The page to begin with, reports/index.html: every edition, region and partnership there is.

It follows from the record and from which editions stand beside it, so it is the same each time.
"""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from s3analysis.press import files

if TYPE_CHECKING:
    import pandas as pd

SWEPT = re.compile("-(briefs|status)(-selection)?$")
TITLE = re.compile("<title>(.*?)</title>", re.S)
PARTS = {"methods": "Methods", "ledger": "Ledger of printed numbers", "record": "Record"}
"""The annexes of a report that have a page, in the order of the report."""


@dataclass(frozen=True)
class Row:
    """A region or a partnership: its anchor, its page where there is one, its name and counts."""

    anchor: str
    page: str
    name: str
    about: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Report:
    """An edition of the report: its folder, its title and those of its annexes that are there."""

    folder: str
    title: str
    parts: dict[str, str]


def write(reports: Path) -> None:
    """Write the page anew, whole; written again where an edition came or went meanwhile.

    Raises files.DiskError.
    """
    while True:
        there = _editions(reports)
        files.write(reports / "index.html", page(reports))
        if there == _editions(reports):
            return


def page(reports: Path) -> str:
    """Return the page as HTML."""
    from s3analysis.press.prints import html
    from s3analysis.sources import record
    from s3analysis.sources.geography.regions import fold
    from s3analysis.values import member_lists
    from s3analysis.vocabulary import month_words

    as_of = member_lists()[-1]
    countries = record.read("countries").set_index("country_id")["name"]
    regions = record.read("regions")[["region_id", "name", "country_id"]]
    regions["country_id"] = regions["country_id"].map(countries)
    partnerships = record.read("partnerships").sort_values("position")
    partnerships = partnerships[["partnership_id", "short_name", "gist"]]
    by_country = _rows(reports, regions, as_of, "briefs")
    return html.render(
        "start.html.j2",
        reports=[_report(reports / name) for name in _editions(reports) if not SWEPT.search(name)],
        regions=sorted(by_country, key=lambda row: (fold(row.about), fold(row.name))),
        partnerships=_rows(reports, partnerships, as_of, "status"),
        month=month_words(as_of),
    )


def _editions(reports: Path) -> list[str]:
    """Return the folders that hold an edition, by name."""
    return sorted(path.parent.name for path in reports.glob("*/manifest.json"))


def _report(folder: Path) -> Report:
    found = TITLE.search((folder / "index.html").read_text("utf-8"))
    there = {name: title for name, title in PARTS.items() if (folder / f"{name}.html").is_file()}
    return Report(folder.name, unescape(found[1]) if found else folder.name, there)


def _page(reports: Path, edition: str, name: str) -> str:
    """Return where the page of a region or partnership is; nothing where there is none."""
    ways = (f"{edition}/{name}.html", f"{edition}-selection/{name}.html")
    return next((way for way in ways if (reports / way).is_file()), "")


def _rows(reports: Path, about: "pd.DataFrame", as_of: str, swept: str) -> list[Row]:
    """Return a row for each region or partnership, with how many it is in or has, and leads.

    `about` has its key, name and what is said of it; `swept` names the edition of its pages.
    """
    from s3analysis.sources import record
    from s3analysis.vocabulary import READINGS

    entries = record.read("partnership_members")
    held = entries.loc[entries["as_of"].eq(as_of) & entries["role"].isin(READINGS["members"])]
    key = about.columns[0]
    counts = [part.groupby(key).size() for part in (held, held.loc[held["role"] == "lead"])]
    return [
        Row(
            f"{key.removesuffix('_id')}-{each}",
            _page(reports, f"{as_of}-{swept}", each),
            name,
            said,
            tuple(int(count.get(each, 0)) for count in counts),
        )
        for each, name, said in about.itertuples(index=False)
    ]
