"""What the words of a member list mean."""

import pytest

from s3analysis.sources.extracts.mapping import BadMapping, read
from s3analysis.sources.geography import regions
from s3analysis.sources.members import mapping


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Lead", "lead"),
        ("Co-leader", "lead"),
        ("Leading region", "lead"),
        ("Members", "participant"),
        ("Observing", "observer"),
        ("Other interested region", "interested"),
        ("Guest", ""),
    ],
)
def test_a_usual_word_means_its_role_and_a_strange_one_none(word, role):
    assert mapping.role(word, {}, regions.key(word)) == role


def test_what_the_mapping_says_goes_before_the_usual():
    assert mapping.role("Lead", {"Lead": "observer"}, "lead") == "observer"


def test_a_mapping_names_the_headers_it_wants(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text('extent = "complete"\n[columns]\npartnership = "P"\nregion = "R"\n', "utf-8")
    made = read(path, mapping.Mapping)
    assert (made.extent, made.wanted) == ("complete", {"P", "R"})
    path.write_text('extent = "whole"\n[columns]\nregion = "R"\n', "utf-8")
    with pytest.raises(BadMapping, match=r"mapping\.toml"):
        read(path, mapping.Mapping)
