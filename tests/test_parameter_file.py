import pytest

from s3analysis.parameter_file import BadFile, read

KNOWN = ["as_of", "draws", "region"]


@pytest.fixture
def file(tmp_path):
    """Return what writes a parameter file."""

    def write(text, encoding="utf-8"):
        path = tmp_path / "mine.yml"
        path.write_text(text, encoding=encoding)
        return path

    return write


def refused(path):
    with pytest.raises(BadFile) as error:
        read(path, KNOWN)
    assert error.value.exit_code == 2
    return [line.removeprefix(f"{path}: ") for line in error.value.lines]


def test_text_is_taken_as_it_stands(file):
    text = 'as_of: 2017-07\ndraws: "0500"\nregion: Örebro  # its county\n'
    assert read(file(text), KNOWN) == {"as_of": "2017-07", "draws": "0500", "region": "Örebro"}


@pytest.mark.parametrize(
    ("value", "kind"),
    [("500", "int"), ("NO", "bool"), ("12:30", "int"), ("2017-07-31", "timestamp"), ("~", "null")],
)
def test_what_yaml_takes_for_something_else_is_refused_with_the_way_to_write_it(file, value, kind):
    (line,) = refused(file(f"region: {value}\n"))
    assert line == f'line 1, region: YAML reads {value} as {kind}; write region: "{value}"'


def test_all_that_is_wrong_is_said_at_once(file):
    assert refused(file("contry: DE\nas_of: [a, b]\nregion: a\nregion: b\n")) == [
        "line 1, contry: no such parameter; known here: as_of, draws, region",
        "line 2, as_of: one value is expected, not several",
        "line 3, region: given 2 times",
        "line 4, region: given 2 times",
    ]


@pytest.mark.parametrize("text", ["", "2017-07\n", "- as_of\n"])
def test_a_file_without_parameters_is_told_how_to_write_them(file, text):
    assert refused(file(text)) == ["holds no parameters; write one a line, as: as_of: 2017-07"]


def test_a_file_that_cannot_be_read_is_one_line(file, tmp_path):
    assert refused(tmp_path / "none.yml") == ["cannot be read: No such file or directory"]
    assert refused(file("region: Örebro\n", "latin-1")) == ["is not UTF-8 text: byte 9"]
    assert refused(file("region: [a\n"))[0].startswith("is not YAML: ")


def test_code_in_a_file_is_text_that_is_refused(file):
    assert "write region" in refused(file("region: !!python/name:os.system x\n"))[0]
