"""What a person types finds the region meant, or a question; never another region."""

import time
import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3analysis.paths import HOME, RAW
from s3analysis.sources.geography.regions import (
    Match,
    UnknownRegion,
    fold,
    key,
    resolve,
    vocabulary,
)


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


COUNTRIES, REGIONS, NAMES, NUTS, ALIASES = (
    read(RAW / f"{table}.csv")
    for table in ("countries", "regions", "region_names", "region_nuts", "region_aliases")
)
KNOWN = vocabulary(REGIONS, NAMES, NUTS, ALIASES)
MATCH = read(HOME / "tests" / "data" / "region_names_that_match.csv")
WAYS = ("?", ": write its usual name or its NUTS code")
NEARLY = read(HOME / "tests" / "data" / "region_names_nearly_right.csv")
MUST_NOT = read(HOME / "tests" / "data" / "region_names_that_must_not.csv")
KNOWN_NAMES = KNOWN.loc[KNOWN["how"].eq("name"), ["spelling", "region_id"]].to_numpy().tolist()


@pytest.mark.parametrize(("typed", "region_id"), MATCH.to_numpy().tolist())
def test_what_is_typed_finds_its_region(typed, region_id):
    match = resolve(typed, KNOWN)
    assert match.region_id == region_id
    assert match.name == REGIONS.set_index("region_id")["name"][region_id]


@pytest.mark.parametrize(("typed", "region_id"), NEARLY.to_numpy().tolist())
def test_a_name_nearly_right_is_asked_about_and_never_taken(typed, region_id):
    with pytest.raises(UnknownRegion, match=r"unknown region .*: did you mean ") as question:
        resolve(typed, KNOWN)
    assert question.value.nearest[0] == region_id


@pytest.mark.parametrize(
    "typed", ["\N{CYRILLIC CAPITAL LETTER IE}S51", "\uff25\uff33\uff15\uff11", "es51", " E-S 51"]
)
def test_a_code_is_read_as_it_looks(typed):
    assert resolve(typed, KNOWN) == Match("catalonia", "Catalonia", "code")


@pytest.mark.parametrize(("typed", "not_this"), MUST_NOT.to_numpy().tolist())
def test_what_is_typed_never_becomes_another_region(typed, not_this):
    with pytest.raises(UnknownRegion) as refusal:
        resolve(typed, KNOWN)
    assert repr(typed) in str(refusal.value)
    assert str(refusal.value).endswith(WAYS)
    assert set(refusal.value.nearest) <= set(REGIONS["region_id"])


@pytest.mark.parametrize(
    ("typed", "region_id"), NAMES[["name_printed", "region_id"]].to_numpy().tolist()
)
def test_printed_name_is_its_region(typed, region_id):
    assert resolve(typed, KNOWN) == Match(
        region_id, REGIONS.set_index("region_id")["name"][region_id], "name"
    )


def test_every_id_and_code_is_its_region():
    codes = KNOWN.loc[KNOWN["how"].eq("code")]
    found = [resolve(code, KNOWN) for code in codes["spelling"]]
    assert [match.region_id for match in found] == codes["region_id"].tolist()
    assert {match.how for match in found} == {"code"}


def test_west_flanders_is_never_flanders():
    for typed in (
        "West Flanders",
        "west-vlaanderen",
        "Westflandern",
        "Flandre-Occidentale",
        "BE25",
    ):
        assert resolve(typed, KNOWN).region_id == "west-flanders"


def test_refusal_names_what_was_typed_and_the_nearest():
    with pytest.raises(
        UnknownRegion, match="'East Flanders': did you mean West Flanders, Flanders"
    ):
        resolve("East Flanders", KNOWN)


@pytest.mark.parametrize("typed", ["asdfgh", "Bavaria", "Oulu", "Limburg", "NL", "ZZ9"])
def test_what_is_not_alike_is_not_guessed_at(typed):
    with pytest.raises(UnknownRegion, match="write its usual name or its NUTS code") as refusal:
        resolve(typed, KNOWN)
    assert refusal.value.nearest == ()


def test_unknown_code_is_answered_with_regions_of_its_country():
    with pytest.raises(UnknownRegion) as refusal:
        resolve("ES99", KNOWN)
    countries = REGIONS.set_index("region_id")["country_id"]
    assert {countries[region] for region in refusal.value.nearest} == {"ES"}


def test_unit_larger_than_a_region_is_asked_about():
    with pytest.raises(
        UnknownRegion, match="larger than a region: did you mean Dalarna or Värmland"
    ):
        resolve("SE31", KNOWN)


def test_no_spelling_belongs_to_two_regions():
    exact = KNOWN.loc[KNOWN["how"].ne("larger")]
    answers = exact["key"].where(exact["how"].eq("name"), exact["spelling"])
    assert exact.groupby(answers)["region_id"].nunique().max() == 1


def test_each_alias_adds_a_name_not_known_before():
    aliases = ALIASES.loc[ALIASES["language"].ne("code"), "alias"].map(key)
    printed = pd.concat([REGIONS["name"], NAMES["name_printed"]]).map(key)
    assert aliases.is_unique
    assert not set(aliases) & set(printed)


@pytest.mark.timed
def test_an_answer_comes_fast_enough_to_type_by():
    answer_to("Nordrhein Westfahlen")
    began = time.perf_counter()
    for typed in MUST_NOT["typed"].iloc[10:30]:
        with pytest.raises(UnknownRegion):
            resolve(typed, KNOWN)
    assert (time.perf_counter() - began) / 20 < 0.15


def answer_to(text):
    """Return the region found, or the question asked."""
    try:
        return resolve(text, KNOWN)
    except UnknownRegion as question:
        return question


# Any way of writing a known name.

SEPARATORS = st.sampled_from([" ", "  ", "-", " - ", "", "\u2019", "'", "\u00a0", "\u2011", "_"])


@st.composite
def ways_of_writing(draw):
    """Draw a known name, written another way, and its region."""
    name, region_id = draw(st.sampled_from(KNOWN_NAMES))
    if draw(st.booleans()):
        name = fold(name)
    name = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), name)
    parts = name.replace("-", " ").replace("'", " ").split(" ")
    written = parts[0] + "".join(draw(SEPARATORS) + part for part in parts[1:])
    cases = draw(st.lists(st.booleans(), min_size=len(written), max_size=len(written)))
    return "".join(
        sign.upper() if up else sign.lower() for sign, up in zip(written, cases, strict=True)
    ), region_id


@given(ways_of_writing())
@settings(deadline=None)
def test_any_case_mark_hyphen_and_space_finds_the_same_region(written):
    typed, region_id = written
    match = resolve(typed, KNOWN)
    assert match.region_id == region_id


@given(
    st.sampled_from(["North", "Süd", "Oost", "west", "Lower", "Ober", "Central", "Greater", "new"]),
    st.sampled_from(["", " ", "-"]),
    st.sampled_from(KNOWN_NAMES),
)
@settings(deadline=None)
def test_word_of_direction_before_a_name_is_never_overlooked(word, separator, known_name):
    answer = answer_to(f"{word}{separator}{known_name[0]}")
    assert isinstance(answer, UnknownRegion) or answer.how == "name"


@given(st.text())
@settings(deadline=None)
def test_any_text_is_a_region_or_a_question(text):
    answer = answer_to(text)
    if isinstance(answer, UnknownRegion):
        assert str(answer).endswith(WAYS)
        assert answer.typed.split() == text.split()
    else:
        assert answer.region_id in set(REGIONS["region_id"])


# What the tables promise to each other, beyond keys and types.


def test_open_identity_has_alternatives_and_only_that():
    assert REGIONS["identity"].eq("open").equals(REGIONS["alternatives"].ne(""))


def test_no_two_regions_share_a_tile():
    assert not REGIONS.duplicated(["tile_column", "tile_row"]).any()


def test_tiles_lie_roughly_as_the_points_do():
    points = REGIONS[["longitude", "latitude", "tile_column", "tile_row"]].astype(float)
    assert points["longitude"].corr(points["tile_column"]) > 0.95
    assert points["latitude"].corr(points["tile_row"]) < -0.95


def test_nested_region_lies_in_a_region_of_its_country():
    nested = REGIONS.loc[REGIONS["nested_in"].ne("")].merge(
        REGIONS, left_on="nested_in", right_on="region_id", validate="many_to_one"
    )
    assert nested["region_id_x"].tolist() == ["west-flanders"]
    assert nested["country_id_x"].equals(nested["country_id_y"])


def test_name_is_as_named_when_it_is_the_name_of_the_region():
    names = NAMES.merge(REGIONS[["region_id", "name"]], on="region_id", validate="many_to_one")
    as_named = names["kind"].eq("as_named")
    assert as_named.equals(names["name_printed"].eq(names["name"]))
    assert as_named.equals(names["remark"].eq(""))


def test_diacritics_are_all_that_such_a_name_lacks():
    names = NAMES.merge(REGIONS[["region_id", "name"]], on="region_id", validate="many_to_one")
    marks_only = names.loc[names["kind"].eq("diacritics")]
    assert marks_only["name_printed"].map(fold).equals(marks_only["name"].map(fold))


def test_every_region_has_a_printed_name():
    assert set(NAMES["region_id"]) == set(REGIONS["region_id"])


def test_every_region_has_whole_units_in_every_vintage():
    whole = NUTS.loc[NUTS["extent"].eq("whole")]
    assert (
        whole.groupby("region_id")["nuts_version"]
        .nunique()
        .reindex(REGIONS["region_id"])
        .eq(3)
        .all()
    )


def test_whole_unit_belongs_to_one_region():
    whole = NUTS.loc[NUTS["extent"].eq("whole")]
    assert whole.groupby("nuts_id")["region_id"].nunique().eq(1).all()


def test_nuts_code_fits_its_level_and_country():
    country = NUTS["region_id"].map(REGIONS.set_index("region_id")["country_id"])
    assert NUTS["nuts_level"].astype(int).eq(NUTS["nuts_id"].str.len() - 2).all()
    assert NUTS["nuts_id"].str[:2].equals(country)


def test_part_is_the_level_2_unit_around_a_level_3_region():
    whole, part = (NUTS.loc[NUTS["extent"].eq(extent)] for extent in ("whole", "part"))
    small = whole.loc[whole["nuts_level"].eq("3")]
    around = small.assign(nuts_id=small["nuts_id"].str[:4])
    columns = ["region_id", "nuts_version", "nuts_id"]
    assert set(map(tuple, part[columns].to_numpy())) == set(map(tuple, around[columns].to_numpy()))
    assert part["nuts_level"].eq("2").all()


def test_eu_15_are_those_who_joined_before_may_2004():
    groups = COUNTRIES.set_index("country_id")
    members = groups.loc[groups["joined"].ne("")]
    assert (len(members), members["accession_group"].eq("EU-15").sum()) == (28, 15)
    assert members["accession_group"].eq("EU-15").equals(members["joined"].lt("2004-05-01"))
    assert groups.index[groups["accession_group"].eq("none")].tolist() == ["NO"]
