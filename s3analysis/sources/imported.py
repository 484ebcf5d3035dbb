"""What an import writes: its tables, and the datapackage.json that describes them."""

import json
from typing import Any

from s3analysis.sources import record
from s3analysis.sources.record import Tables

FIELDS: dict[str, dict[str, tuple[str, str]]] = {
    "priorities": {
        "priority_id": ("string", "Identifier of the priority: the extract's own, or ours."),
        "region_id": ("string", "The territory that declares it (territory_id)."),
        "text": ("string", "Its words, as in the extract."),
        "source_row": ("integer", "Its first row in the extract."),
    },
    "priority_labels": {
        "priority_id": ("string", "The priority."),
        "dimension": ("string", "The way of filing priorities."),
        "category": ("string", "The category."),
        "sub_category": ("string", "The narrower term, where one was given."),
    },
    "territories": {
        "territory_id": (
            "string",
            "The region_id of the record, or the NUTS code in small letters.",
        ),
        "name": ("string", "Its name."),
        "country_id": ("string", "Eurostat's code of its country."),
        "nuts_id": ("string", "Its NUTS code."),
        "nuts_version": ("string", "The vintage of that code."),
        "nuts_level": ("integer", "0 for a country to 3."),
        "region_id": ("string", "The region of the record that it is, where it is one."),
    },
    "import_log": {
        "row": ("integer", "Row of the file."),
        "column": ("string", "Its column."),
        "as_found": ("string", "The cell, or the term in it, as found."),
        "as_read": ("string", "As read."),
        "rule": ("string", "Why it is read so."),
    },
    "extract": {
        "source": ("string", "Name of the file."),
        "sha256": ("string", "Its SHA-256."),
        "as_of": ("string", "Month of its data, or unknown."),
        "database": ("string", "What it is an extract of, or unknown."),
        "dimensions": ("integer", "Number of ways in which its priorities are filed."),
        "recognised": ("string", "How it was read."),
    },
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
    "list": {
        "platform": ("string", "Key of the platform."),
        "name": ("string", "Its name, as told."),
        "as_of": ("string", "Month of the list."),
        "extent": ("string", "complete, or partial."),
        "synthetic": ("string", "yes where the list is made up."),
        "source": ("string", "Name of the file."),
        "sha256": ("string", "Its SHA-256."),
        "recognised": ("string", "How it was read."),
    },
}
"""The tables of an extract and of a member list: each field with its type and its meaning."""


def files(tables: Tables, mapping: str) -> dict[str, str]:
    """Return the files of an import by their names; `mapping` is the text it was read under."""
    texts = {name: record.csv(table[list(FIELDS[name])]) for name, table in tables.items()}
    kind = "members" if "members" in tables else "priorities"
    about = tables["list" if kind == "members" else "extract"].iloc[0]
    package = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": f"imported-{kind}",
        "title": f"{kind.title()} imported from {about['source']}",
        "description": f"Made by `s3analysis import {kind}`; not to be edited.",
        "sources": [{"title": about["source"], "sha256": about["sha256"]}],
        "resources": [_resource(name, text) for name, text in texts.items()],
    }
    described = json.dumps(package, ensure_ascii=False, indent=1)
    return {f"{name}.csv": text for name, text in texts.items()} | {
        "mapping.toml": mapping,
        "datapackage.json": f"{described}\n",
    }


def _resource(name: str, text: str) -> dict[str, Any]:
    """Return the descriptor of a table from its text."""
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": record.digest(text.encode()),
        "schema": {
            "fields": [
                {"name": field, "type": kind, "description": meaning}
                for field, (kind, meaning) in FIELDS[name].items()
            ],
            "missingValues": [""],
        },
    }
