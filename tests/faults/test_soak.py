"""The loops that take hours: every call that changes a disk fails once, in all that we promise.

`make soak` runs them and prints what was counted. test_editions.py has a sample of each.
"""

import random
import sys
from collections import Counter

import pytest
import test_editions as editions
from test_editions import FAULTS, driven, filled, hold, kept, small, write_notebook

__all__ = ["small"]

pytestmark = [
    pytest.mark.soak,
    pytest.mark.usefixtures("cold"),  # a process that is left is a fault
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL"),
]

SEEDED = 200


def told_in_figures(what, told):
    """Print what came of a loop: how many calls there were, how each fault ended, old or new."""
    ends = Counter((fault, code, found) for _, fault, code, found, *_ in told["ends"])
    print(f"\n{what}: {told['calls']} calls, {len(told['ends'])} faults")
    for (fault, code, found), times in sorted(ends.items(), key=str):
        print(f"  {fault}: exit {code}, edition {found}: {times}")


@pytest.mark.parametrize("fault", FAULTS)
def test_every_call_of_publishing_from_a_filled_store_may_fail(fault, small):
    state = filled(small)
    faults = [(n, fault) for n in range(1, 1 + driven(small, state, [])["calls"])]
    told = driven(small, state, faults)
    told_in_figures("publishing from a filled store", told)
    hold(told, faults)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_call_of_running_a_one_notebook_edition_may_fail(fault, small):
    write_notebook(small, "New", seconds=0)
    state = kept(small)
    faults = [(n, fault) for n in range(1, 1 + driven(small, state, [])["calls"])]
    told = driven(small, state, faults)
    told_in_figures("running a one-notebook edition", told)
    hold(told, faults)


def test_200_seeded_calls_of_a_full_run_may_fail(whole):
    whole.spoil("# ", "# Again: ", "notebooks/01_partnerships.ipynb")
    state = kept(whole)
    for entry in (state / ".s3analysis" / "store").iterdir():
        (entry / "entry.json").unlink()
    calls = driven(whole, state, [])["calls"]
    chance = random.Random(2017)
    faults = [(chance.randint(1, calls), chance.choice(FAULTS)) for _ in range(SEEDED)]
    told = driven(whole, state, faults)
    told_in_figures("a full run", told)
    assert told["differ"]
    hold(told, faults)


def test_fifty_rounds_of_kill_overlap_and_retry_leave_nothing_and_lose_nothing(small):
    ends = editions.rounds_of_kill_overlap_and_retry(small, 50)
    print(f"\n50 rounds: {dict(Counter(ends))}; no process, no lock, no edition lost")
