"""The manifest once more, for other people's tools: a Process Run RO-Crate 0.6.

The addresses in it are names of vocabulary and licences; nothing is fetched from them.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from s3analysis.press.editions.manifest import CRATE, FILE, Manifest

SPECIFICATION = "https://w3id.org/ro/crate/1.3"
PROFILE = "https://w3id.org/ro/wfrun/process/0.6"
CONTEXT = [f"{SPECIFICATION}/context", "https://w3id.org/ro/terms/workflow-run/context"]
"""As the profile has it; the second gives `sha256` its meaning."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
STATUS = "http://schema.org/{}ActionStatus"
MEDIA = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}

Entity = dict[str, Any]


def text(manifest: Manifest, told: str = FILE, more: Mapping[str, str] | None = None) -> str:
    """Return the crate of a run as JSON-LD.

    `told` is where its manifest is, `more` are the SHA-256 of further files by their path.
    """
    graph = {"@context": CONTEXT, "@graph": _graph(manifest, told, more or {})}
    return json.dumps(graph, ensure_ascii=False, indent=1) + "\n"


def _graph(run: Manifest, where: str, more: Mapping[str, str]) -> list[Entity]:
    inputs = [
        _entity(f"#inputs/{path}", "CreativeWork", path, sha256=sha)
        for path, sha in run.inputs.items()
    ]
    code = [entity for entity in inputs if entity["name"].startswith("s3analysis/")]
    settings = [
        _entity(f"#parameters/{name}", "PropertyValue", name, value=value)
        for name, value in run.parameters.items()
    ]
    outputs, others = (
        [_file(path, sha256=sha) for path, sha in each.items()] for each in (run.outputs, more)
    )
    told = _file(where, description="Versions, revision, the status of each notebook")
    software = _software(run, code)
    completed = all(task.status == "completed" for task in run.tasks)
    action = _entity(
        "#run",
        "CreateAction",
        f"Make the edition {run.edition}",
        description=run.command,
        instrument=_ids(software[:1]),
        object=_ids([*(entity for entity in inputs if entity not in code), *settings]),
        result=_ids(outputs),
        startTime=_time(run.began),
        endTime=_time(run.ended),
        actionStatus=STATUS.format("Completed" if completed else "Failed"),
    )
    files = [*outputs, told, *others]
    return [*_about(run, files, action), action, *software, *inputs, *settings, *files]


def _about(run: Manifest, files: list[Entity], action: Entity) -> list[Entity]:
    """Return what the crate is, what it holds, its profile and its licence."""
    about: Entity = {"@id": CRATE, "@type": "CreativeWork"}
    root = _entity(
        "./",
        "Dataset",
        f"S3P-Industry partnerships: edition {run.edition}",
        description="A report made from transcribed public documents, with its data and notebooks.",
        conformsTo={"@id": PROFILE},
        license={"@id": LICENCE},
        datePublished=_time(run.ended),
        hasPart=_ids(files),
        mentions=_ids([action]),
    )
    rights = "The transcribed facts. Short quotes stay with their documents."
    return [
        about | {"conformsTo": {"@id": SPECIFICATION}, "about": {"@id": "./"}},
        root,
        _entity(PROFILE, ["CreativeWork", "Profile"], "Process Run Crate", version="0.6"),
        _entity(LICENCE, "CreativeWork", "CC BY 4.0", description=rights),
    ]


def _time(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")


def _software(run: Manifest, code: list[Entity]) -> list[Entity]:
    """Return the program that was run, then what it needed."""
    needed = [
        _entity(f"#packages/{name}", "SoftwareApplication", name, version=version, **_url(name))
        for name, version in {"Python": run.python, **run.packages}.items()
        if name != "s3analysis"
    ]
    dirty = " and changes not committed" if run.git and run.git.dirty else ""
    ours = _entity(
        "#s3analysis",
        "SoftwareApplication",
        "s3analysis",
        version=run.packages["s3analysis"],
        operatingSystem=run.platform,
        softwareRequirements=_ids(needed),
        hasPart=_ids(code),
        **({"description": f"git revision {run.git.revision}{dirty}"} if run.git else {}),
    )
    return [ours, *needed]


def _url(package: str) -> Entity:
    """Return the address that a package gives of itself, if it is installed and does."""
    if package == "Python":
        return {"url": "https://www.python.org/"}
    with suppress(PackageNotFoundError):
        about = metadata(package)
        named = [line.partition(", ")[2] for line in about.get_all("Project-URL") or []]
        homes = about.get_all("Home-page") or []
        found = [each for each in [*homes, *named] if each.startswith("http")]
        return {"url": found[0]} if found else {}
    return {}


def _file(path: str, **words: object) -> Entity:
    media = MEDIA.get(PurePosixPath(path).suffix)
    return _entity(path, "File", path, **({"encodingFormat": media} if media else {}), **words)


def _entity(name: str, kind: str | list[str], title: str, **words: object) -> Entity:
    return {"@id": quote(name, safe="/:#"), "@type": kind, "name": title, **words}


def _ids(entities: Iterable[Entity]) -> Entity | list[Entity]:
    """Return links to entities; to a single one without a list, as the specification asks."""
    links = [{"@id": entity["@id"]} for entity in entities]
    return links[0] if len(links) == 1 else links
