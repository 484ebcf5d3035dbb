"""What an import writes: the tables of an extract and the datapackage.json that describes them."""

import json
from typing import Any

import pandas as pd

from s3analysis.sources import record
from s3analysis.sources.extracts.extracts import Extract, dimensions

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
        "row": ("integer", "Row of the extract."),
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
}
"""The tables of an extract: each field with its type and its meaning."""


def files(extract: Extract, mapping: str) -> dict[str, str]:
    """Return the files of an extract by their names; `mapping` is the text it was read under."""
    texts = {name: record.csv(frame) for name, frame in tables(extract).items()}
    package = json.dumps(_package(extract, texts), ensure_ascii=False, indent=1)
    return {f"{name}.csv": text for name, text in texts.items()} | {
        "mapping.toml": mapping,
        "datapackage.json": f"{package}\n",
    }


def tables(extract: Extract) -> dict[str, pd.DataFrame]:
    """Return the tables of an extract by their names on disk."""
    return {
        "priorities": extract.priorities,
        "priority_labels": extract.labels,
        "territories": extract.territories,
        "import_log": extract.log,
        "extract": pd.DataFrame(
            {
                "source": [extract.source],
                "sha256": [extract.digest],
                "as_of": [extract.as_of],
                "database": [extract.database],
                "dimensions": [len(dimensions(extract))],
                "recognised": [extract.recognised],
            }
        ),
    }


def _package(extract: Extract, texts: dict[str, str]) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "imported-priorities",
        "title": f"Priorities imported from {extract.source}",
        "description": "Made by `s3analysis import priorities`; not to be edited.",
        "sources": [{"title": extract.source, "sha256": extract.digest}],
        "resources": [resource(name, fields, texts[name]) for name, fields in FIELDS.items()],
    }


def resource(name: str, fields: dict[str, tuple[str, str]], text: str) -> dict[str, Any]:
    """Return the descriptor of a table from its fields and its text."""
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
                {"name": each, "type": kind, "description": meaning}
                for each, (kind, meaning) in fields.items()
            ],
            "missingValues": [""],
        },
    }
