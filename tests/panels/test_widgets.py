"""Panels without a browser: their controls, what they show, and what stays when nothing comes."""

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from s3analysis.contracts import Refused
from s3analysis.exhibits.exhibit import MIME, Exhibit
from s3analysis.panels.widgets import Control, LivePanel, Panel, stopping

FRUIT = {"fig": "a fig", "plum": "a plum"}
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def exhibit(fruit, number, **words):
    table = pd.DataFrame({"Fruit": [fruit], "Number": [number]})
    usual = {"title": f"{number} of {fruit}", "subtitle": "Number", "source": "our garden"}
    return Exhibit(key="fruit", table=table, **(usual | words))


def answer(fruit, number):
    if not number.isdigit():
        raise ValueError(f"{number!r} is no number; write digits")
    if number == "13":
        raise RuntimeError("out of luck")
    if number == "99":
        raise KeyboardInterrupt
    yield exhibit(fruit, int(number))
    if number == "7":
        raise ValueError("the second exhibit cannot be made")
    yield exhibit(fruit, int(number), svg=SVG, alt="a drawing")


CONTROLS = (
    Control("fruit", "Fruit", FRUIT, "fig"),
    Control("number", "How many", {}, "3", "typed"),
)


def panel(controls=CONTROLS):
    return Panel("garden", controls, answer, imports="import garden", call="garden.answer(")


def text(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_unattended_a_panel_is_the_exhibits_of_its_defaults():
    assert [each.title for each in panel().exhibits] == ["3 of fig", "3 of fig"]


def test_unattended_an_error_is_an_error():
    wrong = Control("number", "How many", {}, "x", "typed")
    with pytest.raises(ValueError, match="'x' is no number"):
        panel(controls=(Control("fruit", "Fruit", FRUIT, "fig"), wrong))


def test_a_control_changes_number_caption_and_status_together():
    live = LivePanel(panel())
    live.controls["number"].value = "5"
    live.controls["fruit"].value = "plum"
    assert live.given == {"fruit": "plum", "number": "5"}
    assert [each.title for each in live.exhibits] == ["5 of plum", "5 of plum"]
    assert "5 of plum" in text(live.results.value)
    assert text(live.status.value) == "5 of plum."
    assert 'role="status"' in live.status.value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("many", "'many' is no number; write digits."),
        ("", "'' is no number; write digits."),
        ("13", "The program is at fault (RuntimeError: out of luck)."),
        ("99", "Stopped."),
        ("7", "the second exhibit cannot be made."),
    ],
)
def test_what_has_no_answer_is_one_sentence_and_the_last_answer_stays(typed, said):
    live = LivePanel(panel())
    live.controls["number"].value = "5"
    before = live.results.value, live.files.value
    live.controls["number"].value = typed
    assert text(live.status.value) == f"{said} What is shown below is the last answer."
    assert 'role="alert"' in live.status.value
    assert (live.results.value, live.files.value) == before
    live.controls["number"].value = "6"
    assert text(live.status.value) == "6 of fig."


def test_long_work_says_how_it_is_stopped_where_it_runs(monkeypatch):
    assert stopping() == "interrupt the kernel"
    with ThreadPoolExecutor() as elsewhere:
        assert elsewhere.submit(stopping).result() == "restart the kernel"
    monkeypatch.setenv("VOILA_REQUEST_URL", "/")
    assert stopping() == "reload the page"


def test_a_sentence_of_refusal_is_text_and_never_markup():
    live = LivePanel(panel())
    live.controls["number"].value = "<img src=x onerror=alert(1)>"
    assert "<img" not in live.status.value
    assert "&lt;img" in live.status.value


def test_table_and_drawing_can_be_taken_away():
    live = LivePanel(panel())
    links = re.findall(
        r'download="([^"]+)" href="data:([^;]+);charset=utf-8;base64,([^"]+)"', live.files.value
    )
    assert [(name, mime) for name, mime, _ in links] == [
        ("fruit_3.csv", "text/csv"),
        ("fruit_3.csv", "text/csv"),
        ("fruit_3.svg", "image/svg+xml"),
    ]
    assert base64.b64decode(links[0][2]).decode() == "Fruit,Number\nfig,3\n"
    assert base64.b64decode(links[2][2]).decode() == SVG


def test_the_code_names_the_values_that_are_shown():
    live = LivePanel(panel())
    live.controls["number"].value = "5"
    code = panel().code(live.given)
    assert "number='5'," in code
    assert text(code) in text(live.files.value)
    live.controls["number"].value = "no"
    assert "&#x27;5&#x27;" in live.files.value


def test_each_control_has_its_label():
    live = LivePanel(panel())
    assert [each.description for each in live.controls.values()] == ["Fruit", "How many"]


WHEN = Control("number", "How many", {}, "3", "typed", when=("fruit", ("fig",)))


def test_a_control_that_does_not_bear_on_the_answer_is_hidden():
    live = LivePanel(panel(controls=(CONTROLS[0], WHEN)))
    assert live.controls["number"].layout.display is None
    live.controls["fruit"].value = "plum"
    assert live.controls["number"].layout.display == "none"
    alone = Control("fruit", "Fruit", {"fig": "a fig"}, "fig")
    assert (
        LivePanel(panel(controls=(alone, CONTROLS[1]))).controls["fruit"].layout.display == "none"
    )


def test_files_are_named_for_what_was_chosen():
    live = LivePanel(panel())
    live.controls["fruit"].value = "plum"
    assert 'download="fruit_a-plum_3.csv"' in live.files.value


def test_the_answer_and_a_refusal_stand_above_the_controls():
    live = LivePanel(panel())
    assert live.box.children[0] is live.status
    assert live.box.children[1] is live.controls["fruit"]


def test_the_field_that_is_wrong_is_marked_and_named_until_it_is_right():
    def asked(fruit, number):
        if number == "x":
            raise Refused("Garden", ["number: 'x' is none"])
        return answer(fruit, number)

    live = LivePanel(Panel("garden", CONTROLS, asked, imports="", call=""))
    number = live.controls["number"]
    number.value = "x"
    assert text(live.status.value).startswith("How many: 'x' is none. What is shown")
    assert "s3-wrong" in number._dom_classes
    number.value = "4"
    assert "s3-wrong" not in number._dom_classes


def test_the_code_can_be_copied_with_a_button():
    (button,) = re.findall(r"<button[^>]*>Copy</button>", LivePanel(panel()).files.value)
    assert "clipboard.writeText(code.textContent)" in unescape(button)


def test_a_typed_control_waits_until_the_reader_is_done():
    assert not LivePanel(panel()).controls["number"].continuous_update


def test_a_live_panel_carries_what_it_shows_for_readers_without_a_kernel():
    bundle = LivePanel(panel())._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle[MIME]["title"] == "3 of fig"
    assert "3 of fig" in bundle["text/html"]
    assert "3 of fig" in bundle["text/plain"]


def test_a_table_taken_away_runs_no_formula():
    assert exhibit("=1+1", 3).to_csv() == "Fruit,Number\n'=1+1,3\n"


def run(line):
    cells = [
        nbformat.v4.new_code_cell(
            "from s3analysis.sources import record\nfrom s3analysis.panels import themes\n" + line
        )
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3").execute()
    return notebook


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nbclient_gets_plain_exhibits_and_no_widget():
    notebook = run('themes.panel(record.read_all(), "2017-07")')
    outputs = notebook.cells[0].outputs
    assert [output.data[MIME]["key"] for output in outputs] == [
        "theme-status-known",
        "theme-status",
    ]
    assert not any("widget" in kind for output in outputs for kind in output.data)
    assert "widgets" not in notebook.metadata


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_error_in_a_panel_fails_an_unattended_run():
    with pytest.raises(CellExecutionError, match="not a month with a member list"):
        run('themes.panel(record.read_all(), "1999-01")')
