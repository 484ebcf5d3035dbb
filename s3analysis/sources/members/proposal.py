"""A mapping proposed for a member list, as TOML that is to be read and edited."""

import re
from dataclasses import replace

import pandas as pd

from s3analysis.sources.extracts.cells import Rows
from s3analysis.sources.extracts.guessing import columns, layout
from s3analysis.sources.extracts.guessing.proposal import of_file, quoted
from s3analysis.sources.extracts.import_errors import refuse
from s3analysis.sources.extracts.sheets import How, Known, table
from s3analysis.sources.geography import regions
from s3analysis.sources.members.mapping import role
from s3analysis.vocabulary import ROLES

PARTNERSHIP = re.compile(r"(?i)partner|pilot|network|consort|themat|theme|area|project|initiative")
ROLE = re.compile(r"(?i)\brole|rolle|rôle|ruolo|papel|function|status|type")
COUNTRY = re.compile(r"(?i)countr|land\b|pays|paese|país|state|nation")


def propose(name: str, found: Rows, how: How, known: Known) -> str:
    """Return a mapping for the records of a file. Raises InvalidExtract where it lists nobody."""
    rows = list(found.numbered)
    how, fill = layout.found(name, rows, found, how, known)
    sheet = table(name, replace(found, numbered=iter(rows)), how, set())
    sample = {str(column): columns.distinct(sheet.cells[column]) for column in sheet.cells}
    taken = columns.Taken()
    places = columns.regions_in(name, sample, taken, known.gazetteer)
    own, partnership = _columns(sample, [c for c in sample if c not in places], name)
    country = next((c for c in places if c != taken.region and COUNTRY.search(c)), taken.country)
    strange = [t for t in sample.get(own, []) if not role(t, {}, regions.key(t))]
    return "\n".join(
        [
            "# A proposal: read it, correct it, then import with --mapping.",
            f"# Read as: {', '.join(sheet.recognised)}.",
            'extent = ""  # complete or partial: is everybody who takes part in the list?',
            *([] if own else ['every_role = ""  # no column has roles: lead, participant, ...']),
            *of_file(how),
            "",
            "[columns]",
            f"partnership = {quoted(partnership)}  # {len(sample[partnership])} different",
            f"region = {quoted(taken.region)}  # {taken.place.share:.0%} name a NUTS unit",
            *([f"role = {quoted(own)}"] if own else []),
            *([f"country = {quoted(country)}"] if country else []),
            "",
            "[territory]",
            f'nuts_version = "{taken.version}"',
            *(["fill = true  # the region stands in the first row of its group"] if fill else []),
            "",
            "[territory.names]",
            *(
                f'# {quoted(text)} = "..."  # not known by its name alone'
                for text in taken.place.unknown
            ),
            *(["", "[roles]"] if strange else []),
            *(f'# {quoted(text)} = "..."  # {", ".join(ROLES)}' for text in strange),
            "",
        ]
    )


def _columns(sample: dict[str, pd.Series], rest: list[str], name: str) -> tuple[str, str]:
    """Return the column of roles, if any, and that of partnerships. Raises InvalidExtract."""
    rest = [column for column in rest if len(sample[column])]
    share = {c: sample[c].map(lambda t: bool(role(t, {}, regions.key(t)))).mean() for c in rest}
    roles = [c for c in rest if share[c] >= columns.ENOUGH or ROLE.search(c)]
    own = max(roles, key=lambda c: (share[c], bool(ROLE.search(c))), default="")
    others = [c for c in rest if c != own]
    if not others:
        refuse(name, "no column names partnerships: there are regions, countries and roles only")
    return own, max(others, key=lambda c: (bool(PARTNERSHIP.search(c)), -len(sample[c])))
