"""The page to begin with: what stands in the folder of editions decides it."""

import re

from s3analysis.press.editions import start_page


def edition(reports, name, *pages, title="A report &amp; more"):
    folder = reports / name
    folder.mkdir()
    (folder / "manifest.json").write_text("{}")
    for page in ("index", *pages):
        (folder / f"{page}.html").write_text(f"<title>{title}</title>", encoding="utf-8")


def rows(text, anchor):
    return re.search(rf'<tr id="{anchor}">.*', text)[0]


def test_without_an_edition_all_regions_are_listed_and_none_leads_to_a_page(tmp_path):
    text = start_page.page(tmp_path)
    assert "No report has been made yet." in text
    assert "None of 52 have a page" in text
    assert "<a href" not in rows(text, "region-flanders")
    assert rows(text, "region-flanders").endswith(
        '<td>Belgium</td><td class="number">7</td><td class="number">1</td></tr>'
    )


def test_each_report_is_named_by_its_title_with_the_annexes_it_has(tmp_path):
    edition(tmp_path, "2017-07", "ledger")
    edition(tmp_path, "2017-07-listed")
    (tmp_path / "half").mkdir()
    text = start_page.page(tmp_path)
    assert '<a href="2017-07/index.html">A report &amp; more</a>' in text
    assert 'href="2017-07/ledger.html"' in text
    assert 'href="2017-07/record.html"' not in text
    assert 'href="2017-07-listed/index.html"' in text
    assert "half" not in re.sub("<style>.*?</style>", "", text, flags=re.S)


def test_a_page_of_all_regions_is_preferred_to_one_of_a_selection(tmp_path):
    edition(tmp_path, "2017-07-briefs-selection", "norte", "skane")
    edition(tmp_path, "2017-07-briefs", "norte")
    text = start_page.page(tmp_path)
    assert 'href="2017-07-briefs/norte.html"' in rows(text, "region-norte")
    assert 'href="2017-07-briefs-selection/skane.html"' in rows(text, "region-skane")
    assert "2 of 52 have a page" in text
    assert "No report has been made yet." in text


def test_regions_stand_by_country_and_name(tmp_path):
    text = start_page.page(tmp_path)
    found = re.findall(r'<tr id="region-([a-z-]+)">', text)
    assert found.index("wallonia") < found.index("west-flanders") < found.index("central-finland")


def test_the_page_is_written_the_same_each_time(tmp_path):
    edition(tmp_path, "2017-07")
    start_page.write(tmp_path)
    first = (tmp_path / "index.html").read_bytes()
    start_page.write(tmp_path)
    assert (tmp_path / "index.html").read_bytes() == first
    assert first.decode() == start_page.page(tmp_path)
