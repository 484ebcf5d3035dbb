"""A mapping as people write it: each slip has a sentence that says what to do."""

import pytest

from s3analysis.sources.extracts import mapping

HEAD = '[columns]\nregion = "Region"\n'
DIMENSION = '[[dimension]]\nname = "f"\ncolumn = "Field"\nscheme = "open"\n'


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "m.toml"
    path.write_bytes(text.encode(encoding))
    return mapping.read(path, mapping.Mapping, ["open"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + DIMENSION + 'terms = {\n"a" = "b"\n}\n', "line 7: what stands in { } must be on"),
        ("[columns]\nregion = “Region”\n", "line 2: quotation marks must be straight"),
        ("[columns]\nregion = Region\n", "line 2: a text must stand in quotation marks"),
        ("[columns]\nregion =\n", "line 2: nothing stands behind"),
        (HEAD + DIMENSION + 'separator = "\\"\n', "line 7: a backslash"),
        ('sheet = "Data"\n' + HEAD + DIMENSION, "sheet: there is no such setting here; it belongs"),
        (HEAD + DIMENSION.replace("column =", "colum ="), "colum: there is no such setting"),
        (HEAD + DIMENSION.replace('column = "Field"\n', ""), "one of the two"),
        (HEAD + DIMENSION + "crosses = true\n", "crosses goes with columns"),
        ('[file]\nskip_rows = ["x"]\n' + HEAD + DIMENSION, "'x' is no row"),
    ],
)
def test_a_slip_is_said_in_words(tmp_path, text, said):
    with pytest.raises(mapping.BadMapping) as told:
        read(tmp_path, text)
    assert said in told.value.lines[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_mapping_is_read_as_editors_save_it(tmp_path, encoding):
    made = read(tmp_path, HEAD.replace("Region", "Περιφέρεια") + DIMENSION, encoding)
    assert made.columns.region == "Περιφέρεια"


def test_a_mapping_in_another_encoding_is_refused_with_its_line(tmp_path):
    with pytest.raises(mapping.BadMapping, match="line 2 is not in UTF-8"):
        read(tmp_path, HEAD.replace("Region", "Région") + DIMENSION, "cp1252")


def test_blanks_in_the_name_of_a_column_do_not_matter(tmp_path):
    made = read(tmp_path, HEAD.replace('"Region"', '"Region  of the\\n priority "') + DIMENSION)
    assert made.columns.region == "Region of the priority"
