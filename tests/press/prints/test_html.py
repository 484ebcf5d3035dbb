import base64
import hashlib
import re
from html import unescape

import pandas as pd
import pytest
import yaml
from small_report import exhibit

from s3analysis.paths import HOME
from s3analysis.press.prints import html
from s3analysis.press.prints.document import Document, Figure, Heading, Prose
from s3analysis.press.prints.imprint import Imprint

IMPRINT = Imprint(
    title="A report",
    as_of="2017-07",
    data_date="July 2017",
    counting="leads",
    command="s3analysis report",
    version="1",
    inputs={"data/raw/a.csv": "00"},
)
CFF = HOME / "CITATION.cff"
OURS = 1  # the one script of ours
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</style><script>alert(1)</script>",
    "{{ 7117 * 7 }}",
    "javascript:alert(1)",
]


def page(**words):
    figure = Figure("Table 1", exhibit(**words))
    files = html.Files({figure.exhibit.key: [("CSV", "data/shares.csv")]}, [("PDF", "a.pdf")])
    return html.page(Document([Heading(2, "Who?", "who"), Prose("Text"), figure]), IMPRINT, files)


def parted():
    """Return the pages of a report of two notebooks, the second an annex."""
    labels = {"shares": "Table 1", "claims": "Table 2"}
    table = pd.DataFrame({"Claim": ["9"], "Computed in": ["Table 1"]})
    blocks = [
        Heading(2, "Who?", "who"),
        Prose("See [](#shares), [](#claims) and <b>markup</b>.", labels),
        Figure("Table 1", exhibit()),
        Heading(2, "What was read?", "read"),
        Figure("Table 2", exhibit("claims", table=table), {(0, 1): "shares"}),
    ]
    return html.pages(
        Document(blocks, {"01_partnerships": 0, "08_record": 3}), IMPRINT, html.Files()
    )


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["title", "subtitle", "source", "note"])
def test_markup_in_a_word_of_an_exhibit_is_text_and_is_not_lost(field, payload):
    text = page(**{field: payload})
    assert text.count("<script") == OURS
    assert "onerror=alert(1)>" not in text.replace("&gt;", "")
    assert "49819" not in text
    shown = (
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&quot;", '"')
    )
    assert payload in shown


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_cell_is_text_and_is_not_lost(payload):
    text = page(table=pd.DataFrame({"Region": [payload], "Leads": [1]}))
    assert text.count("<script") == OURS
    assert "onload=alert(1)>" not in text.replace("&gt;", "")


def test_the_page_asks_nothing_of_the_network_and_runs_one_script_of_ours():
    text = page(svg='<svg xmlns="http://www.w3.org/2000/svg"></svg>', alt="A drawing")
    addresses = re.findall(r'(?:src|href)="([^"]*)"', text)
    assert not [address for address in addresses if "//" in address]
    assert "default-src 'none'" in text
    assert text.count("<script") == OURS


@pytest.mark.parametrize("part", ["style", "script"])
def test_style_and_script_are_allowed_by_their_hash_and_nothing_else_is(part):
    text = page()
    content = re.search(rf"<{part}>(.*?)</{part}>", text, re.DOTALL)[1]
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    assert f"{part}-src 'sha256-{digest}';" in policy


def test_a_drawing_is_named_for_those_who_cannot_see_it():
    text = page(svg="<svg ></svg>", alt='Nine "maps"')
    assert 'role="img" aria-label="Nine &#34;maps&#34;"' in text


def test_synthetic_data_say_so():
    assert "Synthetic data" in page(synthetic=True)
    assert "Synthetic data" not in page()


def test_every_exhibit_has_its_data_to_download_and_the_page_the_whole():
    assert '<a href="data/shares.csv" aria-label="Table 1 as CSV">CSV</a>' in page()
    assert '<a href="a.pdf">PDF</a>' in page()


def test_the_annex_is_a_page_of_its_own_and_references_lead_there_and_back():
    pages = parted()
    assert pages.keys() == {"index", "record"}
    assert (
        'See <a href="#shares">Table 1</a>, <a href="record.html#claims">Table 2</a>'
        in (pages["index"])
    )
    assert 'id="claims"' not in pages["index"]
    assert '<td><a href="index.html#shares">Table 1</a>' in pages["record"]
    assert '<a href="record.html#read">What was read?</a> (a page of its own)' in pages["index"]


def test_pages_of_one_report_have_titles_of_their_own():
    titles = [re.search("<title>(.*)</title>", text)[1] for text in parted().values()]
    assert titles == ["A report", "Record annex · A report"]


@pytest.mark.parametrize("name", ["Δυτική Ελλάδα", "Łódzkie", "Region 🏭", "<b>Skåne</b> & Co"])
def test_names_of_any_script_are_printed_as_they_are(name):
    text = page(table=pd.DataFrame({"Region": [name], "Leads": [1]}), title=name)
    assert unescape(text).count(f">{name}<td") == 1
    assert unescape(text).count(f"</span> {name}</strong>") == 1


def test_the_page_says_how_to_cite_the_brief_and_the_edition():
    text = unescape(page())
    assert "doi = {10.2760/312534}" in text
    assert "title = {A report}" in text


def test_the_citation_on_the_page_is_that_of_the_repository():
    shown = re.findall(r"<pre><code>(cff.*?)</code></pre>", page(), re.DOTALL)[0]
    ours, repository = (yaml.safe_load(unescape(text)) for text in (shown, CFF.read_text("utf-8")))
    assert ours | {"version": repository["version"]} == repository


def test_the_page_has_a_language_a_title_and_one_first_heading():
    text = page()
    assert '<html lang="en-GB">' in text
    assert "<title>A report</title>" in text
    assert text.count("<h1>") == 1


def test_findings_stand_before_the_contents():
    blocks = [
        Heading(2, "In brief", "in-brief"),
        Prose("Nine partnerships."),
        Heading(2, "Who?", "who"),
        Prose("All of them."),
    ]
    report = Document(blocks, {"00_in_brief": 0, "01_partnerships": 2})
    made = html.page(report, IMPRINT)
    assert made.count('id="the_contents"') == 1
    assert made.index("Nine partnerships.") < made.index("the_contents") < made.index("All of")


def test_a_row_of_a_region_leads_to_it_on_the_page_to_begin_with():
    table = pd.DataFrame({"Region": ["Norte", "Greece"], "Number": [1, 2]})
    shown = exhibit("regions", table=table, anchors=("region-norte",))
    text = html.page(Document([Figure("Table 1", shown)]), IMPRINT)
    assert '<a href="../index.html#region-norte">Norte</a>' in text
    assert '<th scope="row">Greece' in text
