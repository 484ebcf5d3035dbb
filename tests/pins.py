"""What each committed exhibit says, and why it last moved: a digest and a reason, in pins.json.

After an exhibit moved, came or went as meant: `python tests/pins.py "why"`, and commit both.
The reason is kept beside each exhibit that moved.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

import nbformat

from s3analysis.exhibits.exhibit import MIME
from s3analysis.paths import NOTEBOOKS
from s3analysis.press.review import differences, image_diff

FILE = Path(__file__).with_name("pins.json")


def digest(exhibit):
    """Return a digest of what an exhibit says: words, columns, rows, and the marks of its drawing.

    Where a mark stands is left to the review, which looks at the drawing.
    """
    said = {name: exhibit.get(name) for name in (*differences.WORDS, "columns", "rows")}
    marks = image_diff.marks(exhibit["svg"]) if exhibit["svg"] else []
    text = json.dumps([differences.plain(said), marks], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:16]


def pinned():
    """Return the digest of each exhibit that notebooks must hold, and why it moved last."""
    return json.loads(FILE.read_text("utf-8"))


def committed():
    """Return the digest of each exhibit that the committed notebooks hold, by notebook and key."""
    found = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = nbformat.reads(path.read_text("utf-8"), as_version=4).cells
        data = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
        shown = [each[MIME] for each in data if MIME in each]
        if shown:
            found[path.stem] = {each["key"]: digest(each) for each in shown}
    return found


def main(why):
    old, new = pinned() if FILE.exists() else {}, {}
    for book, exhibits in committed().items():
        was = old.get(book, {})
        new[book] = {
            key: was[key] if key in was and was[key][0] == made else [made, why]
            for key, made in exhibits.items()
        }
    books = [
        f'  "{book}": {{\n' + ",\n".join(map(line, kept.items())) + "\n  }"
        for book, kept in new.items()
    ]
    FILE.write_text("{\n" + ",\n".join(books) + "\n}\n", "utf-8")


def line(pin):
    return f'    "{pin[0]}": {json.dumps(pin[1], ensure_ascii=False)}'


if __name__ == "__main__":
    if not sys.argv[1:] or sys.argv[1].startswith("-"):
        sys.exit('say why: python tests/pins.py "why"')
    main(" ".join(sys.argv[1:]))
