"""Is each committed notebook still what its inputs give? Asked of git when somebody reads it."""

from html import escape

from IPython.display import HTML, display

from s3analysis.panels import widgets
from s3analysis.press.review import freshness


class Freshness:
    """What `s3analysis notebooks` says, for JupyterLab and Voila.

    A run that nobody watches keeps nothing of it: it would be out of date with the next commit.
    """

    def _ipython_display_(self) -> None:
        if widgets.answered():
            display(HTML(self.html()))

    def html(self) -> str:
        """Return how many notebooks are as committed, and a line for each of the others."""
        try:
            lines = list(freshness.lines())
        except freshness.NoHistory as none:
            return f"<p>{escape(str(none))}</p>"
        others = [line for line in lines if freshness.SAME not in line]
        same = f"<p>{len(lines) - len(others)} of {len(lines)} notebooks: {freshness.SAME}.</p>"
        items = "".join(f"<li>{escape(line)}</li>" for line in others)
        return f"{same}<ul>{items}</ul>" if others else same


def panel() -> Freshness:
    """Return what is shown at the top of explore."""
    return Freshness()
