"""How long a control of explore takes, in a browser, from its change to the new number on the page.

    python bench/panels.py [PRIORITIES]

JupyterLab is started over a copy of the project, and explore is run: one control of each panel is
changed to and fro, twenty times. Then once more over an extract of so many made-up priorities
(130,000 unless said), imported into that copy, for the panel that shows it. "First" is the first
number on the page, "whole" the end of the answer. Needs chromium, and what `make browser` installs.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import priorities

from s3analysis.panels.priorities import BASES

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from browser import driver, serving  # beside the tests in a browser
from browser.controls import CLOCKED, IMPORTED, PANELS

SIZE = 130_000
PATIENCE = 120
ON_IMPORT = [
    {"panel": "priorities", "label": "Share", "values": [*BASES.values()][::-1]},
]


def measured(home: Path, before: list[Any], clocked: list[Any]) -> dict[str, Any]:
    """Return the milliseconds of each panel, after some first steps."""
    _, _, (notebook, _), (menu, _), _ = serving.walk()
    with serving.lab(home) as root:
        told: dict[str, Any] = driver.ask(
            "panels",
            start=f"{root}/",
            open=notebook[0],
            menu=menu,
            panels=PANELS,
            before=before,
            clocked=clocked,
            steps=[],
            patience=PATIENCE,
        )
    for step in told["before"]:
        if step["alert"]:
            raise SystemExit(step["status"])
    return told


def say(name: str, times: dict[str, list[float]]) -> None:
    """Print a line: median and worst of the first number, and of the whole answer."""
    spans = [(statistics.median(times[key]), max(times[key])) for key in ("first", "all")]
    ends = [f"{middle:.0f}, {worst:.0f}" for middle, worst in spans]
    print(f"{name:32}" + "".join(f"{end:>24}" for end in ends))


def main() -> None:
    """Measure and print."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    if lacking := driver.lacking():
        raise SystemExit(lacking)
    print(f"{'ms, of 20':32}{'first: median, worst':>24}{'whole: median, worst':>24}")
    with tempfile.TemporaryDirectory() as folder:
        home = serving.copied(Path(folder))
        for name, times in measured(home, [], CLOCKED)["times"].items():
            say(name, times)
        priorities.write(home, size)
        priorities.measured("import", home)
        for name, times in measured(home, [IMPORTED], ON_IMPORT)["times"].items():
            say(f"{name}, {size:,} imported", times)
    load = os.getloadavg()[0]
    print(f"load of the machine: {load:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
