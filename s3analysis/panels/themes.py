"""Themes over time: what passages state, what follows from them, and what stays unknown."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Literal

import pandas as pd

from s3analysis import contracts
from s3analysis.exhibits.charts import figures, style
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.record import themes as tables
from s3analysis.measures.record import themes as measures
from s3analysis.panels.widgets import Control, Panel
from s3analysis.vocabulary import amount, month_words

Tables = Mapping[str, pd.DataFrame]

EVIDENCE = {
    "deduced": "Stated, or following from what is stated",
    "stated": "Plainly stated only; what is deduced is unknown",
}
SOURCE = "JRC policy brief 22/2017, Table 3, and the passages named in each row"


class Wanted(contracts.Parameters):
    """What the panel is asked."""

    notebook = "Themes over time"
    as_of: contracts.Month
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
        imports="from s3analysis.panels import themes\nfrom s3analysis.sources import record",
        call=f"themes.answer(\n    record.read_all(),\n    as_of={as_of!r},",
    )


def answer(
    record: Tables, *, as_of: str, themes: tuple[str, ...], evidence: str
) -> Iterator[Exhibit]:
    """Return how much is known of some themes, and how far each had come when.

    Raises contracts.Refused, or ValueError where no theme of Table 3 is chosen.
    """
    given = {"as_of": as_of, "themes": themes, "evidence": evidence}
    run = contracts.accept(Wanted, given)
    if not run.themes:
        raise ValueError("No theme is chosen; choose one or more in the list of themes")
    status = record["theme_status"].loc[record["theme_status"]["theme_id"].isin(run.themes)]
    if strange := sorted(set(run.themes) - set(status["theme_id"])):
        raise ValueError(f"Table 3 has no theme {', '.join(strange)}; choose from the list")
    if run.evidence == "stated":
        status = measures.stated(status)
    paths = measures.paths(record["theme_names"], record["themes"], status)
    cells = tables.status(status, paths)
    outcomes = measures.outcomes(status)
    qualified, last = int((outcomes == "qualified").sum()), status["milestone"].max()
    unknown = int((status["value"] == "unknown").sum())
    note = f"Known here: {EVIDENCE[run.evidence][0].lower()}{EVIDENCE[run.evidence][1:]}."
    yield Exhibit(
        key="themes-known",
        title=f"{unknown} of {len(status)} cells stay unknown; known to have qualified by "
        f"{month_words(last)}: {qualified} of {amount(len(outcomes), 'theme')}",
        subtitle="Number of themes by value and by evidence, for each state and milestone",
        table=tables.known(measures.known(status)),
        source=SOURCE,
        note=note,
    )
    yield Exhibit(
        key="themes-status",
        title=f"How far {amount(len(outcomes), 'theme')} had come by {month_words(last)}",
        subtitle="Themes by milestone: discussed, expression of interest submitted, qualified",
        table=cells,
        svg=style.to_svg(figures.theme_status(cells, run.as_of), "themes-status"),
        alt=f"Grid of {amount(len(outcomes), 'theme')} by milestone and state; {unknown} of "
        f"{len(cells)} cells are unknown.",
        source=SOURCE,
        note=f"{note} The colours of the print are lost.",
    )
