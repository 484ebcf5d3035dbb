import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from s3analysis.exhibits.exhibit import MIME
from s3analysis.press.review import readiness


def ran(*cells, kernel="python3"):
    for number, cell in enumerate(cells, 1):
        cell.execution_count = number
        cell.outputs = cell.outputs or [new_output("stream", text="said")]
    return new_notebook(
        cells=list(cells), metadata={"kernelspec": {"name": kernel, "display_name": kernel}}
    )


def cell(source="1", outputs=(), **metadata):
    return new_code_cell(source, outputs=list(outputs), metadata=metadata)


def test_a_notebook_run_once_from_top_to_bottom_is_fit():
    notebook = ran(cell(), cell("%matplotlib inline"))
    notebook.cells.append(new_code_cell("  \n"))
    assert readiness.faults(notebook) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (cell("# NBVAL_IGNORE_OUTPUT\n1"), "cell 2 is marked NBVAL_IGNORE_OUTPUT"),
        (cell("# NBVAL_SKIP\n1"), "cell 2 is marked NBVAL_SKIP"),
        (cell(tags=["nbval-ignore-output"]), "cell 2 is marked nbval-ignore-output"),
        (cell(tags=["raises-exception"]), "cell 2 is marked raises-exception"),
        (cell("!ls"), "cell 2 asks the shell"),
        (cell("files = !ls"), "cell 2 asks the shell"),
        (cell("%%bash\nfalse | true"), "cell 2 asks the shell"),
        (cell("%system ls"), "cell 2 asks the shell"),
        (
            cell(outputs=[new_output("error", ename="KeyError", evalue="'a'", traceback=[])]),
            "cell 2 ends in an error: KeyError: 'a'",
        ),
        (
            cell(outputs=[new_output("stream", name="stderr", text="\nFutureWarning: soon\n")]),
            "cell 2 wrote to stderr: FutureWarning: soon",
        ),
        (
            cell(outputs=[new_output("display_data", {MIME: {"key": "sizes", "version": 9}})]),
            "cell 2 shows the exhibit 'sizes' of version 9, expected 1",
        ),
    ],
)
def test_what_cannot_be_compared_is_named_by_its_cell(fault, said):
    (line,) = readiness.faults(ran(cell(), fault, cell()))
    assert line.startswith(said)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (new_raw_cell("100 regions take part"), "has a raw cell, which no one checks"),
        (
            new_markdown_cell("![](attachment:a.png)", attachments={"a.png": {}}),
            "has a file attached to a text",
        ),
        (
            new_markdown_cell("# A", metadata={"note": "b"}),
            "has a cell (# A, cell 2 of all) with 'n",
        ),
        (cell("", outputs=[new_output("stream", text="1")]), "shows what no code gives"),
        (cell(collapsed=True), "hides a cell or what it shows (1"),
        (cell(jupyter={"outputs_hidden": True}), "hides a cell or what it shows (1"),
        (cell(jupyter={"source_hidden": True}), "hides a cell or what it shows (1"),
        (cell(tags=["hide-output"]), "hides a cell or what it shows: tag hide-output"),
        (cell(tags=["remove_cell"]), "hides a cell or what it shows: tag remove_cell"),
        (
            cell(outputs=[new_output("display_data", {}, metadata={"claim": 1})]),
            "has an output (1, cell 2 of all) with 'claim'",
        ),
        (
            cell(outputs=[new_output("display_data", {MIME: {"version": 1, "truth": "b"}})]),
            "has an exhibit (1, cell 2 of all) with 'truth'",
        ),
    ],
)
def test_what_a_reader_does_not_see_or_nobody_checks_is_refused(fault, said):
    notebook = ran(cell())
    notebook.cells += [fault]
    if fault.cell_type == "code" and fault.source:
        fault.execution_count = 2
    (line,) = readiness.faults(notebook)
    assert line.startswith(said)


def test_a_whole_notebook_with_a_key_that_nobody_knows_is_refused():
    notebook = ran(cell())
    notebook.metadata["widgets"] = {}
    assert readiness.faults(notebook) == ["has 'widgets', which no one checks"]


def test_a_notebook_that_was_never_run_is_said_so_once():
    notebook = new_notebook(cells=[cell(), cell()])
    assert readiness.faults(notebook) == ["was never run: run it from top to bottom, and save it"]


def test_a_cell_out_of_order_is_named_with_both_numbers():
    notebook = ran(cell(), cell(), cell())
    notebook.cells[2].execution_count = 7
    notebook.cells[0].execution_count = None
    first, last = readiness.faults(notebook)
    assert first.startswith("cell 1 was never run")
    assert last.startswith("cell 3 ran as number 7")


def test_a_notebook_that_shows_nothing_compares_nothing():
    notebook = ran(cell())
    notebook.cells[0].outputs = []
    assert readiness.faults(notebook) == ["shows nothing: there is nothing to compare"]
    text = new_notebook(cells=[new_markdown_cell("# Why?")])
    assert readiness.faults(text) == ["has no code cell: there is nothing to compare"]


def test_an_unknown_kernel_is_named_with_those_there_are():
    (line,) = readiness.faults(ran(cell(), kernel="sage-7"))
    assert line.startswith("asks for the kernel 'sage-7', which is not installed; here are ")
    assert readiness.faults(ran(cell(), kernel="sage-7"), "python3") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not valid JSON: line 1, column 2"),
        ('{"rows": []}', "is JSON, but no notebook"),
        ("[]", "is JSON, but no notebook"),
        (json.dumps(nbformat.v4.new_notebook() | {"cells": [{"cell_type": "x"}]}), "no notebook"),
    ],
)
def test_a_file_that_is_no_notebook_is_refused_in_a_line(text, said, tmp_path):
    (tmp_path / "a.ipynb").write_text(text, "utf-8")
    with pytest.raises(readiness.Unreadable) as refused:
        readiness.read(tmp_path / "a.ipynb")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
