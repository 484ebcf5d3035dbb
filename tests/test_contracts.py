from dataclasses import replace

import pytest

from s3analysis import contracts, values
from s3analysis.contracts import (
    Partnerships,
    PartnershipStatus,
    Priorities,
    Refused,
    RegionBrief,
    accept,
)
from s3analysis.press.editions.edition import Edition
from s3analysis.sources import imported
from s3analysis.sources.extracts.extracts import made_up


def refusal(**given):
    with pytest.raises(Refused) as told:
        accept(Partnerships, given)
    return str(told.value)


def test_the_defaults_are_accepted():
    assert accept(Partnerships, {}).as_of in values.member_lists()


def test_a_month_without_a_list_is_refused_with_the_months_there_are():
    assert "'2017-06' is not a month with a member list (2017-07)" in refusal(as_of="2017-06")


def test_a_misspelt_name_is_refused_with_the_nearest():
    assert "unknown parameter 'as_off'; did you mean 'as_of'?" in refusal(as_off="2017-07")


def test_a_misspelt_value_is_refused_with_the_nearest():
    assert "did you mean 'members'?" in refusal(reading="member")


@pytest.mark.parametrize("value", [2017, True, None, 2017.07, ["2017-07"]])
def test_what_is_no_text_any_more_is_refused_not_guessed(value):
    assert "expected text" in refusal(as_of=value)


def test_every_reason_is_told_at_once():
    told = refusal(as_of="2017-13", reading="all", regon="ES51")
    assert "as_of" in told
    assert "reading" in told
    assert "regon" in told


def test_a_refusal_is_one_line_in_a_notebook():
    with pytest.raises(Refused) as told:
        accept(Partnerships, {"as_of": "2099-01"})
    assert len(told.value._render_traceback_()) == 1
    assert told.value.exit_code == 2


@pytest.mark.parametrize("contract", contracts.ALL.values(), ids=str)
def test_every_parameter_is_described(contract):
    assert all(field.description for field in contract.model_fields.values())


def test_what_a_run_was_told_is_each_parameter_with_its_value_and_its_description():
    told = contracts.about(accept(RegionBrief, {"region": "FI197", "reading": "listed"}))
    lines = {name: (value, words) for name, value, words in told}
    assert set(lines) == set(RegionBrief.model_fields)
    assert lines["as_of"] == ("2017-07", "Month of the member list, as YYYY-MM")
    assert lines["reading"][0] == "listed"
    assert lines["region"][0] == "tampere"
    assert lines["region"][1].startswith("Region, by its key")


@pytest.mark.parametrize("typed", ["tampere", "FI197", "fi197", "Tampere Region", "Pirkanmaa"])
def test_a_region_is_known_by_its_key_its_code_or_its_name(typed):
    assert accept(RegionBrief, {"region": typed}).region == "tampere"


def test_a_partnership_is_known_by_its_key_or_its_short_name():
    assert accept(PartnershipStatus, {"partnership": "adma-energy"}).partnership == "adma-energy"
    assert accept(PartnershipStatus, {"partnership": "ADMA Energy"}).partnership == "adma-energy"


def test_a_region_nobody_knows_is_refused_with_the_nearest():
    with pytest.raises(Refused, match=r"unknown region 'ES99': did you mean .*Andalusia"):
        accept(RegionBrief, {"region": "ES99"})


def test_what_may_be_more_than_one_region_is_refused_with_those_it_may_be():
    with pytest.raises(Refused, match=r"'Limburg' may be .*BE22.* or .*NL42.*; write the code"):
        accept(RegionBrief, {"region": "Limburg"})


def test_norway_stays_text_and_is_no_region():
    with pytest.raises(Refused, match=r"Norway \(NO\) is a country: name one of its regions"):
        accept(RegionBrief, {"region": "NO"})
    with pytest.raises(Refused, match="expected text, got bool False"):
        accept(RegionBrief, {"region": False})


def test_a_partnership_nobody_knows_is_refused_with_the_nearest():
    with pytest.raises(Refused, match="did you mean 'sport'"):
        accept(PartnershipStatus, {"partnership": "sports"})


def test_each_value_of_a_sweep_is_accepted_as_it_is():
    for partnership in values.choices("partnership"):
        run = accept(PartnershipStatus, {"partnership": partnership})
        assert run.partnership == partnership
    for region in values.choices("region"):
        assert accept(RegionBrief, {"region": region}).region == region


def test_the_values_of_a_parameter_that_no_contract_has_are_not_known():
    with pytest.raises(KeyError):
        values.choices("colour")


def test_no_notebook_is_both_of_the_report_and_of_a_sweep():
    assert not contracts.CONTRACTS.keys() & contracts.SWEEPS.keys()


class Drawn(contracts.Parameters):
    notebook = "drawn"
    draws: values.Draws
    seed: values.Seed


@pytest.mark.parametrize(
    "draws", ["199", "100001", "-500", "1e3", "500.0", "\u0665\u0660\u0660", "", " 500"]
)
def test_draws_are_a_whole_number_in_range(draws):
    with pytest.raises(Refused, match=r"^drawn: draws: "):
        accept(Drawn, {"draws": draws})


def test_a_number_in_digits_is_read_and_given_on_as_text():
    accepted = accept(Drawn, {"draws": "500"})
    assert accepted.draws == 500
    assert accepted.as_text == {"draws": "500", "seed": "2017"}


def test_a_number_that_another_tool_has_read_is_refused():
    with pytest.raises(Refused, match="draws: expected text, got int 500"):
        accept(Drawn, {"draws": 500})


def test_draws_and_seed_are_whole_numbers_within_bounds():
    run = accept(Partnerships, {"draws": "500", "seed": "0"})
    assert (run.draws, run.seed) == (500, 0)
    assert run.as_text == {"as_of": "2017-07", "reading": "members", "draws": "500", "seed": "0"}
    told = refusal(draws="199", seed="-1")
    assert "not a number of draws from 200 to 100000" in told
    assert "'-1' is not a whole number" in told


def test_an_edition_with_other_draws_has_a_name_and_a_command_of_its_own():
    usual, other = Edition("2017-07"), Edition("2017-07", draws="5000", seed="1")
    assert (usual.name, other.name) == ("2017-07", "2017-07-draws-5000-seed-1")
    assert other.command.endswith("--reading members --draws 5000 --seed 1")
    given = {name: other.parameters[name] for name in Partnerships.model_fields}
    assert accept(Partnerships, given).draws == 5000


def test_an_edition_with_other_priorities_stands_beside_the_usual_one():
    for declared in ("imported", "synthetic"):
        edition = Edition("2017-07", priorities=declared)
        assert edition.name == f"2017-07-{declared}"
        assert edition.command.endswith(f"--reading members --priorities {declared}")
        assert edition.parameters["priorities"] == declared
    assert Edition("2017-07", priorities="imported", dimension="2").name == (
        "2017-07-imported-dimension-2"
    )


def test_a_place_of_the_extract_alone_is_said_to_be_one(tmp_path, monkeypatch):
    made = made_up(1301, 200, 2017)
    places = made.territories.assign(nuts_id="EL52", name="Kentriki Makedonia").head(1)
    for name, text in imported.files(replace(made, territories=places).tables, "").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(values, "IMPORTED", tmp_path)
    for typed in ("EL52", "el52", "Kentriki Makedonia"):
        with pytest.raises(Refused, match="Kentriki Makedonia EL52 is a territory of the imported"):
            accept(RegionBrief, {"region": typed})
    with pytest.raises(Refused, match="unknown region"):
        accept(RegionBrief, {"region": "Atlantis"})


def test_an_extract_is_asked_for_only_where_one_was_imported(tmp_path, monkeypatch):
    monkeypatch.setattr(values, "IMPORTED", tmp_path)
    with pytest.raises(Refused, match="no extract has been imported; run s3analysis import"):
        accept(Priorities, {"priorities": "imported"})
    with pytest.raises(Refused, match="region_brief: priorities: no extract has been imported"):
        accept(RegionBrief, {"priorities": "imported"})
    (tmp_path / "datapackage.json").touch()
    with pytest.raises(
        Refused, match="data/imported/priorities is damaged; import the extract again"
    ):
        accept(Priorities, {"priorities": "imported"})
    (tmp_path / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    with pytest.raises(
        Refused, match="data/imported/priorities is damaged; import the extract again"
    ):
        accept(Priorities, {"priorities": "imported"})


def test_a_dimension_that_the_extract_lacks_is_refused(monkeypatch, tmp_path):
    with pytest.raises(Refused, match="the extract has 1 dimension, no 2"):
        accept(Priorities, {"priorities": "synthetic", "dimension": "2"})
    extract = made_up(1301, 200, 1)
    for name, text in imported.files(extract.tables, "").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(values, "IMPORTED", tmp_path)
    with pytest.raises(Refused, match=r"^05_priorities: dimension: the extract has 1 "):
        accept(Priorities, {"priorities": "imported", "dimension": "3"})
    assert accept(Priorities, {"priorities": "imported", "dimension": "1"}).dimension == 1
    assert accept(RegionBrief, {"priorities": "imported"}).dimension == 1


@pytest.mark.parametrize("dimension", ["0", "4", "two", "1.0"])
def test_a_dimension_is_one_of_three(dimension):
    with pytest.raises(Refused, match="not the number of a dimension, 1 to 3"):
        accept(Priorities, {"priorities": "synthetic", "dimension": dimension})
