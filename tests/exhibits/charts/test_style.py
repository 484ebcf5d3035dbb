import re
from itertools import combinations
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure
from numpy.typing import NDArray

from s3analysis.exhibits.charts import style
from s3analysis.exhibits.charts.canvas import Canvas

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
VISION = {
    "usual": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


ACCENTED = LinearSegmentedColormap.from_list("accented", [style.TINT, style.ACCENT])
SHADES = [to_hex([grey / 255] * 3) for grey in range(0, 256, 5)] + [
    to_hex(ACCENTED(step)) for step in range(0, 256, 5)
]


def linear(colour: str) -> NDArray[np.float64]:
    coded = np.array(to_rgb(colour))
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG 2 between two colours."""
    darker, lighter = sorted(linear(colour) @ XYZ[1] for colour in (one, other))
    return float((lighter + 0.05) / (darker + 0.05))


def lab(colour: str, vision: str) -> NDArray[np.float64]:
    """Return a colour in CIE L*a*b* as it is seen with a kind of vision."""
    seen = np.clip(VISION[vision] @ linear(colour), 0, 1)
    t = XYZ @ seen / (XYZ @ np.ones(3))
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@style.in_style
def chart(label: str = "share of priorities, %") -> Figure:
    canvas = Canvas(80, 50)
    ax = canvas.axes(16, 5, 56, 35)
    ax.plot([1, 2, 3], [0.1, 1 / 3, 0.2], "o--")
    ax.bar([1, 2], [0.1, 0.2], hatch="//")
    ax.set_ylabel(label)
    return canvas.figure


def test_the_measure_of_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


def test_there_are_at_most_six_hues_and_the_accent_is_first() -> None:
    assert len(set(style.HUES)) == len(style.HUES) <= 6
    assert style.HUES[0] == style.ACCENT


@pytest.mark.parametrize("hue", [*style.HUES, style.MIDDLE])
def test_a_hue_stands_out_from_paper(hue: str) -> None:
    assert contrast(hue, style.PAPER) >= 3


@pytest.mark.parametrize("colour", [style.INK, style.QUIET, style.ACCENT])
def test_text_can_be_read_on_paper(colour: str) -> None:
    assert contrast(colour, style.PAPER) >= 4.5


@pytest.mark.parametrize("vision", VISION)
def test_any_two_hues_are_told_apart(vision: str) -> None:
    for one, other in combinations(style.HUES, 2):
        assert np.linalg.norm(lab(one, vision) - lab(other, vision)) >= 20, (one, other)


@pytest.mark.parametrize("shade", SHADES)
def test_text_on_any_shade_can_be_read(shade: str) -> None:
    assert contrast(style.readable_on(shade), shade) >= 4.5


def test_no_text_is_smaller_than_seven_points() -> None:
    assert min(style.SMALL, style.BODY, style.HEADING) >= 7


def test_a_drawn_figure_is_closed() -> None:
    chart()
    assert plt.get_fignums() == []


def test_the_same_figure_twice_gives_the_same_bytes() -> None:
    assert style.to_svg(chart(), "chart") == style.to_svg(chart(), "chart")


def test_two_figures_of_one_page_share_no_id() -> None:
    one, other = (
        set(re.findall(r'\bid="([^"]+)"', style.to_svg(chart(), key))) for key in ("one", "other")
    )
    assert one
    assert not one & other


def test_every_reference_in_the_svg_leads_somewhere() -> None:
    svg = style.to_svg(chart(), "chart")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(ids) == set(re.findall(r'(?:href="|url\()#([^")]+)', svg))


def test_the_svg_is_one_element_that_can_stand_in_a_page() -> None:
    svg = style.to_svg(chart(), "chart")
    assert svg.startswith("<svg ")
    assert ElementTree.fromstring(svg).tag == f"{{{style.SVG}}}svg"
    for unwanted in ("<?xml", "<!DOCTYPE", "<metadata", "<style", "style=", "Matplotlib"):
        assert unwanted not in svg


def test_text_stays_text_and_its_fonts_end_in_sans_serif() -> None:
    svg = style.to_svg(chart("3 < 4 & $5 in Łódź"), "chart")
    assert ">3 &lt; 4 &amp; $5 in Łódź</text>" in svg
    families = set(re.findall(r'font-family="([^"]+)"', svg))
    assert families
    assert all(family.endswith(", sans-serif") for family in families)


def test_numbers_are_rounded_to_a_hundredth_of_a_point() -> None:
    paths = re.findall(r' (?:d|x|y)="([^"]*)"', style.to_svg(chart(), "chart"))
    assert paths
    assert not any(re.search(r"\.\d{3}", path) for path in paths)


def test_nothing_stands_between_marks_and_words_keep_what_follows_a_part_of_them() -> None:
    root = ElementTree.fromstring(style.to_svg(chart(r"a $10^{2}$ b"), "chart"))
    words = {f"{{{style.SVG}}}text", f"{{{style.SVG}}}tspan"}
    assert not [part for part in root.iter() if part.tag not in words and (part.text or part.tail)]
