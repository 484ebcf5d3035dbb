"""Drawings of small frames, kept beside the tests as they were when somebody looked at them.

A drawing that is meant to look otherwise: `S3ANALYSIS_KEEP=1 pytest tests/exhibits/charts`, open
the files that changed in `drawn`, and commit them.
"""

import os
from pathlib import Path

from matplotlib.figure import Figure

from s3analysis.exhibits.charts.style import to_svg
from s3analysis.press.review import image_diff

FOLDER = Path(__file__).with_name("drawn")


def assert_as_kept(figure: Figure, name: str) -> None:
    """Compare a drawing with the kept one: words, the colours and shape of each mark, the looks.

    The picture tells where a mark stands, within a third of a point, as the review does.
    """
    svg, path = to_svg(figure, name), FOLDER / f"{name}.svg"
    if os.environ.get("S3ANALYSIS_KEEP"):
        path.write_text(svg + "\n", "utf-8", newline="\n")
    kept = path.read_text("utf-8")
    assert image_diff.words(svg) == image_diff.words(kept)
    assert image_diff.marks(svg) == image_diff.marks(kept)
    assert image_diff.alike(*map(image_diff.picture, (svg, kept))), f"{name} looks otherwise"
