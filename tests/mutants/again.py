"""Run each notebook again, all in this process, and see what its exhibits say now.

`python tests/mutants/again.py` prints a digest for each exhibit. Given such a file, it names the
exhibits that moved, as tests/test_pins.py would once the notebooks were committed; exit 1 if any.
"""

import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

import pins  # noqa: E402
from test_mutations import exhibits  # noqa: E402


def main(before=None):
    now = {f"{book}/{key}": pins.digest(made) for (book, key), made in exhibits().items()}
    if not before:
        print(json.dumps(now))
        return
    kept = json.loads(Path(before).read_text("utf-8"))
    moved = sorted(key for key in kept.keys() | now if kept.get(key) != now.get(key))
    sys.exit(f"moved: {', '.join(moved)}" if moved else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
