"""The files of an edition, printed from executed notebooks."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from zipfile import ZipFile

import nbformat
import openpyxl
import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press import files as disk
from s3analysis.press.prints import fonts, html, printing

GREEK = "Δυτική Ελλάδα"
GIVEN = {"as_of": "2017-07", "reading": "members", "priorities": "published"}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" viewBox="0 0 9 9"><g /></svg>'


def notebook(folder, name, *exhibits):
    book = nbformat.v4.new_notebook()
    for exhibit in exhibits:
        cell = nbformat.v4.new_code_cell("1", execution_count=1)
        cell.outputs = [nbformat.v4.new_output("display_data", exhibit._repr_mimebundle_())]
        book.cells += [nbformat.v4.new_markdown_cell(f"# About {exhibit.key}"), cell]
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"
    path = folder / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(book), encoding="utf-8")
    return path


def exhibit(key, **words):
    table = pd.DataFrame({"Region": [GREEK, "=1+1"], "Leads": [1, 2]})
    given = {"title": key, "subtitle": "Leads", "source": "Table 4", "table": table}
    return Exhibit(key=key, **(given | words))


def report(folder):
    notebooks = [
        notebook(folder, "01_partnerships", exhibit("members")),
        notebook(folder, "08_record", exhibit("places", svg=DRAWING, alt="Where regions are")),
    ]
    printing.report(notebooks, folder, command="s3analysis report", given=GIVEN, inputs={})
    return folder


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    return report(tmp_path_factory.mktemp("printed"))


def test_a_report_is_pages_whole_files_and_the_files_of_each_exhibit(printed):
    files = {path for path in disk.tree_hashes(printed) if not path.startswith("notebooks/")}
    assert {
        "index.html",
        "record.html",
        "record.docx",
        "record.pdf",
        "report.docx",
        "report.pdf",
        "report.xlsx",
        "data.zip",
        "data/members.csv",
        "data/members.xlsx",
        "data/places.csv",
        "data/places.xlsx",
        "figures/places.png",
        "figures/places.svg",
    } <= files
    assert not [path for path in files if path.startswith("figures/members")]


def test_the_pages_link_to_every_file(printed):
    pages = "".join(path.read_text("utf-8") for path in printed.glob("*.html"))
    files = [path for path in disk.tree_hashes(printed) if path != "index.html"]
    assert [path for path in files if f'href="{path}' not in pages] == []


def test_a_table_of_a_spreadsheet_runs_nothing_and_loses_nothing(printed):
    csv = (printed / "data" / "members.csv").read_text("utf-8")
    assert csv == f"Region,Leads\n{GREEK},1\n'=1+1,2\n"
    sheet = openpyxl.load_workbook(printed / "data" / "members.xlsx").active
    assert (sheet["A6"].value, sheet["A6"].data_type) == ("=1+1", "s")


def test_printing_twice_gives_the_same_bytes_in_every_file(printed, tmp_path):
    assert disk.tree_hashes(report(tmp_path)) == disk.tree_hashes(printed)


def test_the_zip_holds_the_tidy_tables_with_their_description(printed):
    with ZipFile(io.BytesIO((printed / "data.zip").read_bytes())) as archive:
        assert {"datapackage.json", "corrections.csv", "README.txt"} <= set(archive.namelist())


def test_the_page_says_its_parameters_and_what_they_mean(printed):
    page = (printed / "index.html").read_text("utf-8")
    assert "<dt><code>as_of</code> 2017-07</dt><dd>Month of the member list" in page
    assert "There is no earlier member list" in page


def test_a_page_of_a_sweep_has_its_files_to_itself_and_says_for_which_it_was_made(tmp_path):
    for name in ("tampere", "flanders"):
        notebook(tmp_path, name, exhibit("members", title=name))
    printing.sweep(
        [
            html.IndexRow("tampere", "Tampere", "Finland"),
            html.IndexRow("flanders", "Flanders", "BE"),
        ],
        tmp_path,
        over="region",
        title="Regions",
        columns=("Region", "Country"),
        page="{} in the partnerships",
        note="All.",
        command="s3analysis briefs --all",
        given=GIVEN,
        inputs={},
    )
    page = (tmp_path / "tampere.html").read_text("utf-8")
    assert "<h1>Tampere in the partnerships, July 2017</h1>" in page
    assert "<dt><code>region</code> tampere</dt>" in page
    assert 'href="tampere.xlsx"' in page
    assert 'href="data/tampere/members.csv"' in page
    assert (tmp_path / "data" / "flanders" / "members.xlsx").exists()
    assert 'href="notebooks/tampere.ipynb"' in page


def test_a_typeface_serves_many_threads():
    for _ in range(20):
        fonts._advance.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            widths = list(pool.map(fonts.width, ["Łódź, Κρήτη, Évora" * 50] * 8))
        assert len(set(widths)) == 1


def test_what_prints_draws_nothing_and_loads_no_statistics():
    words = "import sys, s3analysis.press.prints.printing; "
    words += "sys.exit(' '.join({'frictionless', 'scipy', 'seaborn'} & {*sys.modules}) or 0)"
    subprocess.run([sys.executable, "-c", words], check=True)
