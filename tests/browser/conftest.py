"""A headless Chromium for the tests: what it sees of a page comes back as plain data."""

import os

import pytest

from browser.driver import ask, lacking


@pytest.fixture(scope="session")
def browser():
    """Return a function that hands a job to a script of this folder, and returns its answer."""
    if reason := lacking():
        if os.environ.get("S3_BROWSER") == "required":
            pytest.fail(f"tests in a browser cannot run: {reason}")
        pytest.skip(f"tests in a browser cannot run: {reason}")
    return ask


@pytest.fixture(scope="session")
def kinds(whole_run, swept):
    """Return a page of every kind there is, by its kind."""
    report = whole_run[0].edition
    briefs, status = (
        swept[0].home / "reports" / f"2017-07-{kind}-selection" for kind in ("briefs", "status")
    )
    apart = {name: report / f"{name}.html" for name in ("methods", "ledger", "record")}
    return {
        "report": report / "index.html",
        **{name: page for name, page in apart.items() if page.exists()},
        "region": briefs / "flanders.html",
        "start": briefs.parent / "index.html",
        "index of regions": briefs / "index.html",
        "partnership": status / "3d-printing.html",
    }
