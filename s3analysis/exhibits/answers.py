"""An answer of a notebook: an exhibit where there is something to show, else a sentence why not."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from IPython.display import Markdown
from matplotlib.figure import Figure

from s3analysis.exhibits.charts.style import to_svg
from s3analysis.exhibits.exhibit import Exhibit


def answer(
    table: pd.DataFrame,
    otherwise: str,
    draw: Callable[[pd.DataFrame], Figure] | None = None,
    **words: Any,
) -> Exhibit | Markdown | None:
    """Return the exhibit of a table, or `otherwise` as text where it has no rows.

    `draw` makes its drawing; `words` are those of the exhibit. Nothing to say is None.
    """
    if table.empty:
        return Markdown(otherwise) if otherwise else None
    svg = to_svg(draw(table), words["key"]) if draw else ""
    return Exhibit(table=table, svg=svg, **words)
