"""How each fault of faults.toml is planted: one function a fault, of the same name.

A planter gets the folder of a copy and its own dice. It returns what a guard that finds the fault
has to name: the notebook, the exhibit, the table. No two faults of a copy are planted in one cell.
Raises Unplantable where there is no place for it.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_output

from s3analysis.exhibits.exhibit import MIME, Exhibit, IncompleteExhibit
from s3analysis.press.review.image_diff import words

DIGITS = re.compile(r"\d+")
CELL = re.compile(r"(<td[^>]*>)(\d+)()(?=<)")
PICTURE = re.compile(r"(data:image/svg\+xml;base64,)([A-Za-z0-9+/=]+)")
TEXT = re.compile(r"(<text[^>]*>)([^<]+)(</text>)")
USE = re.compile(r'(<use [^>]*x=")(-?[\d.]+)(")')
MEMBERS = "data/raw/partnership_members.csv"
RAW = {"raw-number", "raw-row-dropped", "raw-row-duplicated", "raw-month", "role-changed",
       "claim-rebound"}  # fmt: skip
UNFIT = {"notebook-unexecuted", "cell-unexecuted", "counts-with-a-gap", "cells-out-of-order",
         "other-version", "error-committed", "warning-committed", "output-ignored", "cell-skipped",
         "error-expected", "magic-broken", "shell-command", "kernel-unknown"}  # fmt: skip
"""Faults that keep a notebook from being run at all."""
ALONE = {"month-without-a-list", "untouched"}
"""Faults after which nothing else in the copy would be seen."""
CHOOSY = {"notebook-unexecuted", "counts-with-a-gap", "cells-out-of-order", "kernel-unknown",
          "parameters-untagged", "contract-dropped", "keys-reordered", "metadata-of-the-kernel",
          "last-digit-of-a-float", "run-again", "chart-swapped", "picture-swapped", "alt-swapped",
          "colours-exchanged", "legend-exchanged", "axis-cut", "axis-relabelled", "mark-moved",
          "prose-stale", "name-in-prose"}  # fmt: skip
"""Faults for which few places will do: planted first."""
TAKEN = {}  # by copy: the cells planted in, as notebook and place
MEASURES = (
    "partnerships/membership",
    "partnerships/network",
    "priorities/shares",
)  # whose own tests guard what no notebook shows yet
ORDER = ["--to", "notebook", "--execute", "--inplace", "--ExecutePreprocessor.record_timing=False"]


class Unplantable(LookupError):
    """Nothing in the project can carry this fault."""


# What a committed output says


def number_in_table(home, dice):
    place = Place(home, dice, has_counts)
    row, column = dice.randrange(len(place.data["rows"])), dice.choice(counts(place.data))
    place.data["rows"][row][column] += 1
    return [*place.restate(), place.data["columns"][column]["label"]]


def number_in_html(home, dice):
    place = Place(home, dice, lambda data, html: CELL.search(html))
    cell = dice.choice(list(CELL.finditer(place.html)))
    changed = cell[1] + str(int(cell[2]) + 1) + cell[3]
    place.html = place.html[: cell.start()] + changed + place.html[cell.end() :]
    return [*place.save(), "text/html"]


def number_in_text(home, dice):
    place = Place(home, dice, has_counts)
    text = place.output.data["text/plain"]
    number = dice.choice(list(DIGITS.finditer(text)))
    place.output.data["text/plain"] = text[: number.start()] + "77" + text[number.start() :]
    return [*place.save(), "text/plain"]


def sign_flipped(home, dice):
    place = Place(home, dice, has_counts)
    rows = place.data["rows"]
    row, column = dice.choice([(row, i) for row in rows for i in counts(place.data) if row[i]])
    row[column] = -row[column]
    return [*place.restate(), place.data["columns"][column]["label"]]


def row_dropped(home, dice):
    place = Place(home, dice, has_rows)
    gone = place.data["rows"].pop(dice.randrange(len(place.data["rows"])))
    return [*place.restate(), str(gone[0])[:20]]


def row_duplicated(home, dice):
    place = Place(home, dice, has_rows)
    at = dice.randrange(len(place.data["rows"]))
    place.data["rows"].insert(at, place.data["rows"][at])
    return [*place.restate(), str(place.data["rows"][at][0])[:20]]


def rows_exchanged(home, dice):
    place = Place(home, dice, has_rows)
    rows = place.data["rows"]
    at = dice.choice([i for i in range(len(rows) - 1) if rows[i] != rows[i + 1]])
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return [*place.restate(), "order"]


def labels_swapped(home, dice):
    place = Place(home, dice, lambda data, html: len(counts(data)) > 1)
    one, other = (place.data["columns"][i] for i in dice.sample(counts(place.data), 2))
    one["label"], other["label"] = other["label"], one["label"]
    return [*place.restate(), one["label"]]


def unit_changed(home, dice):
    place = Place(home, dice, has_counts)
    column = place.data["columns"][dice.choice(counts(place.data))]
    column["unit"] = "thousand"
    return [*place.restate(), "thousand"]


def digits_changed(home, dice):
    place = Place(home, dice, has_counts)
    column = place.data["columns"][dice.choice(counts(place.data))]
    column["digits"] += 1
    return [*place.restate(), column["label"]]


def title_stale(home, dice):
    place = Place(home, dice, lambda data, html: DIGITS.search(data["title"]))
    place.data["title"] = one_more(place.data["title"], dice)
    return [*place.restate(), "title"]


def source_dropped(home, dice):
    place = Place(home, dice, lambda data, html: "<p>Source: " in html)
    place.data["source"] = ""
    place.html = re.sub(r"<p>Source: .*?</p>", "", place.html)
    return [*place.save()]


def note_dropped(home, dice):
    place = Place(home, dice, lambda data, html: data["note"])
    place.data["note"] = ""
    return [*place.restate(), "note"]


def prose_stale(home, dice):
    prose = Prose(home, dice, lambda text: DIGITS.search(text))
    return prose.save(one_more(prose.text, dice))


def name_in_prose(home, dice):
    names = set(pd.read_csv(home / "data/processed/countries.csv")["name"])
    names |= set(pd.read_csv(home / "data/processed/regions.csv")["name"])
    prose = Prose(home, dice, lambda text: any(name in text for name in names))
    said = dice.choice(sorted(name for name in names if name in prose.text))
    return prose.save(prose.text.replace(said, "Ruritania", 1))


# What a committed drawing says


def chart_swapped(home, dice):
    place = Place(home, dice, has_drawing)
    place.data["svg"] = other_figure(home, dice, place)["svg"]
    return [*place.restate(), "drawing"]


def picture_swapped(home, dice):
    place = Place(home, dice, has_drawing)
    place.picture = other_figure(home, dice, place)["svg"]
    return [*place.save(), "text/html"]


def alt_swapped(home, dice):
    place = Place(home, dice, has_drawing)
    place.data["alt"] = other_figure(home, dice, place)["alt"]
    return [*place.restate(), "alt"]


def colours_exchanged(home, dice):
    place = Place(home, dice, has_drawing)
    used = Counter(re.findall(r'fill="(#[0-9a-f]{6})"', place.data["svg"]))
    meant = [colour for colour, _ in used.most_common(5) if colour not in {"#ffffff", "#1f2933"}]
    one, other = dice.sample(meant[:3], 2)
    swap = {one: other, other: one}
    svg = re.sub(f"{one}|{other}", lambda found: swap[found[0]], place.data["svg"])
    return place.redraw(svg)


def legend_exchanged(home, dice):
    place = Place(home, dice, has_drawing)
    said = sorted({text[2] for text in TEXT.finditer(place.data["svg"])})
    one, other = dice.sample(said, 2)
    swap = {one: other, other: one}
    svg = TEXT.sub(lambda text: text[1] + swap.get(text[2], text[2]) + text[3], place.data["svg"])
    return place.redraw(svg)


def axis_cut(home, dice):
    place = Place(home, dice, has_drawing)
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', place.data["svg"])[1])
    svg = re.sub(r'width="[\d.]+pt"', f'width="{width * 0.9:.2f}pt"', place.data["svg"], count=1)
    svg = re.sub(r'viewBox="0 0 [\d.]+', f'viewBox="0 0 {width * 0.9:.6f}', svg, count=1)
    return place.redraw(svg)


def axis_relabelled(home, dice):
    place = Place(home, dice, has_drawing)
    text = dice.choice(list(TEXT.finditer(place.data["svg"])))
    svg = place.data["svg"]
    changed = text[1] + "Share, in percent" + text[3]
    return [*place.redraw(svg[: text.start()] + changed + svg[text.end() :]), "percent"]


def mark_moved(home, dice):
    place = Place(home, dice, lambda data, html: len(USE.findall(data["svg"])) > 3)
    mark = dice.choice(list(USE.finditer(place.data["svg"])))
    svg = place.data["svg"]
    changed = mark[1] + f"{float(mark[2]) + 7:.2f}" + mark[3]
    return place.redraw(svg[: mark.start()] + changed + svg[mark.end() :])


# Whether a notebook was run as it stands


def notebook_unexecuted(home, dice):
    book = Book(home, dice, whole=True)
    for cell in book.code:
        cell.execution_count, cell.outputs = None, []
    return [*book.save(number=False), "never run"]


def cell_unexecuted(home, dice):
    book = Book(home, dice, shows)
    book.cell.execution_count, book.cell.outputs = None, []
    return [*book.save(), "never run"]


def counts_with_a_gap(home, dice):
    book = Book(home, dice, shows, whole=True)
    for cell in book.code[book.code.index(book.cell) :]:
        cell.execution_count += 1
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count += 1
    return [*book.save(), "ran as number"]


def cells_out_of_order(home, dice):
    book = Book(home, dice, shows, whole=True)
    one, other = dice.sample([book.notebook.cells.index(cell) for cell in book.shown], 2)
    cells = book.notebook.cells
    cells[one], cells[other] = cells[other], cells[one]
    return [*book.save(number=False), "ran as number"]


def outputs_emptied(home, dice):
    book = Book(home, dice, shows)
    book.cell.outputs = []
    return [*book.save(), "nothing committed"]


def outputs_exchanged(home, dice):
    book = Book(home, dice, shows)
    one = book.cell
    free = [i for i, cell in enumerate(book.notebook.cells)
            if shows(cell) and (book.path.stem, i) not in TAKEN[home]]  # fmt: skip
    TAKEN[home].add((book.path.stem, at := dice.choice(free)))
    other = book.notebook.cells[at]
    one.outputs, other.outputs = other.outputs, one.outputs
    for cell in (one, other):
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = cell.execution_count
    return book.save()


def data_dropped(home, dice):
    place = Place(home, dice, has_rows)
    del place.output.data[MIME]
    return place.save()


def other_version(home, dice):
    place = Place(home, dice, has_rows)
    place.data["version"] = 0
    return [*place.save(), "version"]


def error_committed(home, dice):
    book = Book(home, dice, shows)
    error = new_output("error", ename="KeyError", evalue="'Regions'", traceback=["KeyError"])
    book.cell.outputs.append(error)
    return [*book.save(), "KeyError"]


def warning_committed(home, dice):
    book = Book(home, dice, shows)
    said = new_output("stream", name="stderr", text="FutureWarning: this will change\n")
    book.cell.outputs.insert(0, said)
    return [*book.save(), "FutureWarning"]


# What the cells of a notebook do


def output_ignored(home, dice):
    place = wrong(home, dice)
    place.cell.source = "# NBVAL_IGNORE_OUTPUT\n" + place.cell.source
    return [place.save()[0], "NBVAL_IGNORE_OUTPUT"]


def cell_skipped(home, dice):
    place = wrong(home, dice)
    place.cell.metadata["tags"] = ["nbval-skip"]
    return [place.save()[0], "nbval-skip"]


def error_expected(home, dice):
    book = Book(home, dice, shows)
    cell = book.cell
    cell.source += "\nraise ValueError"
    cell.metadata["tags"] = ["raises-exception"]
    cell.outputs.append(new_output("error", ename="ValueError", evalue="", traceback=[]))
    return [*book.save(), "raises-exception"]


def magic_broken(home, dice):
    book = Book(home, dice, shows)
    cell = book.cell
    cell.source, cell.outputs = f"%%nonsense\n{cell.source}\nraise ValueError", []
    return [*book.save(), "magic"]


def shell_command(home, dice):
    book = Book(home, dice, shows)
    cell = book.cell
    cell.source = "!false\n" + cell.source
    return [*book.save(), "shell"]


def thread_fails(home, dice):
    book = Book(home, dice, lambda cell: "from IPython" in cell.source)
    book.cell.source += (
        "\nfrom threading import Thread\nworker = Thread(target=[].pop)"
        "\nworker.start()\nworker.join()"
    )
    return [*book.save(), "stderr"]


def kernel_unknown(home, dice):
    book = Book(home, dice, whole=True)
    book.notebook.metadata.kernelspec.name = "sage-7"
    return [*book.save(number=False), "sage-7"]


def parameters_untagged(home, dice):
    book = Book(home, dice, whole=True)
    for cell in book.code:
        cell.metadata.pop("tags", None)
    return book.save(number=False)


def contract_dropped(home, dice):
    book = Book(home, dice, lambda cell: "contracts.accept(" in cell.source, whole=True)
    cell = book.cell
    cell.source = re.sub(
        r"contracts\.accept\((contracts\.\w+), (.*)\)",
        r"\1.model_construct(**\2)",
        cell.source,
    )
    return book.save(number=False)


def month_without_a_list(home, dice):
    book = Book(home, dice, lambda cell: "as_of: str" in cell.source)
    cell = book.cell
    cell.source = cell.source.replace("2017-07", "2017-06")
    return [*book.save(number=False), "2017-06"]


def number_typed_in_prose(home, dice):
    book = Book(home, dice, is_prose)
    cell = book.cell
    cell.source += f"\n\nThere are {dice.randrange(3, 99)} of them."
    return [*book.save(), "of them"]


def network_word_in_prose(home, dice):
    book = Book(home, dice, is_prose)
    said = ("Flanders is at the core of it.", "They form a community.", "Norte is a hub.")
    book.cell.source += f"\n\n{dice.choice(said)}"
    return [*book.save(), "no measure"]


# What the data say


def raw_number(home, dice):
    places = []
    for each in json.loads((home / "data/raw/datapackage.json").read_text("utf-8"))["resources"]:
        names = [f["name"] for f in each["schema"]["fields"] if f["type"] in {"integer", "number"}]
        names = [name for name in names if name not in each["schema"]["primaryKey"]]
        places += [(each["path"], name) for name in names if "outlines" not in each["path"]]
    path, column = dice.choice(places)
    table = Table(home, f"data/raw/{path}")
    row = dice.choice(table.frame.index[table.frame[column] != ""].tolist())
    table.frame.loc[row, column] = str(float(table.frame.loc[row, column]) + 1).removesuffix(".0")
    table.save()
    return []


def raw_row_dropped(home, dice):
    table = Table(home, MEMBERS)
    table.frame = table.frame.drop(index=dice.choice(table.frame.index.tolist()))
    table.save()
    return []


def raw_row_duplicated(home, dice):
    table = Table(home, MEMBERS)
    again = table.frame.loc[[dice.choice(table.frame.index.tolist())]].assign(
        entry_id="2017-07-again-01"
    )
    table.frame = pd.concat([table.frame, again])
    table.save()
    return []


def raw_month(home, dice):
    table = Table(home, MEMBERS)
    table.frame.loc[dice.choice(table.frame.index.tolist()), "as_of"] = "2017-06"
    table.save()
    return []


def role_changed(home, dice):
    table = Table(home, MEMBERS)
    leads = table.frame.index[table.frame["role"] == "lead"].tolist()
    table.frame.loc[dice.choice(leads), "role"] = "participant"
    table.save()
    return []


def processed_number(home, dice):
    table = Table(home, "data/processed/published_shares.csv")
    row = dice.choice(table.frame.index.tolist())
    table.frame.loc[row, "value_printed"] = one_more(table.frame.loc[row, "value_printed"], dice)
    table.save()
    return ["published_shares"]


def processed_row_dropped(home, dice):
    names = sorted(path.name for path in (home / "data/processed").glob("*.csv"))
    name = dice.choice(names)
    table = Table(home, f"data/processed/{name}")
    table.frame = table.frame.drop(index=dice.choice(table.frame.index.tolist()))
    table.save()
    return [name.removesuffix(".csv")]


# What the code does


def role_colours_swapped(home, _):
    swap(home, "exhibits/charts/maps.py", '"color": MIDDLE},', '"color": ACCENT},')
    swap(home, "exhibits/charts/maps.py", '4.6, "color": EMPHASIS}', '4.6, "color": MIDDLE}')
    return ["drawing"]


def map_shifted(home, _):
    swap(home, "exhibits/charts/maps.py", "_marks(role, x, y,", "_marks(role, x + 90, y,")
    return ["drawing"]


def observers_counted(home, _):
    swap(home, "vocabulary.py", '("lead", "participant"),', '("lead", "participant", "observer"),')
    return []


def order_reversed(home, _):
    keys = '["memberships", "leads", "region_id"], ascending='
    swap(home, "measures/partnerships/membership.py", f"{keys}[False,", f"{keys}[True,")
    return ["order"]


def countries_as_member_states(home, _):
    swap(home, "measures/partnerships/membership.py", "countries.loc[joined & ~left]", "countries")
    return []


def wrong_denominator(home, _):
    swap(
        home,
        "measures/priorities/shares.py",
        "return share.div(overall)",
        "return share.div(counts.mean())",
    )
    return ["location_quotient"]


def sign_in_measure(home, _):
    swap(
        home,
        "measures/partnerships/network_batches.py",
        '"betweenness": _betweenness(tied)',
        '"betweenness": -_betweenness(tied)',
    )
    return ["tests/measures/partnerships/test_network.py", "betweenness"]


# What an edition says


def page_number(home, dice):
    path = home / "reports/2017-07/index.html"
    html = path.read_text("utf-8")
    cell = dice.choice(list(CELL.finditer(html)))
    changed = cell[1] + str(int(cell[2]) + 1) + cell[3]
    path.write_text(html[: cell.start()] + changed + html[cell.end() :], "utf-8")
    return ["index.html"]


def edition_figure_swapped(home, dice):
    figures = sorted((home / "reports/2017-07/figures").glob("*.svg"))
    one, other = dice.sample(figures, 2)
    one.write_bytes(other.read_bytes())
    return [one.name]


def edition_stale(home, dice):
    folder = home / "reports/2017-07"
    path = dice.choice(sorted((folder / "notebooks").glob("*.ipynb")))
    place = Place(home, dice, lambda data, html: DIGITS.search(data["title"]), path)
    place.data["title"] = one_more(place.data["title"], dice)
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    place.restate()
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), "utf-8")
    return [path.stem]


# What the ledger says


def verdict_turned(home, dice):
    place, verdicts = ledger(home, dice)
    fallen = [row for row in place.data["rows"] if row[verdicts].lower() == "not reproducible"]
    dice.choice(fallen)[verdicts] = "Reproduced"
    return [*place.restate(), place.data["columns"][verdicts]["label"]]


def claim_rebound(home, dice):
    place, verdicts = ledger(home, dice)
    fallen = [row for row in place.data["rows"] if row[verdicts].lower() == "not reproducible"]
    printed = {str(value) for row in fallen for value in row}
    table = Table(home, "data/raw/claims.csv")
    found = table.frame["claim_id"].isin(printed) & table.frame["value"].str.fullmatch(r"\d+")
    row = dice.choice(table.frame.index[found].tolist())
    table.frame.loc[row, "value"] = str(int(table.frame.loc[row, "value"]) + 1)
    table.save()
    return []


def ledger(home, dice):
    """Return an exhibit of the ledger with a verdict that is not reproducible, and its column."""
    path = home / "notebooks/07_ledger.ipynb"
    place = Place(
        home,
        dice,
        lambda data, html: (
            "not reproducible</td>" in html.lower() and "Claim" in str(data["columns"])
        ),
        path,
    )
    labels = [column["label"] for column in place.data["columns"]]
    return place, next(i for i, label in enumerate(labels) if label.startswith("Verdict"))


# Nothing is wrong


def untouched(_home, _dice):
    return []


def keys_reordered(home, dice):
    book = Book(home, dice, whole=True)
    turned = json.loads(json.dumps(book.notebook), object_pairs_hook=lambda kept: dict(kept[::-1]))
    book.path.write_text(json.dumps(turned, indent=4), "utf-8")
    return [book.path.stem]


def metadata_of_the_kernel(home, dice):
    book = Book(home, dice, whole=True)
    book.notebook.metadata.kernelspec.display_name = "Python 3.11 (mine)"
    for number, cell in enumerate(book.notebook.cells):
        cell.id = f"cell-{number}"
    for cell in book.code:
        cell.metadata["execution"] = {"iopub.execute_input": "2017-07-01T12:00:00.000000Z"}
    return book.save()


def last_digit_of_a_float(home, dice):
    book = Book(home, dice, whole=True)
    computed = """tenth = len("a") / len("abcdefghij")
from s3analysis.exhibits.exhibit import Exhibit
import pandas as pd
share = sum([tenth] * len("abc"))
digits = {"Share": len("seventeen digits.")}
table = pd.DataFrame({"What": ["sum"], "Share": [share]})"""
    said = '"fractions", "A fraction", "One third and its like", table, "our own"'
    cells = [new_code_cell(computed), new_code_cell(f"Exhibit({said}, digits=digits)")]
    for cell in cells:
        cell.execution_count = len(book.code) + 1
        book.notebook.cells.append(cell)
    table = pd.DataFrame({"What": ["sum"], "Share": [0.3]})
    shown = Exhibit("fractions", "A fraction", "One third and its like", table, "our own",
                    digits={"Share": 17})  # fmt: skip
    shown = nbformat.from_dict(shown._repr_mimebundle_())
    count = cells[1].execution_count
    cells[1].outputs = [new_output("execute_result", shown, execution_count=count)]
    return book.save()


def hundredth_of_a_point(home, dice):
    place = Place(home, dice, has_drawing)
    numbers = re.compile(r"\d+\.\d\d(?= )")
    changed = numbers.sub(
        lambda number: f"{float(number[0]) + 0.01:.2f}" if dice.random() < 0.1 else number[0],
        place.data["svg"],
    )
    return place.redraw(changed)


def ids_of_a_drawing(home, dice):
    place = Place(home, dice, lambda data, html: ' id="' in data["svg"])
    svg = place.data["svg"]
    for old in sorted(set(re.findall(r' id="([^"]+)"', svg))):
        svg = svg.replace(f'"{old}"', f'"x{old}"').replace(f"#{old}", f"#x{old}")
    return place.redraw(svg)


def run_again(home, dice):
    book = Book(home, dice, whole=True)
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--log-level=ERROR", *ORDER]
    subprocess.run([*command, str(book.path)], env=environment(home), check=True)
    return [book.path.stem]


def comment_in_a_cell(home, dice):
    book = Book(home, dice, lambda cell: shows(cell) and len(cell.source.splitlines()) < 10)
    cell = book.cell
    cell.source = "# said once more\n" + cell.source
    return book.save()


def terms_of_the_field(home, dice):
    book = Book(home, dice, is_prose)
    book.cell.source += (
        "\n\nEuropean Strategic Cluster Partnerships and cluster organisations stand on the "
        "European Cluster Collaboration Platform; for them this is core business."
    )
    return book.save()


# Places to plant in


class Book:
    """A notebook drawn by the dice, of those with a free cell that `wanted` says yes to.

    `whole` asks for a notebook in which nothing is planted, and takes all its cells.
    """

    def __init__(self, home, dice, wanted=lambda cell: True, *, whole=False):
        taken = TAKEN.setdefault(home, set())
        for self.path, self.notebook in opened(home, dice):
            cells = enumerate(self.notebook.cells)
            free = [i for i, cell in cells if (self.path.stem, i) not in taken and wanted(cell)]
            if free and (not whole or all(stem != self.path.stem for stem, _ in taken)):
                self.at = dice.choice(free)
                took = range(len(self.notebook.cells)) if whole else [self.at]
                taken |= {(self.path.stem, i) for i in took}
                self.cell = self.notebook.cells[self.at]
                return
        raise Unplantable("no notebook has a free cell for it")

    @property
    def code(self):
        return [cell for cell in self.notebook.cells if cell.cell_type == "code"]

    @property
    def shown(self):
        return [cell for cell in self.code if cell.outputs]

    @property
    def number(self):
        """Return what a guard calls the cell."""
        return f"cell {self.code.index(self.cell) + 1} "

    def save(self, number=True):
        nbformat.write(self.notebook, self.path)
        is_code = self.cell.cell_type == "code"
        return [self.path.stem, self.number] if number and is_code else [self.path.stem]


class Place:
    """An exhibit drawn by the dice, of those that `wanted` says yes to, in its notebook."""

    def __init__(self, home, dice, wanted, path=None, source=""):
        taken = TAKEN.setdefault(home, set())
        for self.path, self.notebook in opened(home, dice, path):
            places = [
                (number, cell, output)
                for number, cell in enumerate(self.notebook.cells)
                if (self.path.stem, number) not in taken and source in cell.source
                for output in cell.get("outputs", [])
                if MIME in output.get("data", {})
                and wanted(output.data[MIME], output.data["text/html"])
            ]
            if places:
                break
        else:
            raise Unplantable("no free exhibit has what it takes")
        number, self.cell, self.output = dice.choice(places)
        taken.add((self.path.stem, number))
        self.data = self.output.data[MIME]

    @property
    def html(self):
        return self.output.data["text/html"]

    @html.setter
    def html(self, text):
        self.output.data["text/html"] = text

    @property
    def picture(self):
        return base64.b64decode(PICTURE.search(self.html)[2]).decode()

    @picture.setter
    def picture(self, svg):
        coded = base64.b64encode(svg.encode()).decode()
        self.html = PICTURE.sub(lambda found: found[1] + coded, self.html)

    def restate(self):
        """Write text and HTML anew from the data, so that all three tell the same."""
        kept = self.data
        try:
            self.output.data.update(Exhibit.from_json(kept)._repr_mimebundle_())
        except IncompleteExhibit as error:
            raise Unplantable(str(error)) from error
        self.output.data[MIME] = kept
        return self.save()

    def redraw(self, svg):
        """Take another drawing, in the data and in the picture of the HTML."""
        if svg == self.data["svg"]:
            raise Unplantable("the drawing would be the same")
        words(svg)  # it can still be read
        self.data["svg"] = self.picture = svg
        return self.save()

    def save(self):
        nbformat.write(self.notebook, self.path)
        return [self.path.stem, self.data["key"]]


class Prose:
    """A computed passage drawn by the dice, of those that `wanted` says yes to."""

    def __init__(self, home, dice, wanted):
        book = Book(home, dice, lambda cell: any(map(wanted, passages(cell))))
        self.path, self.notebook, self.number = book.path, book.notebook, book.number
        outputs = [each for each in book.cell.outputs if "text/markdown" in each.data]
        self.output = next(each for each in outputs if wanted(each.data["text/markdown"]))
        self.text = self.output.data["text/markdown"]

    def save(self, text):
        self.output.data["text/markdown"] = text
        nbformat.write(self.notebook, self.path)
        return [self.path.stem, self.number, "text/markdown"]


class Table:
    """A table of the record as text."""

    def __init__(self, home, path):
        self.home, self.path = home, home / path
        self.frame = pd.read_csv(self.path, dtype=str, keep_default_na=False)

    def save(self):
        self.frame.to_csv(self.path, index=False, lineterminator="\n")


def passages(cell):
    """Return the computed passages that a cell shows."""
    return [each.get("data", {}).get("text/markdown", "") for each in cell.get("outputs", [])]


def shows(cell):
    """Return whether a cell shows an exhibit."""
    return any(MIME in output.get("data", {}) for output in cell.get("outputs", []))


def is_prose(cell):
    return cell.cell_type == "markdown"


def opened(home, dice, path=None):
    """Yield the notebooks, or one, in an order that the dice give."""
    paths = [path] if path else sorted(home.glob("notebooks/*.ipynb"))
    for each in dice.sample(paths, len(paths)):
        yield each, nbformat.read(each, 4)


def environment(home):
    return os.environ | {"S3ANALYSIS_HOME": str(home), "PYTHONPATH": str(home)}


def swap(home, path, old, new):
    """Change one place in the package."""
    file = home / "s3analysis" / path
    text = file.read_text("utf-8")
    if text.count(old) != 1:
        raise Unplantable(f"{path} has {text.count(old)} places that read {old!r}")
    file.write_text(text.replace(old, new), "utf-8")


def wrong(home, dice):
    """Return an exhibit with a count that is one more, its texts alike."""
    place = Place(home, dice, has_counts)
    place.data["rows"][0][counts(place.data)[0]] += 1
    place.restate()
    return place


def other_figure(home, dice, place):
    """Return the data of another figure than that of a place."""
    drawn = [
        output.data[MIME]
        for _, notebook in opened(home, dice)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.get("data", {}).get(MIME, {}).get("svg")
    ]
    return dice.choice([each for each in drawn if each["alt"] != place.data["alt"]])


def one_more(text, dice):
    """Return a text in which one of its numbers is one more."""
    number = dice.choice(list(DIGITS.finditer(text)))
    return text[: number.start()] + str(int(number[0]) + 1) + text[number.end() :]


def counts(data):
    """Return which columns of an exhibit are whole numbers."""
    return [i for i, column in enumerate(data["columns"]) if column["type"] == "integer"]


def has_counts(data, _):
    return bool(counts(data)) and any(row[i] for row in data["rows"] for i in counts(data))


def has_rows(data, _):
    return len(data["rows"]) > 2


def has_drawing(data, _):
    return bool(data["svg"])
