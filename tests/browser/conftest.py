"""A headless Chromium for the tests: what it sees of a page comes back as plain data."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def lacking():
    """Return what this machine lacks to run a browser, in a sentence, or nothing."""
    if not shutil.which("node"):
        return "no node on the PATH (apt install npm)"
    if not (HERE / "node_modules" / "playwright-core").is_dir():
        return "no playwright-core (make test-all installs it)"
    if not chromium():
        return "no chromium on the PATH (apt install chromium)"
    return None


def chromium():
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None)


@pytest.fixture(scope="session")
def browser():
    """Return a function that hands a job to a script of this folder, and returns its answer."""
    if reason := lacking():
        if os.environ.get("S3_BROWSER") == "required":
            pytest.fail(f"tests in a browser cannot run: {reason}")
        pytest.skip(f"tests in a browser cannot run: {reason}")

    def ask(script, **job):
        done = subprocess.run(
            ["node", HERE / f"{script}.mjs"],
            input=json.dumps({"chromium": chromium(), **job}),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return ask


@pytest.fixture(scope="session")
def kinds(whole_run, swept):
    """Return a page of every kind there is, by its kind."""
    report = whole_run[0].edition
    briefs, status = (
        swept[0].home / "reports" / f"2017-07-{kind}-selection" for kind in ("briefs", "status")
    )
    apart = {name: report / f"{name}.html" for name in ("annex", "ledger")}
    return {
        "report": report / "index.html",
        **{name: page for name, page in apart.items() if page.exists()},
        "region": briefs / "flanders.html",
        "index of regions": briefs / "index.html",
        "partnership": status / "3d-printing.html",
    }
