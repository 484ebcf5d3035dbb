"""Script and markup in every text field of the record: none runs, none is lost."""

import json

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest

from s3analysis.exhibits.charts.style import in_style, to_svg
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.paths import RAW
from s3analysis.press.prints import document, html
from s3analysis.press.prints.imprint import Imprint

pytestmark = pytest.mark.slow

PAYLOADS = [
    "<script>window.ran = 1</script>",
    "</script><script>window.ran = 2</script>",
    "</style><script>window.ran = 3</script>",
    "<img src=x onerror='window.ran = 4'>",
    '"><svg onload="window.ran = 5">',
    "' autofocus onfocus='window.ran = 6'",
    "<iframe srcdoc='<script>parent.ran = 7</script>'></iframe>",
    "<details open ontoggle='window.ran = 8'>",
    "<a href='javascript:window.ran = 9'>here</a>",
    "[here](javascript:window.ran=10)",
    "</td></tr></table><script>window.ran = 11</script>",
    "<!-- <script>window.ran = 12</script> -->",
    "<![CDATA[<script>window.ran = 13</script>]]>",
    "&lt;script&gt;window.ran = 14&lt;/script&gt;",
    "{{ 7 * 7 }}{% raw %}${window.ran = 15}",
    "<math><mtext><img src=x onerror=window.ran=16></mtext></math>",
]
IMPRINT = Imprint(
    PAYLOADS[0], "2017-07", PAYLOADS[1], PAYLOADS[2], PAYLOADS[3], "1", {"a.csv": "0"}
)


def text_fields():
    """Return the text fields of each raw table, by its name."""
    described = json.loads((RAW / "datapackage.json").read_text("utf-8"))
    return {
        resource["name"]: [
            field["name"]
            for field in resource["schema"]["fields"]
            if field.get("type", "string") == "string"
        ]
        for resource in described["resources"]
    }


@in_style
def draw(labels):
    figure, axes = plt.subplots()
    axes.barh(labels, range(len(labels)))
    return figure


@pytest.fixture(scope="module")
def tables():
    return {
        name: pd.DataFrame(dict.fromkeys(fields, PAYLOADS))
        for name, fields in text_fields().items()
        if fields
    }


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory, tables):
    """Return what Chromium sees of a page of these tables, with the page's policy and without."""
    folder = tmp_path_factory.mktemp("payloads")
    book = nbformat.v4.new_notebook()
    for place, (name, table) in enumerate(tables.items()):
        payload = PAYLOADS[place % len(PAYLOADS)]
        words = dict.fromkeys(("title", "subtitle", "source", "note", "reproduces", "alt"), payload)
        exhibit = Exhibit(name.replace("_", "-"), table=table, **words)
        book.cells.append(nbformat.v4.new_markdown_cell(f"# {payload}\n\n{payload}"))
        shown = nbformat.v4.new_code_cell("1", execution_count=1)
        shown.outputs = [nbformat.v4.new_output("display_data", exhibit._repr_mimebundle_())]
        book.cells.append(shown)
    drawn = Exhibit(
        "drawn",
        table=pd.DataFrame({"Payload": PAYLOADS}),
        svg=to_svg(draw(PAYLOADS), "drawn"),
        **dict.fromkeys(("title", "subtitle", "source", "alt"), PAYLOADS[4]),
    )
    shown = nbformat.v4.new_code_cell("1", execution_count=1)
    shown.outputs = [nbformat.v4.new_output("display_data", drawn._repr_mimebundle_())]
    book.cells.append(shown)
    (folder / "01_all.ipynb").write_text(nbformat.writes(book), encoding="utf-8")
    text = html.page(document.read([folder / "01_all.ipynb"]), IMPRINT)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return browser("payloads", page=str(folder / "index.html"))


def test_no_payload_runs_even_without_the_pages_policy(opened):
    for seen in opened:
        assert (seen["ran"], seen["dialogs"], seen["scripts"]) == (False, 0, 1)
        assert len(seen["requests"]) == 1


def test_no_payload_is_lost_from_any_text_field_of_the_record(opened, tables):
    wanted = [cell for table in tables.values() for row in table.to_numpy() for cell in row]
    assert len(tables) > 15
    for seen in opened:
        assert seen["cells"] == [*wanted, *PAYLOADS]


def test_no_payload_is_lost_from_the_words_of_an_exhibit_or_from_a_drawing(opened):
    for seen in opened:
        assert set(PAYLOADS) <= set(seen["drawn"])
        assert seen["labels"] == [PAYLOADS[4]]
        for payload in PAYLOADS:
            assert sum(payload in words for words in seen["words"]) >= 3


def test_what_is_let_through_would_be_seen_and_the_pages_policy_alone_stops_it(browser, tmp_path):
    text = html.page(document.Document([]), IMPRINT)
    through = text.replace("</main>", f"{PAYLOADS[3]}</main>")
    assert through != text
    (tmp_path / "index.html").write_text(through, encoding="utf-8")
    under_policy, without = browser("payloads", page=str(tmp_path / "index.html"))
    assert (under_policy["ran"], without["ran"]) == (False, True)
    assert len(without["requests"]) == 2


def test_markup_goes_from_the_raw_tables_through_every_floor_as_text(browser, project):
    project.spoil("help regions build", f"help {PAYLOADS[3]} build", "data/raw/statements.csv")
    project.spoil(",ADMA Energy,", f",{PAYLOADS[0]},", "data/raw/partnerships.csv")
    project.spoil(",Tampere Region,", f",Tampere {PAYLOADS[6]},", "data/raw/regions.csv")
    run = project.run("report")
    assert run.returncode == 0, run.stderr
    pages = [project.edition / f"{name}.html" for name in ("index", "record")]
    seen = [each for page in pages for each in browser("payloads", page=str(page))]
    assert [(each["ran"], each["scripts"], len(each["requests"])) for each in seen] == [
        (False, 1, 1)
    ] * 4
    cells = {cell for each in seen for cell in each["cells"]}
    assert any(f"help {PAYLOADS[3]} build" in cell for cell in cells)
    assert any(PAYLOADS[0] in cell for cell in cells)
    assert any(f"Tampere {PAYLOADS[6]}" in cell for cell in cells)
    drawn = "".join(words for each in seen for words in each["drawn"])
    assert PAYLOADS[0].split()[0] in drawn  # a label may be wrapped
