"""What the columns of a member list mean: a mapping in TOML, as for priorities."""

from typing import Literal

from pydantic import Field

from s3analysis.sources.extracts.mapping import Label, OfAFile, Places, Territory
from s3analysis.vocabulary import ROLES

Role = Literal["lead", "participant", "observer", "interested"]
USUAL: dict[str, str] = {
    "lead": "lead leader leads leading coordinator co-lead co-leader leadregion leadingregion",
    "participant": "participant participants participating partner member members "
    "participatingregion participatingregions",
    "observer": "observer observers observing",
    "interested": "interested otherinterested otherinterestedregion",
}
"""Usual words for each role, as their keys."""
NEW = "new"
"""What the mapping says of a partnership that no other list has."""


class Columns(Places):
    """Which column holds what, by its header; `role` and `country` may be left out."""

    partnership: Label
    role: Label = ""


class Mapping(OfAFile, extra="forbid"):
    """What a member list is and what its columns mean.

    `extent` says whether everybody who takes part is in it; `one_lead`, that a partnership has one
    lead; `fill`, that a partnership stands in the first row of its group; `every_role` is the role
    of all rows where no column has any. `roles` leads from words to roles, `partnerships` from a
    name to the key of a known partnership or to "new", `merged` from the key of an earlier
    partnership to the name, in this list, of the one it went into.
    """

    extent: Literal["", "complete", "partial"] = ""
    synthetic: bool = False
    one_lead: bool = False
    fill: bool = False
    every_role: Role | Literal[""] = ""
    columns: Columns
    territory: Territory = Territory()
    roles: dict[str, Role] = Field(default={})
    partnerships: dict[str, str] = Field(default={})
    merged: dict[str, str] = Field(default={})

    @property
    def wanted(self) -> set[str]:
        """Return the headers that the mapping names."""
        own = self.columns
        return {name for name in (own.partnership, own.region, own.role, own.country) if name}


def role(text: str, said: dict[str, Role], key: str) -> str:
    """Return the role that a cell means, or nothing; `key` is its key, `said` the mapping's words.

    >>> role("Co-lead", {}, "colead"), role("Guest", {"Guest": "observer"}, "guest")
    ('lead', 'observer')
    >>> role("Guest", {}, "guest")
    ''
    """
    if text in said:
        return said[text]
    known = {word.replace("-", ""): role for role in ROLES for word in USUAL[role].split()}
    return known.get(key, "")
