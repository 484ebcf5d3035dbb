"""Themes over time: what passages state, what follows from them, and what stays unknown."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from s3analysis import contracts, values
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.record import themes as exhibits
from s3analysis.measures.record import themes as measures
from s3analysis.panels import downloads
from s3analysis.panels.widgets import Control, Panel
from s3analysis.sources.record import Tables

EVIDENCE = {
    "deduced": "Stated, or following from what is stated",
    "stated": "Plainly stated only; what is deduced is unknown",
}


class Request(contracts.Parameters):
    """What the panel is asked."""

    notebook = "Themes over time"
    as_of: values.Month
    themes: tuple[str, ...]
    evidence: Literal["deduced", "stated"]


def panel(record: Tables, as_of: str) -> Panel:
    """Return the panel over the record, for a month."""
    paths = measures.paths(record["theme_names"], record["themes"], record["theme_status"])
    rows = paths.loc[paths["theme_id"].isin(record["theme_status"]["theme_id"])]
    names = dict(zip(rows["theme_id"], rows["name"], strict=True))
    return Panel(
        name="themes",
        controls=(
            Control("themes", "Themes of Table 3", names, tuple(names), "several"),
            Control("evidence", "What counts as known", EVIDENCE, "deduced"),
        ),
        answer=partial(answer, record, as_of=as_of),
        csv=partial(downloads.csv, tables=record),
        imports="from s3analysis.panels import themes\nfrom s3analysis.sources import record",
        call=f"themes.answer(\n    record.read_all(),\n    as_of={as_of!r},",
    )


def answer(record: Tables, **given: Any) -> Iterator[Exhibit]:
    """Return how much is known of some themes, and how far each had come when.

    `given` are the values of a Request. Raises contracts.Refused, or ValueError where no theme of
    Table 3 is chosen.
    """
    run = contracts.accept(Request, given)
    if not run.themes:
        raise ValueError("No theme is chosen; choose one or more in the list of themes")
    status = record["theme_status"].loc[record["theme_status"]["theme_id"].isin(run.themes)]
    if strange := sorted(set(run.themes) - set(status["theme_id"])):
        raise ValueError(f"Table 3 has no theme {', '.join(strange)}; choose from the list")
    if run.evidence == "stated":
        status = measures.stated(status)
    paths = measures.paths(record["theme_names"], record["themes"], status)
    known = f"Known here: {EVIDENCE[run.evidence][0].lower()}{EVIDENCE[run.evidence][1:]}."
    # A printed total is of all themes and says nothing of some.
    totals = measures.totals(status, record["claims"].head(0), record["themes"])
    first = exhibits.known(measures.known(status), totals)
    yield replace(first, note=f"{known} {first.note}")  # before the drawing, which takes longer
    drawn = exhibits.theme_status(status, paths, run.as_of)
    yield replace(drawn, note=f"{known} {drawn.note}")
