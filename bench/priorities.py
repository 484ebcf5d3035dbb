"""What an extract of priorities costs: to import it, and to count it, from 1.3 k to 1.3 M.

    python bench/priorities.py [PRIORITIES ...]

Each size is made up as a CSV file (two dimensions, one to three divisions of NACE each) over up to
2,000 territories, imported by `s3analysis import priorities` into a project of its own, and counted
from what the import wrote; then counted again the plain way, with merge, crosstab and a dense table
of priorities. Each part is a process of its own. Seconds are of processor time, which other work on
the machine moves least; wall time is told for the whole. Memory is the most a process has held. The
last column is what the last size took over the one before.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from s3analysis.measures.priorities import extract_tables, shares, similarity
from s3analysis.measures.priorities.incidence import Incidence, incidence
from s3analysis.paths import IMPORTED, RAW
from s3analysis.press.editions import imports
from s3analysis.sources import record

SIZES = (1_300, 13_000, 130_000, 1_300_000)
MOST_TERRITORIES = 2_000
PARTS = ("import", "ours", "plain")
LEAST = 0.05  # seconds whose growth is told
MAPPING = """[columns]
region = "Region"
text = "Priority"

[[dimension]]
name = "NACE"
column = "NACE"
scheme = "nace-rev-2"
separator = "|"

[[dimension]]
name = "NABS"
column = "NABS"
scheme = "nabs-2007"
"""

Steps = dict[str, Callable[[], object]]


def write(folder: Path, size: int) -> None:
    """Write a made-up extract and its mapping."""
    random = np.random.default_rng(2017)
    known = record.read("nuts_codes", RAW)
    codes = known.loc[known["nuts_versions"].str.contains("2013"), "nuts_id"].drop_duplicates()
    places = codes.to_numpy()[: min(MOST_TERRITORIES, max(size // 10, 20))]
    terms = record.read("taxonomy_terms", RAW)
    nace = terms.query("scheme == 'nace-rev-2' and parent_code != ''")["code"].to_numpy()
    nabs = terms.query("scheme == 'nabs-2007' and parent_code == ''")["code"].to_numpy()
    several = [random.choice(nace, size) for _ in range(3)]
    many = random.integers(1, 4, size)
    rows = zip(many, *several, strict=True)
    cells = ["|".join(dict.fromkeys(row[1 : 1 + row[0]])) for row in rows]
    table = {
        "Region": random.choice(places, size),
        "NACE": cells,
        "NABS": random.choice(nabs, size),
    }
    words = [f"priority number {number}" for number in range(size)]
    pd.DataFrame({"Priority": words} | table).to_csv(folder / "extract.csv", index=False)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")


def reading(folder: Path) -> Steps:
    """Return the import: read, checked, written."""
    file, mapping = folder / "extract.csv", folder / "mapping.toml"
    return {"import": lambda: imports.write(imports.priorities(file, mapping, "2017-01"))}


def ours(_: Path) -> Steps:
    """Return what the notebook asks, as it asks it."""
    known: dict[str, pd.DataFrame] = {}
    held: list[Incidence] = []

    def opened() -> None:
        known["priorities"] = record.read("priorities", IMPORTED)
        known["labels"] = record.read("priority_labels", IMPORTED).query("dimension == 'NACE'")

    return {
        "read": opened,
        "incidence": lambda: held.append(incidence(known["priorities"], known["labels"])),
        "shares": lambda: (
            shares.of_priorities(held[0]),
            shares.of_regions(held[0]),
        ),
        "quotients": lambda: extract_tables.quotients(held[0]),
        "co-occurrence": lambda: extract_tables.together(held[0]),
        "resampled shares": lambda: shares.bootstrap(held[0], 2000, 2017),
        "sub-categories": lambda: extract_tables.within(held[0], known["labels"]),
        "most alike": lambda: similarity.most(
            extract_tables.pairs(held[0]), ["cosine", "jaccard"], 15
        ),
    }


def plain(_: Path) -> Steps:
    """Return the first of these counts, as one writes them in pandas at first."""
    known: dict[str, pd.DataFrame] = {}

    def opened() -> None:
        labels = record.read("priority_labels", IMPORTED).query("dimension == 'NACE'")
        labels = labels[["priority_id", "category"]].drop_duplicates()
        known["joined"] = labels.merge(record.read("priorities", IMPORTED), on="priority_id")

    def counts() -> pd.DataFrame:
        return pd.crosstab(known["joined"]["region_id"], known["joined"]["category"])

    def together() -> pd.DataFrame:
        wide = pd.crosstab(known["joined"]["priority_id"], known["joined"]["category"])
        return wide.T @ wide

    return {
        "read": opened,
        "shares": lambda: (
            known["joined"].groupby("category")["priority_id"].nunique(),
            known["joined"].groupby("category")["region_id"].nunique(),
        ),
        "quotients": lambda: shares.quotients(counts()),
        "co-occurrence": together,
    }


def child(part: str, folder: Path) -> None:
    """Do a part, and say as JSON what each step took and how much was held."""
    steps = {"import": reading, "ours": ours, "plain": plain}[part](folder)
    took = {}
    for name, step in steps.items():
        began = time.process_time()
        step()
        took[name] = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "MB": peak}))


def measured(part: str, folder: Path) -> tuple[dict[str, float], float, float]:
    """Return the seconds of each step of a part, the megabytes it held, and its wall time."""
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, __file__, part, str(folder)],
        env=os.environ | {"S3ANALYSIS_HOME": str(folder)},
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    told = json.loads(done.stdout)
    return told["seconds"], told["MB"], time.perf_counter() - began


def main() -> None:
    """Measure and print, a line a step and a column a size."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    lines: dict[tuple[str, str], list[float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home)
            (folder / "data").mkdir()
            (folder / "data" / "raw").symlink_to(RAW)
            write(folder, size)
            whole = 0.0
            for part in PARTS:
                seconds, peak, wall = measured(part, folder)
                for step, took in seconds.items():
                    lines.setdefault((part, step), []).append(took)
                lines.setdefault((part, "memory"), []).append(peak)
                lines.setdefault((part, "wall"), []).append(wall)
                whole += 0 if part == "plain" else wall
            lines.setdefault(("import and ours", "wall"), []).append(whole)
    print(f"{'':32}" + "".join(f"{size:>14,}" for size in sizes) + f"{'growth':>10}")
    for (part, step), cells in lines.items():
        told = "".join(f"{cell:>11,.2f} {'MB' if step == 'memory' else 's '}" for cell in cells)
        growth = f"{cells[-1] / cells[-2]:.1f}" if len(cells) > 1 and cells[-2] >= LEAST else ""
        print(f"{part + ': ' + step:32}{told}{growth:>9}")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in PARTS:
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
