"""The same results under other hash seeds and numbers of threads: each run is a process."""

import os
import subprocess
import sys

import pytest

ALL_MEASURES = """
import pandas as pd
from s3analysis.measures.partnerships import configuration_model, membership, network, null_model
from s3analysis.measures.partnerships import participation, proposing
from s3analysis.measures.priorities import shares, similarity, specialisation
from s3analysis.measures.priorities.incidence import incidence
from s3analysis.sources import record

tables = record.read_all()
members = membership.memberships(tables["partnership_members"], "2017-07", "members")
regions, countries, partnerships = (
    tables[name] for name in ("regions", "countries", "partnerships")
)
# As good as priorities: who is in which partnership, each a priority with two categories.
listed = members.assign(priority_id=members["partnership_id"] + members["region_id"])
labels = pd.concat([
    listed[["priority_id"]].assign(category=listed["partnership_id"]),
    listed[["priority_id"]].assign(category=listed["role"]),
])
held = incidence(listed, labels)
counts = held.portfolio
chosen = specialisation.specialised(counts)
dyads = participation.dyads(members, regions)
roles = participation.roles(members, countries, "2017-07")
found = [
    null_model.whole(members, 200, 1), null_model.positions(members, 200, 1),
    null_model.pairs(members, 200, 1),
    null_model.partnerships(members, 200, 1), null_model.vanguard(members, partnerships, 200, 1),
    configuration_model.probabilities(network.biadjacency(members)),
    configuration_model.pairs(members),
    shares.of_priorities(held),
    shares.bootstrap(held, 200, 1), shares.quotients(counts),
    specialisation.concentration(counts), specialisation.proximity(chosen),
    similarity.candidates(counts, members, "skane"),
    similarity.brought(counts, "skane"), similarity.pairs(counts, 1),
    proposing.trios(regions, countries, "2017-07", "skane"),
    proposing.what_if(regions, countries, "2017-07", ["skane", "norte"]),
    dyads, participation.of_pairs(dyads, ["log_distance", "same_country"], 99, 1),
    participation.leads(roles, ["others", "compatriots", "eu13"], 99, 1),
    participation.without_one(members, regions, ["log_distance", "same_country"]),
    participation.pairs_after_gates(dyads, ["log_distance"], 99, 1),
    participation.by_distance(dyads, 4),
    proposing.by_partnership(members, partnerships, regions, countries, "2017-07"),
]
for frame in found:
    print(frame.to_csv(index=False))
"""


def results(hash_seed, threads):
    """Return every result to its last digit, as a process of its own prints it."""
    numbers = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), threads)
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALL_MEASURES],
        env=os.environ | numbers | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
        text=True,
    )
    return run.stdout


@pytest.mark.slow
def test_results_are_the_same_under_other_hash_seeds_and_threads():
    first = results("0", "1")
    assert len(first.splitlines()) > 4000
    for hash_seed, threads in (("1", "1"), ("2", "1"), ("0", "2"), ("3", "2")):
        assert results(hash_seed, threads) == first
