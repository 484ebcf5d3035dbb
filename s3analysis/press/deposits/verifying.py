"""Whether a deposit or an edition is as it was made, who signed it, and a log of who looked.

Hashes show accident and not intent: who changes a table can write the manifest and the sums anew.
A signature is of somebody, and making the edition again owes nothing to what was written down.
"""

import getpass
import json
import platform
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from s3analysis.paths import WORKSHOP
from s3analysis.press import files
from s3analysis.press.deposits import signature
from s3analysis.press.editions import manifest, verify
from s3analysis.press.prints.imprint import content_id
from s3analysis.press.runs.limits import Limits

Say = Callable[[str], None]

SUMS = "SHA256SUMS"
LOG = WORKSHOP / "verified.jsonl"
"""Who verified what, when, with what, and how it came out: a line each; git ignores it."""

WORDS = ("changed after it was made", "missing", "not listed")
LINE = re.compile(r"([0-9a-f]{64})  (.+)")
ACCIDENT = (
    "hashes show accident, not intent: who changes a file can change its hash with it; --rebuild "
    "makes the edition again, --signers says who signed a deposit"
)


def require(name: str, signers: Path | None, again: Limits | None, say: Say) -> None:
    """Raise verify.Differs unless a deposit or an edition is verified; say by what it was.

    With `again` it is made again under these limits. Raises also signature.NotSigned or NoSigning,
    manifest.NoEdition or BadManifest, and what verify.rebuild raises.
    """
    how = ["hashes", *(["made again"] if again else []), *(["signature"] if signers else [])]
    place = manifest.place(name)
    try:
        folder, who = opened(place, signers, say)
        verify.require(str(folder), say, again=again)
    except (verify.Differs, signature.NotSigned) as error:
        note(place, how, f"not verified: {str(error).splitlines()[0]}")
        raise
    content = content_id((folder / "notebooks").glob("*.ipynb"))
    say(f"{place}: verified{f', signed by {who}' if who else ''}, content {content}")
    if not (again or who):
        say(ACCIDENT)
    note(place, how, f"verified, content {content}{who and f', signed by {who}'}")


def opened(folder: Path, signers: Path | None, say: Say) -> tuple[Path, str]:
    """Return the folder of an edition, and who signed it, if that was asked.

    Of a deposit, every file is compared with its sums first. Raises verify.Differs,
    signature.NotSigned, signature.NoSigning or manifest.BadManifest.
    """
    sums = folder / SUMS
    if not sums.is_file():
        if signers:
            raise signature.NotSigned(f"{folder}: only a deposit is signed: s3analysis deposit")
        return folder, ""
    lines = [LINE.fullmatch(line) for line in sums.read_text("utf-8").splitlines()]
    if not all(lines):
        raise manifest.BadManifest(f"{sums} is damaged: no list of SHA-256 and files")
    told = {line[2]: line[1] for line in lines if line}
    found = files.tree_hashes(folder)
    for path in (SUMS, f"{SUMS}.sig"):
        found.pop(path, None)
    if faults := verify.compare(told, found, WORDS, fault=True):
        raise verify.Differs(folder, faults)
    who = signature.signer(sums, signers) if signers else ""
    say(f"{folder}: {len(told)} files as listed{f', signed by {who}' if who else ''}")
    return folder / "edition", who


def note(folder: Path, how: list[str], result: str) -> None:
    """Add to the log of this project who verified what, when, and how it came out."""
    who = "unknown"
    with suppress(OSError, KeyError):
        who = getpass.getuser()
    told = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": who,
        "machine": platform.node(),
        "edition": str(folder.absolute()),
        "with": f"s3analysis {version('s3analysis')}",
        "how": how,
        "result": result,
    }
    with suppress(OSError):  # what was found is said in any case
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with LOG.open("a", encoding="utf-8") as log:
            log.write(json.dumps(told, ensure_ascii=False) + "\n")
