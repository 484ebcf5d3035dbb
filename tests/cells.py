"""A notebook run cell by cell in the process of the tests, and small extracts to run it with."""

import ast

import nbformat
import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.paths import NOTEBOOKS
from s3analysis.sources.extracts import extracts
from s3analysis.sources.extracts.extracts import Extract


def notebook(name):
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def shown(name, **parameters):
    """Return what the notebook shows: exhibits by their keys, and its words."""
    exhibits, words, names = {}, [], {}
    for cell in notebook(name).cells:
        if cell.cell_type != "code":
            continue
        *lines, last = ast.parse(cell.source).body
        lines, last = ([*lines, last], None) if not isinstance(last, ast.Expr) else (lines, last)
        exec(compile(ast.Module(lines, []), "cell", "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= parameters
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
        if isinstance(value, Exhibit):
            exhibits[value.key] = value
        elif value is not None:
            words.append(value.data)
    return exhibits, words


def extract(rows, dimension="Fields", codes=()):
    """Return an extract of rows: territory, categories with their sub-categories after a colon.

    `codes` leads from a territory to its NUTS code of 2013.
    """
    ids = [f"p{place}" for place in range(len(rows))]
    labels = [
        [own, dimension, *f"{label}:".split(":")[:2]]
        for own, (_, cell) in zip(ids, rows, strict=True)
        for label in cell.split("|")
        if label
    ]
    places = sorted({place for place, _ in rows})
    return Extract(
        pd.DataFrame(
            {
                "priority_id": ids,
                "region_id": [place for place, _ in rows],
                "text": "words",
                "source_row": range(2, len(rows) + 2),
            }
        ),
        pd.DataFrame(labels, columns=extracts.LABELS, dtype="str"),
        pd.DataFrame(
            {
                "territory_id": places,
                "name": [place.title() for place in places],
                "country_id": [place[:2].upper() for place in places],
                "nuts_id": [dict(codes).get(place, "") for place in places],
                "nuts_version": "2013",
                "nuts_level": 2,
                "region_id": "",
            }
        ),
        pd.DataFrame(columns=extracts.LOG),
        source="extract.csv",
        as_of="2017-01",
    )
