"""Every kind of page as a reader meets it, in Chromium, without a network."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

pytestmark = pytest.mark.slow

LOOKS = [
    {"scheme": "light", "media": "screen"},
    {"scheme": "dark", "media": "screen"},
    {"scheme": "light", "media": "print"},
    {"scheme": "dark", "media": "screen", "forced": True},
    {"scheme": "light", "media": "screen", "spaced": True},
]
PLACEHOLDER = re.compile(r"(?i)\b(todo|tbd|lorem|placeholder|image of|untitled|alt text)\b")


class Words(HTMLParser):
    """Collects the text of a page, less its style and script."""

    def __init__(self):
        super().__init__()
        self.inside, self.letters = [], []

    def handle_starttag(self, tag, attrs):
        self.inside.append(tag)

    def handle_data(self, data):
        if self.inside[-1:] not in (["style"], ["script"]):
            self.letters.append(data)


@pytest.fixture(scope="session")
def wide(browser, kinds):
    return browser("facts", pages=[str(path) for path in kinds.values()], tabs=40)


def test_axe_finds_no_violation_on_any_kind_of_page(browser, kinds):
    pages = [str(path) for path in kinds.values()]
    told = browser("axe", pages=pages, widths=[1280, 360, 320], looks=LOOKS)
    assert len(told) == len(pages) * 3 * len(LOOKS)
    assert min(each["passes"] for each in told) > 10
    assert [each for each in told if each["violations"]] == []
    assert [each for each in told if each["media"] == "screen" and each["cut"] > 0] == []


def test_the_keyboard_reaches_the_end_of_a_page_in_fewer_than_150_steps(wide, kinds):
    stops = dict(zip(kinds, [page["stops"] for page in wide], strict=True))
    long = {"methods", "ledger", "record"}  # annexes of long tables that can be sorted
    assert max(number for kind, number in stops.items() if kind not in long) < 150


def test_each_drawing_is_described_in_sight_and_its_smallest_words_are_12_pixels_high(wide):
    assert all(page["described"] for page in wide)
    assert min(page["smallest"] for page in wide) >= 12


@pytest.mark.parametrize("width", [320, 700])
def test_a_telephone_shows_one_drawing_of_each_figure_and_its_words_can_be_read(
    browser, kinds, width
):
    pages = [str(kinds[kind]) for kind in ("report", "region", "partnership")]
    for page in browser("facts", pages=pages, tabs=0, context={"width": width}):
        assert set(page["layouts"]) == {1}, page["path"]
        assert page["smallest"] >= 12, page["path"]
        assert page["unread"] == 0, page["path"]


def test_the_first_screen_holds_a_finding_and_at_most_three_links_before_it(browser, kinds):
    for width, height in ((1280, 800), (360, 760)):
        context = {"width": width, "height": height}
        (page,) = browser("facts", pages=[str(kinds["report"])], tabs=0, context=context)
        assert page["finding"]["bottom"] < height
        assert page["finding"]["links"] <= 3


def test_axe_and_our_checks_see_what_is_wrong(browser, tmp_path):
    wrong = """<!doctype html><title>Wrong</title><main><h1>A</h1><h3>B</h3><p id="a">c<p id="a">d
    <div class="scroll" style="width: 90rem"><table><thead><tr><th>x</th></tr></thead>
    <tbody><tr><td>y</td></tr></tbody></table></div><img src="data:,"><a href="#b">e</a></main>"""
    (tmp_path / "wrong.html").write_text(wrong, encoding="utf-8")
    job = {"pages": [str(tmp_path / "wrong.html")]}
    (told,) = browser("axe", **job, widths=[360], looks=LOOKS[:1])
    found = {line.partition(":")[0] for line in told["violations"]}
    assert {"html-has-lang", "image-alt", "heading-order"} <= found
    (page,) = browser("facts", **job, tabs=1, context={"width": 320})
    assert page["overflow"] > 0
    assert (page["twice"], page["dead"], page["headings"]) == (["a"], ["b"], [1, 3])
    (table,) = page["tables"]
    assert not any([table["heads"], table["rows"], table["scrolls"], table["caption"]])
    assert not page["order"][0]["skip"]


def test_each_page_has_a_language_a_title_of_its_own_and_headings_in_order(wide):
    assert {page["language"] for page in wide} == {"en-GB"}
    assert len({page["title"] for page in wide}) == len(wide)
    for page in wide:
        assert page["headings"][0] == 1
        assert page["headings"].count(1) == 1
        assert max(after - before for before, after in pairwise(page["headings"])) <= 1


def test_each_link_leads_somewhere(wide, kinds):
    for page, path in zip(wide, kinds.values(), strict=True):
        assert page["twice"] == []
        assert page["dead"] == []
        inside = [link for link in page["links"] if not link.startswith("http")]
        assert inside
        files = [path.parent / link.partition("#")[0] for link in inside]
        known = {each.name for each in kinds.values()} | {"flanders.html", "3d-printing.html"}
        assert [file.name for file in files if not file.exists() and file.name not in known] == []


def test_each_drawing_is_described_in_words_of_its_own(wide):
    assert sum(len(page["alts"]) for page in wide) > 8
    for page in wide:
        assert len(set(page["alts"])) == len(page["alts"])
        assert min([len(alt) for alt in page["alts"]], default=99) > 40
        assert [alt for alt in page["alts"] if PLACEHOLDER.search(alt)] == []


def test_each_exhibit_has_caption_source_table_and_downloads(wide):
    for page in wide:
        for figure in page["figures"]:
            assert re.match(r"(Table|Figure) [MLR]?\d+\. \S", figure["caption"]), figure
            assert figure["source"] == 1, figure
            assert figure["tables"] == 1, figure
            wanted = {"CSV", "XLSX"} | (
                {"SVG", "PNG"} if figure["caption"].startswith("Fig") else set()
            )
            assert wanted <= set(figure["downloads"]), figure


def test_each_table_has_a_caption_and_headers_with_scope(wide):
    for page in wide:
        assert page["tables"]
        for table in page["tables"]:
            assert table["caption"]
            assert table["heads"], table
            assert table["rows"], table
            assert table["regular"], table


def test_no_table_is_clipped_on_a_small_telephone(browser, kinds):
    pages = [str(path) for path in kinds.values()]
    for page in browser("facts", pages=pages, tabs=0, context={"width": 320}):
        assert page["overflow"] <= 0, page["path"]
        assert [table for table in page["tables"] if not table["scrolls"]] == []


def test_the_tab_key_goes_the_way_of_the_text_and_first_to_the_skip_link(wide):
    for page in wide:
        assert page["order"][0]["skip"], page["order"][0]
        assert [step for step in page["order"] if not step["forward"]] == []
        assert set(page["tabindexes"]) <= {0}


def test_no_request_leaves_a_page_and_nothing_fails_on_it(wide):
    for page in wide:
        assert len(page["requests"]) == 1
        assert page["requests"][0].startswith("file://")
        assert page["errors"] == []


def test_everything_is_there_without_a_script(browser, kinds):
    for kind, path in kinds.items():
        (page,) = browser("facts", pages=[str(path)], tabs=0, context={"javaScriptEnabled": False})
        words = Words()
        words.feed(path.read_text("utf-8"))
        assert page["tools"] == 0, kind
        assert page["cells"], kind
        text = "".join(words.letters)
        assert all(cell in text for cell in page["cells"])
        assert "".join(page["cells"]).strip()


def test_a_page_is_within_its_weight(kinds):
    sizes = {kind: path.stat().st_size for kind, path in kinds.items()}
    assert sizes["report"] < 1_000_000
    assert sizes["region"] < 150_000
