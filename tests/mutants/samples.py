"""What the gate lets pass of a drawing, and what not: `python tests/mutants/samples.py` writes it.

Each sample is a kept drawing of tests/exhibits/charts/drawn with one change; the gate is the one
of the review (press/review/image_diff): words, colours and shapes of marks, the picture.
"""

import re
from pathlib import Path

from s3analysis.press.review import image_diff

HOME = Path(__file__).resolve().parent.parent.parent
DRAWN = HOME / "tests/exhibits/charts/drawn"
PAGE = HOME / "docs/samples.md"
HEAD = """# What the review lets pass of a drawing

Made by `python tests/mutants/samples.py`, from small drawings of `tests/exhibits/charts/drawn`, each with one change. The review compares words, then the colours and shape of each mark as data, then the pictures: a third of a point by a point may differ. What it lets pass, a reader would not see.

| drawing | what was changed | words | colours and shapes | picture | the review |
|---|---|---|---|---|---|
"""  # noqa: E501 - a line of the page


def exchanged(svg, one, other):
    return re.sub(f"{one}|{other}", lambda found: other if found[0] == one else one, svg)


def moved(svg, by):
    """Return a drawing whose first participant stands so many points to the right."""
    place = re.compile(r'(<use [^>]*x=")([\d.]+)("[^>]*fill="#4c76c9")')
    return place.sub(lambda at: f"{at[1]}{float(at[2]) + by:.2f}{at[3]}", svg, count=1)


def shifted(svg, by):
    """Return a drawing whose numbers in paths are so much more."""
    return re.sub(r"\d+\.\d\d(?= )", lambda found: f"{float(found[0]) + by:.2f}", svg)


BAR = r'<path [^>]*fill="#003399"[^>]*/>'
SAMPLES = (
    ("tiles-170", "nothing", lambda svg: svg),
    ("ranges", "ids have other names", lambda svg: re.sub(r'(id="|href="#)', r"\1x", svg)),
    ("slope", "all lines a hundredth of a point aside", lambda svg: shifted(svg, 0.01)),
    ("lead-map", "a mark a tenth of a point aside", lambda svg: moved(svg, 0.1)),
    ("lead-map", "a mark two points aside", lambda svg: moved(svg, 2)),
    ("slope", "grown and smaller exchange colours", lambda svg: exchanged(svg, *ends(svg))),
    ("tiles-170", "two shades exchanged", lambda svg: exchanged(svg, *shades(svg))),
    ("tiles-170", "a shade hardly lighter", lambda svg: svg.replace(shades(svg)[0], near(svg), 1)),
    ("ranges", "a number is another", lambda svg: svg.replace(">51<", ">52<")),
    ("bars-170", "a bar is not there", lambda svg: re.sub(BAR, "", svg, count=1)),
)


def ends(svg):
    """Return the two colours that most lines have."""
    strokes = re.findall(r'stroke="(#\w{6})"', svg)
    return sorted(set(strokes), key=strokes.count)[-2:]


def shades(svg):
    """Return two shades of marks that hold numbers."""
    return list(dict.fromkeys(re.findall(r'fill="(#[0-9a-f]{6})"', svg)))[1:3]


def near(svg):
    """Return a colour a hair from the first shade."""
    shade = shades(svg)[0]
    return f"{shade[:-2]}{int(shade[-2:], 16) ^ 1:02x}"


def line(name, what, change):
    """Return the line of one sample."""
    kept = (DRAWN / f"{name}.svg").read_text("utf-8").strip()
    svg = change(kept)
    assert (svg == kept) == (what == "nothing"), f"{what}: nothing was changed"
    same = [
        image_diff.words(svg) == image_diff.words(kept),
        image_diff.marks(svg) == image_diff.marks(kept),
        image_diff.alike(*map(image_diff.picture, (svg, kept))),
    ]
    said = ["same" if each else "**other**" for each in same]
    return f"| {name} | {what} | {' | '.join(said)} | {'passes' if all(same) else 'fails'} |\n"


if __name__ == "__main__":
    PAGE.write_text(HEAD + "".join(line(*sample) for sample in SAMPLES), "utf-8", newline="\n")
