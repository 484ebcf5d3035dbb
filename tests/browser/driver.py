"""A headless Chromium: a script of this folder drives it, and what it saw is plain data."""

import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def lacking():
    """Return what this machine lacks to run a browser, in a sentence, or nothing."""
    if not shutil.which("node"):
        return "no node on the PATH (apt install npm)"
    if not (HERE / "node_modules" / "playwright-core").is_dir():
        return "no playwright-core (make browser installs it)"
    if not chromium():
        return "no chromium on the PATH (apt install chromium)"
    return None


def chromium():
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None)


def ask(script, **job):
    """Hand a job to a script of this folder, and return its answer."""
    done = subprocess.run(
        ["node", HERE / f"{script}.mjs"],
        input=json.dumps({"chromium": chromium(), **job}),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
