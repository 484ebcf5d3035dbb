"""What is proposed for a member list: its columns of partnerships and of roles."""

import re

import pandas as pd

from s3analysis.sources.extracts.guessing import columns
from s3analysis.sources.extracts.guessing.proposal import Proposed, quoted
from s3analysis.sources.extracts.import_errors import refuse
from s3analysis.sources.extracts.sheets import Known, Sheet
from s3analysis.sources.geography import regions
from s3analysis.sources.members.mapping import role
from s3analysis.vocabulary import ROLES

PARTNERSHIP = re.compile(r"(?i)partner|pilot|network|consort|themat|theme|area|project|initiative")
ROLE = re.compile(r"(?i)\brole|rolle|rôle|ruolo|papel|function|status|type")
HALF = 0.5
REGION = re.compile(r"(?i)regi[oó]n|région|territor|nuts")
COUNTRY = re.compile(r"(?i)countr|land\b|pays|paese|país|state|nation")


def proposed(sheet: Sheet, sample: dict[str, pd.Series], known: Known) -> Proposed:
    """Return what is proposed for a sheet. Raises InvalidExtract where it lists nobody."""
    taken = columns.Taken()
    places = list(columns.regions_in(sheet.name, sample, taken, known.gazetteer))
    places += _by_header(taken, [c for c in sample if c not in places], sample)
    own, partnership = _columns(sample, [c for c in sample if c not in places], sheet.name)
    other = (c for c in places if c != taken.region and COUNTRY.search(c))
    taken.country = next(other, taken.country)
    strange = [t for t in sample.get(own, []) if not role(t, {}, regions.key(t))]
    extent = 'extent = ""  # complete or partial: is everybody who takes part in the list?'
    no_roles = 'every_role = ""  # no column has roles: lead, participant, ...'
    return Proposed(
        taken,
        [extent, *([] if own else [no_roles])],
        [
            f"partnership = {quoted(partnership)}  # {len(sample[partnership])} different",
            *([f"role = {quoted(own)}"] if own else []),
        ],
        [
            *(["", "[roles]"] if strange else []),
            *(f'# {quoted(text)} = "..."  # {", ".join(ROLES)}' for text in strange),
        ],
    )


def _by_header(taken: columns.Taken, rest: list[str], sample: dict[str, pd.Series]) -> list[str]:
    """Return the column that says it is of regions, where only that of countries is known."""
    said = [c for c in rest if REGION.search(c) and not PARTNERSHIP.search(c)]
    if not said or not COUNTRY.search(taken.region):
        return []
    taken.country, taken.region = taken.region, said[0]
    taken.place = columns.Place(0.0, frozenset(), tuple(sample[said[0]]))
    return said[:1]


def _words(texts: pd.Series) -> bool:
    """Return whether most cells can be names: no crosses, flags, numbers or dates."""
    return bool(texts.str.contains(r"[^\W\d_]{2}").mean() > HALF)


def _columns(sample: dict[str, pd.Series], rest: list[str], name: str) -> tuple[str, str]:
    """Return the column of roles, if any, and that of partnerships. Raises InvalidExtract."""
    rest = [c for c in rest if PARTNERSHIP.search(c) or _words(sample[c])]
    rest = [c for c in rest if len(sample[c])]
    share = {c: sample[c].map(lambda t: bool(role(t, {}, regions.key(t)))).mean() for c in rest}
    roles = [c for c in rest if share[c] >= columns.ENOUGH or ROLE.search(c)]
    own = max(roles, key=lambda c: (share[c], bool(ROLE.search(c))), default="")
    others = [c for c in rest if c != own]
    if not others:
        refuse(name, "no column names partnerships: there are regions, countries and roles only")
    return own, max(others, key=lambda c: (bool(PARTNERSHIP.search(c)), -len(sample[c])))
