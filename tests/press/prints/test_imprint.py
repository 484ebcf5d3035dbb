"""What a report says of itself."""

from dataclasses import replace

import yaml
from small_report import IMPRINT

from s3analysis.press.prints import html
from s3analysis.press.prints.document import Document
from s3analysis.press.prints.imprint import content_id


def test_a_content_id_follows_from_the_notebooks_in_any_order(tmp_path):
    paths = [tmp_path / name for name in ("a.ipynb", "b.ipynb")]
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
    first = content_id(paths)
    assert content_id(reversed(paths)) == first
    paths[1].write_text("b.ipynb ", encoding="utf-8")
    assert content_id(paths) != first


def test_page_and_citations_name_the_content():
    page = html.page(Document([]), replace(IMPRINT, content="0123456789abcdef"))
    assert f"s3analysis {IMPRINT.version}, content 0123456789abcdef. To make" in page
    assert "; content 0123456789abcdef}" in page
    cff = yaml.safe_load(page[page.index("cff-version") :].partition("</code>")[0])
    assert cff["identifiers"][0]["value"] == f"{IMPRINT.as_of}, content 0123456789abcdef"
