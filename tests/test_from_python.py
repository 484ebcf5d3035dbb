"""The page docs/from-python.md, run as written; what the front of the package refuses."""

import re
import subprocess
import sys

import pytest

import s3analysis as s3
from s3analysis import api
from s3analysis.paths import HOME

PAGE = (HOME / "docs" / "from-python.md").read_text("utf-8")


@pytest.fixture(scope="module")
def names():
    """What the code of the page leaves behind, run from top to bottom."""
    found = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL):
        exec(code, found)
    return found


def test_an_answer_of_the_page_takes_three_lines_at_most():
    blocks = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert max(len(code.splitlines()) for code in blocks) <= 3


def test_regions_of_a_country_come_with_keys_names_and_codes(names):
    spain = names["spain"]
    assert set(spain["country"]) == {"Spain"}
    assert len(spain) == 25
    assert spain.set_index("region_id")["nuts_id"]["andalusia"].unique().tolist() == ["ES61"]
    assert {"region_id", "region", "nuts_id", "partnership", "role"} <= set(spain)


def test_the_network_can_be_drawn_by_place(names):
    assert len(names["nodes"]) == 49
    assert len(names["drawing"].collections[0].get_offsets()) == 49


def test_pairs_are_asked_for_by_group(names):
    assert set(names["newer"]["first_group"]) == {"EU-13"}
    assert 0 < len(names["newer"]) < len(names["pairs"])


def test_numbers_that_are_not_reproduced_come_with_their_quotes(names):
    assert len(names["quotes"])
    assert names["quotes"]["quote"].str.len().min() > 0


def test_an_exhibit_of_the_notebooks_is_a_frame_and_a_file(names):
    assert len(names["frame"]) == 9
    assert names["text"].count("\n") == 10


def test_the_page_names_each_function_of_the_front():
    assert {name for name in s3.__all__ if f"s3.{name}(" not in PAGE} == set()
    assert s3.__all__ == api.__all__ == dir(s3)


@pytest.mark.parametrize(
    ("ask", "right"),
    [
        (lambda: s3.members("2019-01"), "no month with a member list '2019-01'; there are 2017-07"),
        (lambda: s3.members("2017-7"), "no month with a member list '2017-7'; there are 2017-07"),
        (lambda: s3.members("2017-07", "all"), "no reading 'all'; there are members, listed"),
        (lambda: s3.table("region"), "no table 'region'; there are abbreviations, "),
        (lambda: s3.columns("region"), "no table 'region'; there are abbreviations, "),
        (lambda: s3.exhibit("sizes"), "no exhibit 'sizes'; there are "),
        (lambda: s3.trios("Flandres", "2017"), "no month with a member list '2017'"),
        (lambda: s3.verdicts("2017"), "no month with a member list '2017'"),
        (lambda: s3.region("Flanderss"), "did you mean Flanders"),
    ],
)
def test_a_wrong_word_is_told_the_right_ones(ask, right):
    with pytest.raises(ValueError, match=re.escape(right)):
        ask()


def test_a_name_that_the_package_lacks_is_told_what_it_has():
    with pytest.raises(AttributeError, match="has no 'memberz'; it has columns, exhibit"):
        s3.memberz  # noqa: B018 - the asking is the test


def test_to_import_the_package_loads_no_pandas():
    code = "import sys, s3analysis; print('pandas' in sys.modules, s3analysis.members.__name__)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "members"]
