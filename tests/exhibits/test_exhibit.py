import csv
import io
import json

import pandas as pd
import pytest

from s3analysis.exhibits.exhibit import MIME, Exhibit, IncompleteExhibit

TABLE = pd.DataFrame(
    {"Region": ["Skåne", "<b>Norte</b>"], "Share": [0.12345, 0.5], "Leads": [1, 1300]}
)


def exhibit(**changes):
    words = {
        "key": "some-shares",
        "title": "Skåne leads",
        "subtitle": "Share of each region",
        "table": TABLE,
        "source": "Table 4",
        "digits": {"Share": 2},
        "units": {"Share": "of all"},
    }
    return Exhibit(**(words | changes))


@pytest.mark.parametrize("name", ["title", "subtitle", "source"])
def test_an_exhibit_without_its_words_is_refused(name):
    with pytest.raises(IncompleteExhibit, match=f"no {name}"):
        exhibit(**{name: " "})


def test_a_figure_without_alt_text_is_refused():
    with pytest.raises(IncompleteExhibit, match="no alt"):
        exhibit(svg="<svg/>")


def test_a_key_that_is_no_slug_is_refused():
    with pytest.raises(IncompleteExhibit, match="words-joined-by-hyphens"):
        exhibit(key="../Some shares")


def test_a_missing_cell_is_refused_with_its_column():
    with pytest.raises(IncompleteExhibit, match="Share"):
        exhibit(table=TABLE.assign(Share=[0.5, None]))


def test_numbers_are_rounded_to_their_stated_digits():
    assert exhibit().rows == [["Skåne", 0.12, 1], ["<b>Norte</b>", 0.5, 1300]]


def test_it_comes_back_whole_from_its_data():
    one = exhibit(
        svg="<svg/>", alt="A drawing", note="A note", reproduces="Table 4", synthetic=True
    )
    other = Exhibit.from_json(json.loads(json.dumps(one.to_json())))
    assert other.to_json() == one.to_json()


def test_data_of_another_version_are_refused():
    with pytest.raises(ValueError, match="version 99"):
        Exhibit.from_json(exhibit().to_json() | {"version": 99})


def test_markup_in_a_cell_is_text_on_the_page():
    page = exhibit()._repr_html_()
    assert "<b>Norte</b>" not in page
    assert "&lt;b&gt;Norte&lt;/b&gt;" in page


def test_synthetic_data_say_so():
    assert "Synthetic data" in exhibit(synthetic=True)._repr_html_()
    assert "Synthetic data" not in exhibit()._repr_html_()


def test_a_notebook_gets_text_html_and_data():
    assert set(exhibit()._repr_mimebundle_()) == {"text/plain", "text/html", MIME}


def test_every_column_has_a_header_with_scope_and_every_row_too():
    page = exhibit()._repr_html_()
    assert page.count('<th scope="col"') == 3
    assert page.count('<th scope="row"') == 2


SIGNS = [*"=+-@", "\uff1d", "\uff0b", "\uff0d", "\uff20"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\t", "\n", "\r\n", "\xa0", "\ufeff", "\u200b"])
def test_text_that_a_spreadsheet_would_run_is_made_text_in_csv(before, sign):
    text = f"{before}{sign}A1+2"
    table = pd.DataFrame({text: [text], "Number": [-5]})
    made = Exhibit(key="a", title="A", subtitle="B", source="C", table=table).to_csv()
    assert list(csv.reader(io.StringIO(made, newline=""))) == [
        [f"'{text}", "Number"],
        [f"'{text}", "-5"],
    ]


def test_a_negative_number_in_csv_is_a_number_and_other_text_with_a_minus_is_text():
    table = pd.DataFrame({"Gap": ["-0.13", "-1+1", "+15", "-"]})
    made = Exhibit(key="k", title="t", subtitle="s", table=table, source="x").to_csv()
    assert made.splitlines()[1:] == ["-0.13", "'-1+1", "'+15", "-"]
