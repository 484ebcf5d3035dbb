import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch, Rectangle

from exhibits.charts.kept import assert_as_kept
from exhibits.charts.test_maps import assert_apart, texts
from s3analysis.exhibits.charts import diagrams, style


def links() -> pd.DataFrame:
    ways = list(diagrams.ROUTES)
    return pd.DataFrame(
        {
            "actor": [start for start, _ in ways],
            "acted_on": [end for _, end in ways],
            "link": "are to help",
        }
    )


def test_each_party_has_one_box_and_each_link_its_words() -> None:
    shown = " ".join(texts(diagrams.network(links())))
    assert shown.count("S3P-Industry") == 1
    assert shown.count("Steering Committee") == 1
    assert shown.count("help") == len(links())


def test_boxes_without_a_link_are_left_out() -> None:
    shown = texts(diagrams.network(links().loc[links()["actor"] == "Commission services"]))
    assert "Regions" not in shown


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_no_text_of_the_diagram_lies_on_another_or_is_cut(width: float) -> None:
    assert_apart(diagrams.network(links(), width=width))


def test_a_narrow_diagram_lists_each_link_below_its_actor() -> None:
    shown = texts(diagrams.network(links(), width=style.NARROW))
    assert shown.count("are to help") == len(links())
    assert shown[shown.index("are to help") + 1] in set(links()["acted_on"])


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_the_platform_alone_stands_in_the_accent(width: float) -> None:
    figure = diagrams.network(links(), width=width)
    faces = [
        to_hex(patch.get_facecolor())
        for patch in figure.findobj(lambda each: isinstance(each, FancyBboxPatch | Rectangle))
    ]
    assert faces.count(to_hex(style.ACCENT)) == 1


@pytest.mark.parametrize("width", [style.TEXT_WIDTH, style.NARROW])
def test_a_diagram_looks_as_it_did_when_it_was_looked_at(width: float) -> None:
    assert_as_kept(diagrams.network(links(), width=width), f"diagram-{width:.0f}")
