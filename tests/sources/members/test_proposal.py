"""A mapping proposed for a member list, read back as the import reads it."""

import tomllib

import pytest

from s3analysis.press.editions import imports
from s3analysis.sources.extracts import priorities, sheets
from s3analysis.sources.extracts.guessing import proposal
from s3analysis.sources.extracts.import_errors import InvalidExtract
from s3analysis.sources.members.mapping import Mapping
from s3analysis.sources.members.proposal import proposed as of_members

KNOWN = priorities.known(imports.tables())


def proposed(place, text):
    path = place / "list.csv"
    path.write_text(text, encoding="utf-8")
    found = sheets.rows(path, imports.UNTOLD, set(), KNOWN)
    return proposal.propose("list.csv", found, imports.UNTOLD, KNOWN, of_members)


FULL = """Partnership;Region;Country;Role
Chemicals;SE22;SE;Lead
Chemicals;EL30;EL;Guest
3D printing;ES51;ES;Lead
3D printing;PT11;PT;Observer
"""


def test_each_column_gets_its_meaning_and_a_strange_role_waits_for_an_answer(tmp_path):
    text = proposed(tmp_path, FULL)
    made = Mapping.model_validate(tomllib.loads(text))
    own = made.columns
    assert (own.partnership, own.region, own.role) == ("Partnership", "Region", "Role")
    assert own.country == "Country"
    assert (made.extent, made.every_role, made.roles) == ("", "", {})
    assert '[roles]\n# "Guest" = "..."  # lead, participant, ' in text
    assert 'partnership = "Partnership"  # 2 different\n' in text
    assert 'region = "Region"  # 100% of its cells name a NUTS unit\n' in text


def test_a_list_without_roles_asks_for_one_role_of_all(tmp_path):
    rows = [line.rpartition(";")[0] for line in FULL.splitlines()]
    text = proposed(tmp_path, "\n".join(rows) + "\n")
    assert 'every_role = ""  # no column has roles' in text
    assert "[roles]" not in text
    assert tomllib.loads(text)["columns"].keys() == {"partnership", "region", "country"}


def test_a_role_that_the_header_names_is_found_among_strange_words(tmp_path):
    text = proposed(tmp_path, FULL.replace("Lead", "Head").replace("Observer", "Guest"))
    assert tomllib.loads(text)["columns"]["role"] == "Role"
    assert '# "Head" = "..."  # lead' in text


def test_a_list_of_regions_and_roles_alone_is_refused(tmp_path):
    rows = "Region;Role\nSE22;Lead\nEL30;Observer\nES51;Lead\n"
    with pytest.raises(InvalidExtract) as found:
        proposed(tmp_path, rows)
    assert "no column names partnerships" in found.value.lines[0]
