"""The account of a run, put into the edition it made: its manifest, and the same as a run crate."""

import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from s3analysis.paths import HOME
from s3analysis.press import files
from s3analysis.press.cache.hashes import PACKAGE
from s3analysis.press.editions import run_crate
from s3analysis.press.editions.manifest import (
    CRATE,
    FILE,
    FORMAT,
    Manifest,
    compared,
    git,
    packages,
)


def write(folder: Path, *, since: Path | None = None, **asked: Any) -> Manifest:
    """Return the manifest of a finished edition, written into its folder with the run crate.

    `asked` are its fields edition, command, parameters, inputs, tasks and began. What changed
    `since` an earlier edition is written into the folder before.
    """
    manifest = Manifest(
        made_by="s3analysis",
        format=FORMAT,
        ended=datetime.now(UTC),
        git=git(HOME),
        python=platform.python_version(),
        platform=platform.platform(),
        packages=packages(HOME / "requirements.lock"),
        outputs={},
        **asked,
    )
    if since:
        from s3analysis.press.changes import report

        here = manifest.model_copy(update={"git": git(PACKAGE.parent)})
        report.of(since, folder, here, here=True).write(folder)
    manifest = manifest.model_copy(update={"outputs": compared(folder)})
    # then with the crate, which cannot name itself
    files.write(folder / CRATE, run_crate.text(manifest))
    outputs = {path: sha for path, sha in files.tree_hashes(folder).items() if path != FILE}
    manifest = manifest.model_copy(update={"outputs": outputs})
    files.write(folder / FILE, manifest.model_dump_json(indent=1) + "\n")
    return manifest
