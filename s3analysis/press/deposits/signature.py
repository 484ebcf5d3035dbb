"""A detached signature of a file, by the ssh-keygen that OpenSSH brings: FILE.sig beside it."""

import shutil
import subprocess
from pathlib import Path

NAMESPACE = "s3analysis"
"""What a signature is for: one made for something else is not accepted."""


class NoSigning(RuntimeError):
    """Nothing can be signed or checked here: no ssh-keygen, no such key, a refusal of it."""

    exit_code = 2


class NotSigned(RuntimeError):
    """There is no signature, or it is of another file, or of nobody that is trusted."""

    exit_code = 1


def sign(file: Path, key: Path) -> Path:
    """Return the signature of a file, made with a user's private key (or its agent)."""
    made = file.with_name(f"{file.name}.sig")
    made.unlink(missing_ok=True)
    done = _keygen("sign", "-f", str(key), "-n", NAMESPACE, str(file))
    if done.returncode or not made.is_file():
        raise NoSigning(f"{file.name} could not be signed with {key}: {_last(done)}")
    return made


def signer(file: Path, signers: Path) -> str:
    """Return who signed a file, of an allowed_signers file. Raises NotSigned."""
    made = file.with_name(f"{file.name}.sig")
    if not signers.is_file():
        raise NoSigning(f"{signers}: there is no such file of allowed signers")
    if not made.is_file():
        raise NotSigned(f"{file}: not signed: there is no {made.name}")
    words = ("-f", str(signers), "-s", str(made))
    names = _keygen("find-principals", *words).stdout.decode().split()
    for name in names:
        done = _keygen("verify", *words, "-I", name, "-n", NAMESPACE, given=file)
        if not done.returncode:
            return name
    who = f"nobody in {signers}" if not names else f"{names[0]} over this content"
    raise NotSigned(f"{file}: {made.name} is no signature by {who}")


def _keygen(*words: str, given: Path | None = None) -> "subprocess.CompletedProcess[bytes]":
    program = shutil.which("ssh-keygen")
    if program is None:
        raise NoSigning("signing needs ssh-keygen: install OpenSSH")
    line = [program, "-Y", *words]
    content = given.read_bytes() if given else None
    return subprocess.run(line, input=content, capture_output=True, check=False)  # noqa: S603  # our own words


def _last(done: "subprocess.CompletedProcess[bytes]") -> str:
    lines = done.stderr.decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")
