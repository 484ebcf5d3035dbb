"""How long `s3analysis report` takes when there is nothing to do, Python's start included.

    python bench/up_to_date.py [RUNS]

Makes the edition first if it has to be made. Prints the median, the best and the worst.
"""

import statistics
import subprocess
import sys
import time

COMMAND = [sys.executable, "-m", "s3analysis", "report", "--exit-code"]
UP_TO_DATE = 10


def seconds() -> float:
    """Return what one run takes; it must find everything up to date."""
    began = time.perf_counter()
    done = subprocess.run(COMMAND, stdout=subprocess.DEVNULL, check=False)  # noqa: S603  # our own words
    took = time.perf_counter() - began
    if done.returncode != UP_TO_DATE:
        raise SystemExit(f"not up to date: exit code {done.returncode}")
    return took


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    subprocess.run(COMMAND, stdout=subprocess.DEVNULL, check=False)  # noqa: S603  # our own words
    took = sorted(seconds() for _ in range(runs))
    middle = statistics.median(took)
    print(f"{runs} runs: median {middle:.3f} s, best {took[0]:.3f} s, worst {took[-1]:.3f} s")


if __name__ == "__main__":
    main()
