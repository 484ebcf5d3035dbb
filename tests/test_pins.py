"""No committed exhibit moves, comes or goes without a reason beside it in pins.json."""

import pins
import pytest

PINNED = pins.pinned()
MEANT = 'if that is meant: python tests/pins.py "why"'


@pytest.fixture(scope="module")
def committed():
    return pins.committed()


def test_no_notebook_with_exhibits_is_gone_or_new(committed):
    odd = sorted(set(committed) ^ set(PINNED))
    assert not odd, f"gone or new: {', '.join(odd)}; {MEANT}"


@pytest.mark.parametrize("book", PINNED)
def test_its_exhibits_are_all_there_in_order_and_say_what_they_said(book, committed):
    kept, found = PINNED[book], committed.get(book, {})
    odd = [key for key in (*kept, *found) if (key in kept) != (key in found)]
    assert not odd, f"gone or new: {', '.join(odd)}; {MEANT}"
    moved = [key for key, (digest, _) in kept.items() if found[key] != digest]
    assert not moved, f"moved: {', '.join(moved)}; {MEANT}"
    assert list(found) == list(kept), f"in another order; {MEANT}"


def test_each_has_a_reason():
    assert all(why.strip() for kept in PINNED.values() for _, why in kept.values())


EXHIBIT = {
    "key": "k",
    "title": "Two regions",
    "columns": [{"label": "Region", "type": "text", "unit": "", "digits": None}],
    "rows": [["Flanders"], ["Skåne"]],
    "svg": '<svg><rect x="1" fill="#0b6e99"/><rect x="9" fill="#7fb5cc"/></svg>',
}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Three regions"},
        {"rows": [["Skåne"], ["Flanders"]]},
        {"svg": EXHIBIT["svg"].replace('"#0b6e99"', '"#0b6e9a"')},
        {"svg": '<svg><rect x="1" fill="#7fb5cc"/><rect x="9" fill="#0b6e99"/></svg>'},
    ],
    ids=["a word", "the order", "a shade lighter", "two shades exchanged"],
)
def test_what_says_otherwise_has_another_digest(changes):
    assert pins.digest(EXHIBIT | changes) != pins.digest(EXHIBIT)


def test_a_mark_a_hair_aside_and_a_last_digit_say_the_same():
    aside = EXHIBIT | {"svg": EXHIBIT["svg"].replace('x="1"', 'x="1.01"')}
    assert pins.digest(aside) == pins.digest(EXHIBIT)
    sums = [EXHIBIT | {"rows": [[each]]} for each in (0.3, 0.1 + 0.2)]
    assert pins.digest(sums[0]) == pins.digest(sums[1])
