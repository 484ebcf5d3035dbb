"""Headline numbers under every reading, and without each correction."""

from collections import Counter
from fractions import Fraction

import pytest

from s3analysis.measures.ledger import sensitivity
from s3analysis.measures.ledger.claims import Claim
from s3analysis.measures.ledger.sensitivity import Headline
from s3analysis.measures.partnerships import membership
from s3analysis.sources import record

AS_OF = "2017-07"


@pytest.fixture(scope="module")
def tables():
    return record.read_all()


@pytest.fixture(scope="module")
def found(tables):
    return sensitivity.headlines(tables, AS_OF)


@pytest.fixture(scope="module")
def summary(found):
    return sensitivity.overview(found).set_index(["name", "as_of"])


@pytest.fixture(scope="module")
def without(tables):
    return sensitivity.without_corrections(tables, AS_OF)


def headline(printed, *values):
    """Return a headline number whose readings, named by their place, give some values."""
    claim = Claim(*[""] * len(Claim._fields))._replace(
        value=printed, value_printed=printed, unit="regions", exactness="exact"
    )
    tried = [({"a": str(place)}, Fraction(value)) for place, value in enumerate(values)]
    return Headline("regions", AS_OF, claim, tried)


def test_a_printed_number_is_weak_evidence_where_few_readings_give_it():
    assert headline("51", 49, 51, 50, 50, 50).evidence == "weak"
    assert headline("51", 49, 51, 50, 50).evidence == "some"
    assert headline("51", 49, 50).evidence == "none"
    assert headline("49", 49, 51, 51, 51, 51, 51, 51).evidence == "default"


def test_defaults_are_what_the_rest_of_the_report_counts(tables, summary):
    members = membership.memberships(tables["partnership_members"], AS_OF, "members")
    states = membership.by_country(members, tables["countries"], AS_OF)
    defaults = summary["default"]
    assert defaults["Regions", AS_OF] == members["region_id"].nunique()
    assert defaults["Memberships", AS_OF] == len(members)
    assert defaults["Member States", AS_OF] == (states["regions"] > 0).sum()
    assert defaults["qualified-partnerships", AS_OF] == members["partnership_id"].nunique()


def test_sixteen_leads_and_fifty_one_regions_of_march_are_weak_evidence(summary):
    # The brief on the Steering Committee; our reading gives neither.
    for name, printed in (("lead-regions", "16"), ("member-regions", "51")):
        row = summary.loc[(name, "2017-03")]
        assert row["printed"] == printed
        assert row["evidence"] == "weak"
        assert 0 < row["reaching"] < row["combinations"] * sensitivity.WEAK


def test_sixteen_lead_seats_are_among_the_likeliest_readings(found):
    # Sport is named nowhere before June 2017; Tuscany alone leads Industry 4.0.
    options = sensitivity.nearest(found).query("name == 'lead-regions'")
    seats = options.loc[options["number"] == 2, "option"]
    assert seats.tolist() == ["first", "seats"]


def test_a_partnership_that_is_named_earlier_is_never_left_out_of_march(found):
    left_out = sensitivity.nearest(found).query("switch == 'in-march'")["option"]
    assert not left_out.str.startswith("less-").any()


def test_no_reading_gives_eighteen_sub_areas_and_one_gives_eight_pitches(summary):
    sub_areas = summary.xs("thematic-sub-areas").iloc[0]
    assert (sub_areas["evidence"], sub_areas["reaching"]) == ("none", 0)
    pitches = summary.loc[("pitches", "2017-06")]
    assert (pitches["evidence"], pitches["default"], pitches["low"]) == ("some", 10, 8)


def test_every_combination_of_the_options_is_tried(tables, summary):
    # Observers and names have three options; five other switches have two.
    assert summary.loc[("Regions", AS_OF), "combinations"] == 3**2 * 2**5
    of_march = summary.loc[("member-regions", "2017-03"), "combinations"]
    assert of_march == 288 * (1 + len(tables["partnerships"]))


def test_a_distribution_adds_up_and_holds_the_printed_value_even_if_nothing_gives_it(found):
    rows = sensitivity.distribution(found)
    totals = rows.groupby(["name", "as_of"])["share"].sum()
    assert totals.round(9).eq(1).all()
    lost = rows.query("name == 'thematic-sub-areas' and is_printed").iloc[0]
    assert (lost["value"], lost["combinations"]) == (18, 0)


def test_the_nearest_readings_give_the_printed_value(tables, found):
    for each in found:
        values = {tuple(sorted(choice.items())): value for choice, value in each.tried}
        for choice in each.reaching:
            assert each.gives(values[tuple(sorted(choice.items()))])
    nearest = sensitivity.nearest(found)
    sizes = nearest.groupby(["name", "number"], sort=False).size()
    assert sizes["member-regions"].is_monotonic_increasing


# What each headline number must do without a correction, by the print of Table 4.
MOVES = [
    # Named with and without the umlaut: one region more.
    ("2017-07-3d-printing-08", "region_printed", {"Regions": 1}),
    # The region of before 2016.
    ("2017-07-nano-enabled-products-11", "region_printed", {"Regions": 1}),
    # Leads under one name, takes part under another.
    ("2017-07-textile-innovation-01", "region_printed", {"Regions": 1, "Lead regions": 1}),
    # Slovenia without its code is no Member State.
    ("2017-07-industry-4-0-05", "country_printed", {"Member States": -1}),
    # North-East Romania as lead and as participant.
    ("2017-07-textile-innovation-11", "role", {"Memberships": 1}),
    # Flanders with the code of the Netherlands: both countries are there anyway.
    ("2017-07-adma-energy-07", "country_printed", {}),
    # Named so in one entry only.
    ("2017-07-medical-technologies-06", "region_printed", {}),
]


@pytest.mark.parametrize(("row", "field", "moved"), MOVES, ids=lambda cell: str(cell)[-24:])
def test_a_correction_that_is_taken_back_moves_what_the_print_makes_it_move(
    tables, without, row, field, moved
):
    default = sensitivity.of_the_list(tables, AS_OF)
    found = without.loc[(without["row"] == row) & (without["field"] == field)].iloc[0]
    differences = {name: found[name] - default[name] for name in default}
    assert differences == {**dict.fromkeys(default, 0), **moved}


def test_without_any_correction_regions_are_the_printed_names(tables, without):
    from s3analysis.paths import RAW

    printed = record.read("partnership_members", RAW)
    counted = printed.query("role in ['lead', 'participant']")
    last = without.iloc[-1]
    assert last["row"] == ""
    assert last["Regions"] == counted["region_printed"].nunique()
    assert last["Memberships"] == len(counted)


def test_every_correction_has_a_row_and_leaves_the_tables_as_they_were(tables, without):
    log = tables["corrections"]
    assert len(without) == len(log) + 1
    assert Counter(without["row"]) == Counter(log["row"]) + Counter([""])
    again = record.read("partnership_members")
    assert tables["partnership_members"].equals(again)


def test_the_overview_has_what_it_says_of_a_headline_number():
    found = sensitivity.overview([headline("51", 49, 51, 50, 49)])
    assert found.to_dict("records") == [
        {
            "name": "regions",
            "as_of": AS_OF,
            "claim_id": "",
            "printed": "51",
            "default": 49,
            "same": 2,
            "low": 49,
            "high": 51,
            "combinations": 4,
            "reaching": 1,
            "evidence": "some",
        }
    ]
