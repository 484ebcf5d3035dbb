"""What an import of a member list writes: its tables, and the datapackage.json of them."""

import json

import pandas as pd

from s3analysis.sources import record
from s3analysis.sources.extracts.imported import resource
from s3analysis.sources.members.reading import Read

Fields = dict[str, tuple[str, str]]
ABOUT: Fields = {
    "platform": ("string", "Key of the platform."),
    "name": ("string", "Its name, as told."),
    "as_of": ("string", "Month of the list."),
    "extent": ("string", "complete, or partial."),
    "synthetic": ("string", "yes where the list is made up."),
    "source": ("string", "Name of the file."),
    "sha256": ("string", "Its SHA-256."),
    "recognised": ("string", "How it was read."),
}
FIELDS: dict[str, Fields] = {
    "members": {
        "partnership_id": ("string", "The partnership."),
        "region_id": ("string", "The region: of the data, or a NUTS code in small letters."),
        "country_id": ("string", "Eurostat's code of its country."),
        "role": ("string", "lead, participant, observer or interested."),
        "source_row": ("integer", "Row of the file."),
    },
    "partnerships": {
        "partnership_id": ("string", "Key: that of another list, or of its name."),
        "position": ("integer", "Its place in the file."),
        "short_name": ("string", "Its name in the file."),
        "vanguard_pilot": ("string", "yes or no as the brief says, else unknown."),
        "merged_from": ("string", "Keys of earlier partnerships that went into it, with |."),
    },
    "regions": {
        "region_id": ("string", "A region that the data do not have."),
        "name": ("string", "Its name at Eurostat."),
        "country_id": ("string", "Its country."),
        "nuts_id": ("string", "Its NUTS code."),
        "nuts_version": ("string", "The vintage of that code."),
    },
    "import_log": {
        "row": ("integer", "Row of the file."),
        "column": ("string", "Its column."),
        "as_found": ("string", "The cell as found."),
        "as_read": ("string", "As read."),
        "rule": ("string", "Why it is read so."),
    },
    "list": ABOUT,
}
"""The tables of a list: each field with its type and its meaning."""


def files(found: Read, about: dict[str, str], mapping: str) -> dict[str, str]:
    """Return the files of a list by their names; `about` is its row of `list`, less the file's."""
    about |= {"sha256": found.digest, "recognised": found.recognised}
    tables = {
        "members": found.members,
        "partnerships": found.partnerships,
        "regions": found.regions,
        "import_log": found.log,
        "list": pd.DataFrame([about]),
    }
    texts = {name: record.csv(tables[name][list(fields)]) for name, fields in FIELDS.items()}
    package = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "imported-members",
        "title": f"Members of {about['name']}, {about['as_of']}, from {about['source']}",
        "description": "Made by `s3analysis import members`; not to be edited.",
        "sources": [{"title": about["source"], "sha256": about["sha256"]}],
        "resources": [resource(name, fields, texts[name]) for name, fields in FIELDS.items()],
    }
    described = json.dumps(package, ensure_ascii=False, indent=1)
    return {f"{name}.csv": text for name, text in texts.items()} | {
        "mapping.toml": mapping,
        "datapackage.json": f"{described}\n",
    }
