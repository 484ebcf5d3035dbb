import prose_rules
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

MEASURED = """from s3analysis.measures import membership, network
from s3analysis.sources import record
members = membership.memberships(record.read("partnership_members"), "2017-07", "members")
places = network.positions(members)
top = places.nlargest(1, "degree")"""


def of(*cells):
    return new_notebook(cells=list(cells))


def prose(text):
    return of(new_markdown_cell(text))


def code(*sources):
    return of(*map(new_code_cell, sources))


@pytest.mark.parametrize(
    "text", ["There are 9 partnerships.", "## 49 regions", "In June 2016 it began.", "Some 30 %."]
)
def test_a_number_typed_in_a_text_cell_is_named(text):
    assert prose_rules.numbers(prose(text)) == [f"cell 1 has a number typed: {text!r}"]


@pytest.mark.parametrize(
    "text",
    [
        "Table 4 and Figure 6 of S3P-Industry",
        "NUTS 2013 codes",
        "since May 2004 (EU-13)",
        "3D print",
    ],
)
def test_a_name_with_a_number_in_it_is_no_number(text):
    assert prose_rules.numbers(prose(text)) == []


@pytest.mark.parametrize(
    "source", ['title = "9 partnerships"', 'title = f"{n} of 49 regions"', 'f(note=f"in {n} of 5")']
)
def test_a_number_typed_in_a_string_of_a_code_cell_is_named(source):
    (fault,) = prose_rules.numbers(code(source))
    assert fault.startswith("cell 1 has a number typed")


@pytest.mark.parametrize(
    "source",
    [
        'source = "JRC policy brief 22/2017, Table 4"',
        'title = f"{n} partnerships"',
        'key = "smart-regions-2016"',
        'news = "news of the platform, 3 June 2016"',
        "note = \"for {} priorities, of 'over 1,300' as printed\"",
        'note = "Herfindahl index: 0 for equal shares, 1 for a single one"',
        'some = table.query("regions == 0")',
        'note = f"{low} to {high}: 95 percent of the draws"',
    ],
)
def test_a_source_a_key_and_a_computed_number_pass(source):
    assert prose_rules.numbers(code(source)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Flanders is at the core of the network.",
        "Why? Because regions form clusters.",
        "These regions are a community",
        "The strongest partnership is the largest.",
    ],
)
def test_a_statement_on_the_network_in_a_text_cell_is_named(text):
    (fault,) = prose_rules.shapes(prose(text))
    assert "no measure of the network produced it" in fault


@pytest.mark.parametrize(
    "text",
    [
        "## Is there a core?",
        "European Strategic Cluster Partnerships",
        "cluster organisations on the European Cluster Collaboration Platform",
        "Digital Innovation Hubs and their core business",
        "The European Community and Central Denmark",
        "The k-core says how large a partnership is.",
        "A score, hubris, decentralised and uncluttered.",
    ],
)
def test_a_question_and_the_terms_of_the_field_pass(text):
    assert prose_rules.shapes(prose(text)) == []


def test_a_word_on_the_network_passes_where_its_statement_uses_a_measure():
    shown = 'Markdown(f"{top} lies nearest the core of the network")'
    assert prose_rules.shapes(code(MEASURED, shown)) == []


@pytest.mark.parametrize(
    "shown",
    [
        'Markdown(f"{len(members)} regions form the core of the network")',
        'Markdown("Flanders is the core of the network")',
        'alt = f"{members} core"',
    ],
)
def test_a_word_on_the_network_is_named_where_its_statement_uses_none(shown):
    (fault,) = prose_rules.shapes(code(MEASURED, shown))
    assert fault.startswith("cell 2 says 'core'")


def test_a_measure_of_the_network_is_known_by_the_name_of_its_import():
    renamed = "from s3analysis.measures.network import positions as place\nfound = place(members)"
    assert prose_rules.shapes(code(renamed, 'Markdown(f"the core is {found}")')) == []
    other = "from s3analysis.exhibits.tables import network\nfound = network.table(members)"
    assert len(prose_rules.shapes(code(other, 'Markdown(f"the core is {found}")'))) == 1


def test_a_number_in_words_is_held_to_what_it_counts():
    text = "The five documents name six levels."
    assert prose_rules.spelt(prose(text), {"five documents": 5, "six levels": 6}) == []
    told = "cell 1 has a number in words: 'five documents'"
    assert prose_rules.spelt(prose(text), {"five documents": 4, "six levels": 6}) == [told]
    assert len(prose_rules.spelt(prose(text), {})) == 2
    assert prose_rules.spelt(prose("Two regions meet in three partnerships."), {}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Distance causes fewer meetings.",
        "The brief confirms the list.",
        "Larger partnerships lead to more pitches.",
        "The majority takes part once.",
        "Most of the regions lead nothing, and half of the states are absent.",
    ],
)
def test_a_cause_a_verdict_or_a_part_of_a_whole_that_is_typed_is_named(text):
    (told,) = prose_rules.judged(prose(text))
    assert text in told


@pytest.mark.parametrize(
    "text",
    [
        "Is it due to size?",
        "It is not an effect of anything.",
        "That none of the traits tells may only show that the list is short.",
        "# Which numbers are confirmed?",
        "A factor is clearly associated only where every p-value is low.",
        "Regions led by others take part.",
    ],
)
def test_what_asks_denies_or_defines_states_nothing(text):
    assert prose_rules.judged(prose(text)) == []
