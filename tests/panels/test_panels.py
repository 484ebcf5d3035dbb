"""What the panels answer, and that the code they give away answers the same."""

import pandas as pd
import pytest

from s3analysis import values
from s3analysis.measures.ledger import verdicts
from s3analysis.measures.partnerships import membership, proposing
from s3analysis.measures.priorities import candidates, extract_tables, published, shares
from s3analysis.measures.priorities.incidence import incidence
from s3analysis.panels import ledger, partners, partnerships, priorities, themes
from s3analysis.panels.widgets import LivePanel
from s3analysis.press.editions import imports as importing
from s3analysis.sources import record
from s3analysis.sources.extracts import extracts

ROOMS = (ledger, partners, partnerships, themes)
NAMES = ["ledger", "partners", "partnerships", "priorities", "themes"]


@pytest.fixture(scope="module")
def tables():
    return record.read_all()


@pytest.fixture(scope="module")
def panels(tables):
    made = {room.__name__.rpartition(".")[2]: room.panel(tables, "2017-07") for room in ROOMS}
    return made | {"priorities": priorities.panel(tables)}


def titles(panel, **given):
    return [each.title for each in panel.answer(**panel.defaults | given)]


@pytest.mark.parametrize("name", NAMES)
def test_the_code_taken_away_runs_and_gives_the_same_tables(panels, name, capsys):
    panel, found = panels[name], {}
    exec(panel.code(panel.defaults), found)
    assert len(found["exhibits"]) == len(panel.exhibits) > 0
    for made, shown in zip(found["exhibits"], panel.exhibits, strict=True):
        pd.testing.assert_frame_equal(made.table, shown.table)
        assert made.to_json() == shown.to_json()


@pytest.mark.parametrize("name", NAMES)
def test_keys_of_a_panel_differ_so_that_files_taken_away_do(panels, name):
    keys = [each.key for each in panels[name].exhibits]
    assert len(set(keys)) == len(keys)


def test_each_suggested_region_is_one_that_the_contract_knows(panels, tables):
    (control,) = [each for each in panels["partners"].controls if each.name == "region"]
    for region_id, name in control.options.items():
        wanted = partners.contracts.accept(partners.contracts.RegionBrief, {"region": name})
        assert wanted.region == region_id


def test_a_region_typed_wrong_is_asked_about(panels):
    with pytest.raises(ValueError, match=r"Partner finder: region: .*Flanders"):
        titles(panels["partners"], region="Flandres Orient")


def test_one_region_needs_two_more_member_states(panels):
    first, *_ = titles(panels["partners"], act="propose", region="Tampere")
    assert first.endswith(
        "may not propose an area yet: 2 further Member States of the Union are needed"
    )


def test_three_regions_of_three_states_may_propose(panels):
    given = {"act": "propose", "region": "tampere", "others": ("flanders", "skane")}
    first, *_ = titles(panels["partners"], **given)
    assert (
        first == "Flanders, Skåne and Tampere Region may propose an area: 3 regions of "
        "Belgium, Finland and Sweden"
    )


def test_the_number_that_completes_a_trio_is_that_of_the_measure(panels, tables):
    given = {"act": "propose", "region": "tampere", "others": ("flanders",)}
    found = proposing.what_if(
        tables["regions"], tables["countries"], "2017-07", ["tampere", "flanders"]
    )
    assert titles(panels["partners"], **given)[1] == (
        f"{found['completes'].sum()} regions would complete it"
    )


def test_a_theme_without_a_partnership_cannot_be_joined(panels):
    with pytest.raises(ValueError, match="No partnership has taken up Circular economy; choose"):
        titles(panels["partners"], theme="circular-economy")


def test_services_change_with_who_asks(panels):
    asked = {"region": "tampere", "act": "join"}
    authority, firm = (
        titles(panels["partners"], actor=actor, **asked) for actor in ("managing-authority", "sme")
    )
    assert authority[-2:] != firm[-2:]
    assert "SMEs" in firm[-1]


def test_every_region_gets_an_answer_to_both_acts(panels, tables):
    for region in tables["regions"]["region_id"][::6]:
        for act in ("join", "propose"):
            assert titles(panels["partners"], region=region, act=act)


def keys(panel, **given):
    return [each.key for each in panel.answer(**panel.defaults | given)]


ACTS = {
    "join": {"act": "join"},
    "a theme": {"act": "join", "theme": "3d-printing"},
    "propose": {"act": "propose"},
}


@pytest.mark.parametrize("asked", ACTS.values(), ids=ACTS)
def test_an_extract_adds_ranked_candidates_and_only_they_are_synthetic(panels, asked):
    panel = panels["partners"]
    usual = keys(panel, **asked)
    exhibits = list(panel.answer(**panel.defaults | asked | {"priorities": "synthetic"}))
    (own,) = [each for each in exhibits if each.synthetic]
    assert [each.key for each in exhibits if not each.synthetic] == usual
    assert own.key.startswith("synthetic-partners-")
    assert "made up" in own.source
    assert not own.table.empty


def test_candidates_to_propose_with_are_those_of_the_measure(panels, tables):
    held = extracts.kept("synthetic", 2017)
    counted = extract_tables.counted(held, 1)
    places = candidates.places(held.territories, tables["region_nuts"], tables["regions"])
    members = membership.memberships(tables["partnership_members"], "2017-07", "members")
    counts = shares.countable(candidates.pooled(counted.portfolio, places))
    nested = candidates.nested(places, tables["region_nuts"], "tampere")
    ranked = candidates.ranked(counts, members, nested, "tampere")
    given = {"act": "propose", "priorities": "synthetic", "others": ("lower-austria",)}
    _, found, *_ = panels["partners"].answer(**panels["partners"].defaults | given)
    others = ranked.loc[ranked["region_id"] != "lower-austria"]
    assert found.table["Cosine"].tolist() == others["cosine"].head(15).tolist()
    assert set(found.table["Brings a Member State"]) == {"yes, and completes the three"}
    assert not found.table["Region"].str.contains("Lower Austria").any()


def test_an_extract_is_counted_once(panels):
    extract_tables.counted.cache_clear()
    for act in ("join", "propose", "join"):
        titles(panels["partners"], act=act, priorities="synthetic")
    assert extract_tables.counted.cache_info().misses == 1


def test_an_extract_that_was_never_imported_is_a_sentence(panels, monkeypatch, tmp_path):
    monkeypatch.setattr(values, "IMPORTED", tmp_path)
    live = LivePanel(panels["partners"])
    before = live.results.value
    live.controls["priorities"].value = "imported"
    assert "no extract has been imported; run s3analysis import" in live.status.value
    assert live.results.value == before


def test_a_dimension_that_the_extract_lacks_is_a_sentence(panels):
    live = LivePanel(panels["partners"])
    live.controls["dimension"].value = "3"
    assert 'role="status"' in live.status.value
    live.controls["priorities"].value = "synthetic"
    assert "the extract has 1 dimension, no 3" in live.status.value


def test_a_region_that_the_extract_lacks_is_a_sentence_that_says_what_to_do(
    panels, tables, monkeypatch
):
    held = extracts.kept("synthetic", 2017)
    without = held.priorities.loc[held.priorities["region_id"] != "tampere"]
    labels = held.labels.loc[held.labels["priority_id"].isin(without["priority_id"])]
    monkeypatch.setattr(extract_tables, "counted", lambda *_: incidence(without, labels))
    with pytest.raises(ValueError, match=r"Tampere Region is not in the extract.*import it again"):
        titles(panels["partners"], priorities="synthetic")


def test_a_reading_changes_every_number_and_caption(panels, tables):
    for reading in ("members", "listed"):
        members = membership.memberships(tables["partnership_members"], "2017-07", reading)
        first, _, second, third = panels["partnerships"].answer(
            members="s3p-industry-2017-07", reading=reading, partnership="all"
        )
        assert f"{members['region_id'].nunique()} regions" in first.title
        assert second.title.startswith(f"{len(members)} memberships")
        assert len(third.table) == len(members)
        assert partnerships.READING_WORDS[reading] in first.note


def test_choosing_a_partnership_filters_the_table(panels, tables):
    members = membership.memberships(tables["partnership_members"], "2017-07", "members")
    inside = members.loc[members["partnership_id"] == "textile-innovation"]
    _, _, second, third = panels["partnerships"].answer(
        members="s3p-industry-2017-07", reading="members", partnership="textile-innovation"
    )
    assert second.table["Partnership"].tolist() == ["Textile innovation"]
    assert len(third.table) == len(inside)
    assert third.svg


def test_a_list_is_chosen_where_there_are_several(panels):
    live = LivePanel(panels["partnerships"])
    assert live.controls["members"].layout.display == "none"
    with pytest.raises(ValueError, match="'2017-08' is not a month with a member list"):
        titles(panels["partnerships"], members="s3p-industry-2017-08")


def test_a_region_in_no_partnership_is_told_what_it_could_join_and_propose(panels):
    first, *_ = titles(panels["partners"], region="Bavaria")
    assert first == "Bavaria (DE2) is in none of 9 partnerships and might join 9"
    first, *_ = titles(panels["partners"], region="DE2", act="propose", others=("skane", "norte"))
    assert first.startswith("Bavaria (DE2), Norte and Skåne may propose an area: 3 regions")


def test_a_country_is_answered_with_its_regions(panels):
    with pytest.raises(ValueError, match=r"Netherlands \(NL\) is a country: .*Zuid-Holland"):
        titles(panels["partners"], region="NL")


def test_the_controls_that_show_are_those_that_bear_on_the_act(panels):
    panel = panels["partners"]
    shown = {
        act: {c.name for c in panel.controls if c.bears(panel.defaults | {"act": act})}
        for act in ("join", "propose")
    }
    assert shown["propose"] - shown["join"] == {"others"}
    assert "dimension" not in shown["join"] | shown["propose"]


def test_no_theme_is_a_sentence_and_the_last_answer_stays(panels):
    live = LivePanel(panels["themes"])
    before = live.results.value
    live.controls["themes"].value = ()
    assert "No theme is chosen; choose one or more" in live.status.value
    assert live.results.value == before


def test_with_plain_statements_alone_more_is_unknown(panels, tables):
    status = tables["theme_status"]
    for evidence, wanted in (
        ("deduced", (status["value"] == "unknown").sum()),
        ("stated", (status["evidence"] != "stated").sum()),
    ):
        first, *_ = titles(panels["themes"], evidence=evidence)
        assert first.startswith(f"The text decides {len(status) - wanted} of {len(status)} cells")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"act": "leave"}, "act: Input should be 'join' or 'propose'"),
        ({"actor": "king"}, "actor: Input should be 'partnership', 'regional-authority'"),
        ({"act": "propose", "others": ("x",)}, "no region x in the record"),
        ({"theme": "zz"}, "There is no theme 'zz' in the record"),
    ],
)
def test_a_choice_that_no_control_offers_is_refused(panels, given, said):
    with pytest.raises(ValueError, match=said):
        titles(panels["partners"], **given)


def test_the_ledger_is_filtered_by_document_and_by_both_verdicts(panels, tables):
    every = verdicts.verdicts(tables, "2017-07")
    for given in (
        {"document": "brief", "computed": "reproduced"},
        {"computed": "not checkable", "cross_check": "disagrees"},
        {"document": "support", "computed": "any"},
    ):
        asked = {"document": "any", "cross_check": "any"} | given
        keys = {"document": "document_id", "computed": "computed", "cross_check": "cross_check"}
        wanted = every
        for name, value in asked.items():
            wanted = wanted.loc[(wanted[keys[name]] == value) | (value == "any")]
        (found,) = panels["ledger"].answer(**asked)
        assert set(found.table["Claim"]) == set(wanted["claim_id"])
        assert found.title.startswith(f"{len(wanted)} printed numbers of {len(every)}")


def test_a_choice_that_holds_no_number_is_a_sentence(panels):
    with pytest.raises(
        ValueError,
        match="No printed number has this choice",
    ):
        titles(panels["ledger"], document="eccp", computed="not reproducible")


def test_published_shares_are_those_of_the_record(panels, tables):
    for basis in priorities.BASES:
        printed = tables["published_shares"].query("indicator == @basis")["value_printed"]
        table, drawn = panels["priorities"].answer(
            priorities="published", basis=basis, dimension="1", fewest="1"
        )
        assert sorted(table.table["Printed"]) == sorted(printed)
        assert drawn.svg
        assert not table.synthetic


def test_an_extract_that_was_never_imported_is_a_sentence_that_says_how(panels, tables):
    with pytest.raises(ValueError, match="no extract has been imported; run s3analysis import"):
        titles(panels["priorities"], priorities="imported")


def test_made_up_priorities_say_so_in_the_exhibit_and_in_the_file_name(panels):
    asked = panels["priorities"].defaults | {"priorities": "synthetic"}
    (found,) = panels["priorities"].answer(**asked)
    assert found.synthetic
    assert found.key.startswith("synthetic-")
    assert "Synthetic data" in found._repr_html_()


def test_a_threshold_leaves_out_categories_that_few_declare(panels, tables):
    extract = extracts.kept("synthetic", 2017)
    counts = extract.labels.drop_duplicates(["priority_id", "category"])["category"].value_counts()
    asked = panels["priorities"].defaults | {"priorities": "synthetic", "fewest": "10"}
    (found,) = panels["priorities"].answer(**asked)
    assert set(found.table["Category"]) == set(counts.index[counts >= 10])


def test_a_dimension_that_an_extract_lacks_is_named(panels):
    with pytest.raises(ValueError, match="the extract has 1 dimension, no 3; choose 1"):
        titles(panels["priorities"], priorities="synthetic", dimension="3")


@pytest.fixture
def imports(tmp_path, monkeypatch):
    """Return a function that imports so many priorities into a folder of the test."""
    place = tmp_path / "imported"
    for module in (values, extracts, importing):
        monkeypatch.setattr(module, "IMPORTED", place)
    monkeypatch.setattr(importing, "WORKSHOP", tmp_path / "workshop")

    def run(many):
        rows = "".join(f"SE224;Number {number};C{20 + number}\n" for number in range(many))
        file = tmp_path / f"{many}.csv"
        file.write_text(f"Region;Priority;NACE\n{rows}", encoding="utf-8")
        importing.write(importing.priorities(file, importing.propose(file, None), "2017-01"))
        return place

    (tmp_path / "working").mkdir()
    monkeypatch.chdir(tmp_path / "working")  # where proposals are written
    return run


def test_what_is_imported_while_a_panel_is_open_is_shown_when_asked_for_again(panels, imports):
    live = LivePanel(panels["priorities"])
    live.controls["priorities"].value = "imported"
    assert "no extract has been imported; run s3analysis import" in live.status.value
    for many in (3, 4):
        imports(many)
        live.controls["priorities"].value = "published"
        live.controls["priorities"].value = "imported"
        assert f"of {many} priorities" in live.exhibits[0].title


def test_an_extract_changed_by_hand_is_a_sentence_and_the_last_answer_stays(panels, imports):
    place, live = imports(3), LivePanel(panels["priorities"])
    live.controls["priorities"].value = "imported"
    before = live.results.value
    whole = (place / "priorities.csv").read_bytes()
    for damaged in (whole[:-9], b"", b"\xff" + whole):
        (place / "priorities.csv").write_bytes(damaged)
        live.controls["basis"].value = published.REGIONS
        assert "priorities.csv" in live.status.value
        assert "import it again: s3analysis import priorities FILE" in live.status.value
        assert live.results.value == before
        live.controls["basis"].value = published.PRIORITIES
    (place / "priorities.csv").unlink()
    live.controls["basis"].value = published.REGIONS
    assert "import it again" in live.status.value


def test_an_extract_is_read_once_while_nothing_changes(panels, imports):
    imports(3)
    first, second = (extracts.kept("imported", 2017) for _ in range(2))
    assert first is second
