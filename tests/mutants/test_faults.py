"""The list of faults, its planters, and a sample of what `make mutants` does in full."""

import subprocess
import sys
import tomllib
from pathlib import Path

import plant
import pytest
import run

HERE = Path(__file__).resolve().parent
FAULTS = tomllib.loads((HERE / "faults.toml").read_text("utf-8"))["fault"]
SAMPLE = ("number-in-table", "picture-swapped", "cell-skipped", "order-reversed", "keys-reordered")


def test_each_fault_has_one_planter():
    ids = [fault["id"] for fault in FAULTS]
    assert len(ids) == len(set(ids))
    assert all(callable(run.planter({"kind": name})) for name in ids)
    assert set(ids) >= plant.UNFIT | plant.ALONE | plant.CHOOSY | plant.RAW


@pytest.mark.slow
def test_a_sample_of_faults_is_caught_and_named():
    command = [sys.executable, HERE / "run.py", *SAMPLE]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    assert "4 of 4 planted faults caught and named (100.0%); 1 of 1 controls" in run.stdout
