"""A copy of the project, and JupyterLab or Voila over it, started as the docs say."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from s3analysis.paths import HOME

BIN = Path(sys.executable).parent
SKIPPED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "imported")


def walk():
    """Return the steps of the walk in docs: the words in italics of each, and its numbers."""
    page = (HOME / "docs" / "explore.md").read_text("utf-8")
    steps = re.findall(r"(?m)^\d\. (.*)$", page)
    return [(re.findall(r"\*([^*]+)\*", step), re.findall(r"`([^`]+)`", step)) for step in steps]


def copied(home):
    """Copy what a researcher may change of the project, without an extract, and return where."""
    for folder in (".jupyter", "data", "notebooks", "s3analysis"):
        shutil.copytree(HOME / folder, home / folder, ignore=SKIPPED)
    for name in ("Makefile", "voila.json"):
        shutil.copy(HOME / name, home)
    return home


def environment(home):
    """Return the environment in which a copy of the project is the project."""
    return os.environ | {"S3ANALYSIS_HOME": str(home), "PYTHONPATH": str(home)}


@contextmanager
def lab(home):
    """Yield the address of JupyterLab over a copy of the project, as `make lab` starts it."""
    port = _free_port()
    more = f"--no-browser --allow-root --port={port} --ServerApp.port_retries=0"
    words = ["make", "-o", ".venv/set-up", "lab", f"BIN={BIN}"]
    words.append(f"LAB={more} --IdentityProvider.token=")
    root = f"http://127.0.0.1:{port}"
    with _served(words, home, f"{root}/api"):
        yield root


@contextmanager
def voila(home):
    """Yield the address of the page that Voila serves of a copy of the project."""
    port = _free_port()
    words = [BIN / "voila", "notebooks/explore.ipynb", "--no-browser"]
    words += [f"--port={port}", "--Voila.ip=127.0.0.1"]
    root = f"http://127.0.0.1:{port}"
    with _served(words, home, f"{root}/static/voila.js"):
        yield root


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _served(words, home, url):
    """Yield once a server of ours answers; end it, and what it started, afterwards."""
    names = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    own = {name: str(home / ".lab" / place) for name, place in names.items()}
    with (home / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            words,
            cwd=home,
            env=environment(home) | own,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            for _ in range(240):
                assert server.poll() is None, (home / "server.log").read_text("utf-8")[-2000:]
                try:
                    urllib.request.urlopen(url, timeout=5).close()
                    break
                except urllib.error.HTTPError:
                    break
                except OSError:
                    time.sleep(0.5)
            yield
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
