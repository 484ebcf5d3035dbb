"""The committed edition is whole, and is that of the committed notebooks."""

from hashlib import sha256

import nbformat
import pytest

from s3analysis.contracts import CONTRACTS
from s3analysis.exhibits.exhibit import MIME
from s3analysis.paths import HOME, NOTEBOOKS, REPORTS
from s3analysis.press.editions.manifest import read
from s3analysis.press.editions.publish import tree_hashes

EDITION = REPORTS / "2017-07"


def exhibits(path):
    cells = nbformat.reads(path.read_text("utf-8"), as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [output.data[MIME] for output in outputs if MIME in output.get("data", {})]


def test_every_published_file_is_as_its_manifest_says():
    written = tree_hashes(EDITION)
    del written["manifest.json"]
    assert read(EDITION).outputs == written


def test_it_was_made_from_the_inputs_that_are_committed_with_it():
    stale = {
        name
        for name, digest in read(EDITION).inputs.items()
        if sha256((HOME / name).read_bytes()).hexdigest() != digest
    }
    assert not stale, f"{', '.join(sorted(stale))}: run make report, and commit it"


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_it_shows_what_the_committed_notebook_shows(name):
    published = exhibits(EDITION / "notebooks" / f"{name}.ipynb")
    assert published == exhibits(NOTEBOOKS / f"{name}.ipynb"), "run make report, and commit it"


def test_the_page_weighs_less_than_a_megabyte():
    assert (EDITION / "index.html").stat().st_size < 1_000_000
