import re

import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.press import html
from s3analysis.press.document import Document, Figure, Heading, Prose
from s3analysis.press.imprint import Imprint

IMPRINT = Imprint(
    title="A report",
    as_of="2017-07",
    data_date="July 2017",
    counting="leads",
    command="s3analysis report",
    version="1",
    inputs={"data/raw/a.csv": "00"},
)
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
]


def page(**words):
    given = {
        "key": "shares",
        "title": "A title",
        "subtitle": "Number",
        "source": "Table 4",
        "table": pd.DataFrame({"Region": ["Skåne"], "Leads": [1]}),
    }
    exhibit = Exhibit(**(given | words))
    blocks = [Heading(2, "Who?", "who"), Prose("Text"), Figure("Table 1", exhibit)]
    return html.page(Document(blocks), IMPRINT)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["title", "subtitle", "source", "note"])
def test_markup_in_a_word_of_an_exhibit_is_text_and_is_not_lost(field, payload):
    text = page(**{field: payload})
    assert "<script" not in text
    assert "onerror=alert(1)>" not in text.replace("&gt;", "")
    assert "49" not in text
    shown = (
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&quot;", '"')
    )
    assert payload in shown


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_cell_is_text_and_is_not_lost(payload):
    text = page(table=pd.DataFrame({"Region": [payload], "Leads": [1]}))
    assert "<script" not in text
    assert "onload=alert(1)>" not in text.replace("&gt;", "")


def test_the_page_asks_nothing_of_the_network_and_runs_nothing():
    text = page(svg='<svg xmlns="http://www.w3.org/2000/svg"></svg>', alt="A drawing")
    addresses = re.findall(r'(?:src|href)="([^"]*)"', text)
    assert not [address for address in addresses if "//" in address]
    assert "default-src 'none'" in text
    assert "<script" not in text


def test_the_style_is_allowed_by_its_hash():
    text = page()
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    assert html._hash(style).replace("+", "&#43;") in text or html._hash(style) in text


def test_a_drawing_is_named_for_those_who_cannot_see_it():
    text = page(svg="<svg ></svg>", alt='Nine "maps"')
    assert 'role="img" aria-label="Nine &#34;maps&#34;"' in text


def test_synthetic_data_say_so():
    assert "Synthetic data" in page(synthetic=True)
    assert "Synthetic data" not in page()


def test_every_exhibit_has_its_data_to_download():
    assert 'href="data/shares.csv"' in page()


def test_the_page_has_a_language_a_title_and_one_first_heading():
    text = page()
    assert '<html lang="en">' in text
    assert "<title>A report</title>" in text
    assert text.count("<h1>") == 1
