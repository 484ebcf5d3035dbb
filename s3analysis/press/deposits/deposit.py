"""A folder ready for an archive: an edition, what it was made from, and what a data editor asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from s3analysis.paths import HOME
from s3analysis.press import files
from s3analysis.press.cache import hashes
from s3analysis.press.deposits import signature, statement
from s3analysis.press.deposits.verifying import SUMS
from s3analysis.press.editions import manifest, run_crate, verify
from s3analysis.press.prints.imprint import content_id

BESIDE = (
    *("README.md", "LICENSE", "CITATION.cff", "CONTRIBUTING.md", "ACCESSIBILITY.md", "Makefile"),
    *("pyproject.toml", "requirements.lock", "environment.yml", "docs", ".ci"),
)
"""What goes along of the project beside data, notebooks and package, where it is there."""


class NotReady(RuntimeError):
    """An edition that cannot be deposited: what it was made from is not what is here now."""

    exit_code = 5


class Taken(ValueError):
    """There is something already where a deposit should go."""

    exit_code = 2


def make(folder: Path, edition: str, key: Path | None = None) -> None:
    """Write a deposit of an edition into a new folder, whole or not at all; signed with a key.

    Raises Taken, NotReady, verify.Differs, manifest.NoEdition, manifest.BadManifest,
    signature.NoSigning or files.DiskError.
    """
    place = manifest.place(edition)
    if folder.exists() and any(folder.iterdir()):
        raise Taken(f"{folder} is not empty: name a new folder")
    findings = verify.verify(place)
    if faults := [finding for finding in findings if finding.fault]:
        raise verify.Differs(place, faults)
    if findings:
        raise NotReady(f"{findings[0]}: make the edition again first, then deposit it")
    run = manifest.read(place)
    with _staged(folder) as staged:
        for name in [manifest.FILE, *run.outputs]:
            files.write(staged / "edition" / name, (place / name).read_bytes())
        for name, path in _project(run):
            files.write(staged / "project" / name, path.read_bytes())
        content = content_id((place / "notebooks").glob("*.ipynb"))
        rows = statement.exhibits(place, run)
        raw = staged / "project" / "data" / "raw"
        files.write(staged / "exhibits.csv", statement.table(rows))
        readme = statement.readme(run, content, rows, raw, key is not None)
        files.write(staged / "README.md", readme)
        files.write(staged / manifest.CRATE, _crate(staged, run))
        sums = [f"{sha}  {path}\n" for path, sha in files.tree_hashes(staged).items()]
        files.write(staged / SUMS, "".join(sums))
        if key:
            signature.sign(staged / SUMS, key)


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Give a folder to write in, that takes its place when it is whole."""
    staged = folder.absolute().with_name(f".{folder.name}.part")
    with files.refusals(folder):
        files.remove(staged)
        try:
            yield staged
            files.settle(staged)
            if folder.exists():
                folder.rmdir()
            staged.rename(folder)
        finally:
            files.remove(staged)


def _project(run: manifest.Manifest) -> Iterator[tuple[str, Path]]:
    """Yield what an edition was made from; a list of the user's own only where it was read."""
    for name in hashes.files():
        above = hashes.PACKAGE.parent if name.startswith("s3analysis/") else HOME
        own = name.startswith(("data/imported/", "notebooks/own/"))
        if not own or name in run.inputs:
            yield name, above / name
    for name in BESIDE:
        here = HOME / name
        paths = sorted(here.rglob("*")) if here.is_dir() else [here]
        yield from ((path.relative_to(HOME).as_posix(), path) for path in paths if path.is_file())


def _crate(staged: Path, run: manifest.Manifest) -> str:
    """Return the crate of the run, its outputs in edition/, with the other files of the deposit."""
    told = f"edition/{manifest.FILE}"
    outputs = {f"edition/{path}": sha for path, sha in run.outputs.items()}
    rest = files.tree_hashes(staged).items() - outputs.items()
    more = {path: sha for path, sha in sorted(rest) if path != told}
    return run_crate.text(run.model_copy(update={"outputs": outputs}), told, more)
