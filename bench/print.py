"""How long it takes to print the full report in all its formats from executed notebooks.

    python bench/print.py [RUNS]

Prints the committed edition's notebooks into a folder that is thrown away. On a machine that does
other work, look at the seconds of a processor.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from s3analysis.paths import REPORTS
from s3analysis.press.editions import manifest
from s3analysis.press.prints import printing

EDITION = REPORTS / "2017-07"


def seconds() -> float:
    """Return what printing takes, everything imported."""
    made = manifest.read(EDITION)
    notebooks = [EDITION / "notebooks" / f"{task.name}.ipynb" for task in made.tasks]
    with tempfile.TemporaryDirectory() as folder:
        began, busy = time.perf_counter(), time.process_time()
        printing.report(
            notebooks,
            Path(folder),
            command=made.command,
            given=made.parameters,
            inputs=made.inputs,
        )
        took, busy = time.perf_counter() - began, time.process_time() - busy
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        kinds = sorted({path.suffix.removeprefix(".") for path in files})
        size = sum(path.stat().st_size for path in files)
    made_of = f"{len(files)} files ({', '.join(kinds)}), {size / 1e6:.1f} MB"
    print(f"{took:.1f} s ({busy:.1f} of a processor): {made_of}")
    return took


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    took = [seconds() for _ in range(runs)]
    print(f"{runs} runs: median {statistics.median(took):.1f} s, worst {max(took):.1f} s")


if __name__ == "__main__":
    main()
