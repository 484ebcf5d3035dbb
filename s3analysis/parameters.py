"""The parameters of notebooks and commands: the default and the help of each, said once.

The contracts, the options of the command line and an edition's name take them from here; a test
holds the cell of each notebook to them.
"""

from typing import NamedTuple

DRAWS = (200, 100_000)
"""The fewest and the most draws of a null model."""

DIMENSIONS = 3
"""The most dimensions of an extract of priorities."""


class Parameter(NamedTuple):
    """What a parameter is unless given, and what it means."""

    default: str
    help: str


PARAMETERS = {
    "as_of": Parameter("2017-07", "Month of the member list, as YYYY-MM"),
    "platform": Parameter(
        "s3p-industry", "Platform of the member list, by its key: the brief's, or an imported one"
    ),
    "reading": Parameter(
        "members", "Who counts: members (leads and participants) or listed (everyone printed)"
    ),
    "priorities": Parameter(
        "published", "Whose priorities: published, imported (your own extract) or synthetic"
    ),
    "dimension": Parameter(
        "1", f"Which dimension of an extract, 1 to {DIMENSIONS}, in its own order"
    ),
    "partnership": Parameter(
        "3d-printing", "Partnership of the list, by its key or its short name"
    ),
    "region": Parameter("tampere", "Region, by its key, a NUTS code or a name as people write it"),
    "draws": Parameter("2000", f"Random tables that a null model draws, {DRAWS[0]} to {DRAWS[1]}"),
    "seed": Parameter("2017", "Seed of the random draws, a whole number"),
}

USUAL = {name: parameter.default for name, parameter in PARAMETERS.items()}
"""What each parameter is unless given."""
