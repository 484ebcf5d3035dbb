"""What is missing, and what is older than that it was made from."""

import ast
import re
import subprocess
import sys

from plant import ORDER, Book, Place, Table, Unplantable, environment, shows
from wrong_code import argument, changed

RAW = {"fingerprints-gone", "raw-table-gone", "quote-newer-than-fingerprints",
       "census-older-than-claims", "own-passage-counted", "open-bound-declared-a-test"}  # fmt: skip

# What something skips itself for


def fingerprints_gone(home, _):
    (home / "data/raw/fingerprints.csv").unlink()
    return ["fingerprints"]


def raw_table_gone(home, dice):
    path = dice.choice(sorted((home / "data/raw").glob("*.csv")))
    path.unlink()
    return [path.stem]


def processed_table_gone(home, dice):
    path = dice.choice(sorted((home / "data/processed").glob("*.csv")))
    path.unlink()
    return [path.stem]


def notebook_gone(home, dice):
    path = dice.choice(sorted((home / "notebooks").glob("0*.ipynb")))
    path.unlink()
    return [path.stem]


def cell_guarded(home, dice):
    book = Book(home, dice, lambda cell: shows(cell) and "\n" not in cell.source)
    source = book.cell.source
    book.cell.source = f"from pathlib import Path\nif Path('extra.csv').exists():\n    {source}"
    book.cell.outputs = []
    return book.save(number=False)


def exhibit_gone(home, dice):
    """An exhibit goes with its cell, and the counts of the cells after it are mended."""
    book = Book(home, dice, shows, whole=True)
    (shown,) = {key(output) for output in book.cell.outputs}
    book.notebook.cells.remove(book.cell)
    for count, cell in enumerate(book.code, 1):
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
    return [*book.save(number=False), shown]


def key(output):
    return next(data["key"] for data in output.data.values() if "key" in data)


# What is committed and older than its code


def words_newer_than_notebook(home, dice):
    changed(home, dice, "exhibits", argument("subtitle", lambda old: f"{old} + ' in all'"))
    return ["in all"]


def measure_newer_than_notebook(home, dice):
    def replacement(node, text):
        number = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "nunique"
        return f"({text(node)} + 1)" if number else None

    return changed(home, dice, "measures", replacement)


def press_newer_than_edition(home, _):
    path = home / "s3analysis/press/prints/templates/report.html.j2"
    text = path.read_text("utf-8")
    path.write_text(text.replace("</main>", "<p>A line more.</p></main>", 1), "utf-8")
    return ["index.html"]


def data_newer_than_edition(home, dice):
    table = Table(home, "data/raw/partnerships.csv")
    table.frame.loc[dice.choice(table.frame.index.tolist()), "gist"] += " and more"
    table.save()
    return ["partnerships.csv"]


def quote_newer_than_fingerprints(home, dice):
    table = Table(home, "data/raw/statements.csv")
    row = dice.choice(table.frame.index.tolist())
    table.frame.loc[row, "quote"] = table.frame.loc[row, "quote"] + " indeed"
    table.save()
    return ["quote"]


def census_older_than_claims(home, dice):
    """A claim is gone, so that nothing says any more what its number is."""
    table = Table(home, "data/raw/claims.csv")
    alone = table.frame.drop_duplicates(["document_id", "section", "quote"], keep=False)
    alone = alone[alone["quote"].str.contains(r"\d") & (alone["section"] == "policy-background")]
    row = dice.choice(alone.index.tolist())
    gone = table.frame.loc[row]
    table.frame = table.frame.drop(index=row)
    table.save()
    for name in ("contradictions",):
        pairs = Table(home, f"data/raw/{name}.csv")
        for side in ("first_claims", "second_claims"):
            pairs.frame[side] = pairs.frame[side].map(
                lambda ids: "; ".join(each for each in ids.split("; ") if each != gone["claim_id"])
            )
        pairs.save()
    return ["numbers"]


def run_again_wrong(home, dice):
    """A frame of a notebook lacks its first row; the notebook is run again and committed so."""

    def computes(cell):
        return cell.cell_type == "code" and re.fullmatch(r"\w+ = \w+\.\w+\([^\n]*\)", cell.source)

    for _ in range(20):
        book = Book(home, dice, lambda cell: bool(computes(cell)))
        before = book.path.read_bytes()
        name = book.cell.source.partition(" = ")[0]
        book.cell.source += f"\n{name} = {name}.iloc[1:]"
        book.save()
        command = [sys.executable, "-m", "jupyter", "nbconvert", "--log-level=ERROR", *ORDER]
        run = subprocess.run([*command, str(book.path)], env=environment(home), capture_output=True)
        if run.returncode == 0:
            return [book.path.stem]
        book.path.write_bytes(before)
    raise Unplantable("no frame can lack its first row")


def note_gone(home, dice):
    return said(home, dice, "note", "")


def source_other(home, dice):
    return said(home, dice, "source", "Another source")


def alt_other(home, dice):
    return said(home, dice, "alt", "A figure")


def said(home, dice, word, text):
    """Let an exhibit say something else, as it would if its code did and the notebook was run."""
    place = Place(home, dice, lambda data, html: data[word])
    place.data[word] = text
    return place.restate()


# A verdict that cannot fail


def own_passage_counted(home, dice):
    return redeclared(home, dice, "own passage")


def open_bound_declared_a_test(home, dice):
    return redeclared(home, dice, "open bound")


def redeclared(home, dice, way):
    """Call a claim computed that says of itself that its verdict cannot fail."""
    table = Table(home, "data/raw/claims.csv")
    rows = table.frame.index[table.frame["how"].str.startswith(f"{way}:")]
    row = dice.choice(rows.tolist())
    table.frame.loc[row, "how"] = table.frame.loc[row, "how"].replace(f"{way}:", "compute:", 1)
    table.save()
    return [table.frame.loc[row, "claim_id"]]
