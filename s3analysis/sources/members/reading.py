"""A user's file -> a dated member list: read whole, or refused whole."""

import re
from collections.abc import Mapping as Named
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz

from s3analysis.sources.extracts import import_errors, priorities, sheets, territories
from s3analysis.sources.extracts.sheets import Sheet
from s3analysis.sources.geography import regions
from s3analysis.sources.members import mapping as mappings
from s3analysis.sources.members.lists import MemberList
from s3analysis.sources.members.mapping import NEW, Mapping
from s3analysis.vocabulary import amount, month_words

NEAR = 80
"""How alike (of 100) two names of partnerships are before somebody is asked."""
HALF = 0.5
"""The share of regions in common from which on an old partnership may be a new one renamed."""


PLACEHOLDER = re.compile(r"(?i)[^\w]+|n/?a|n\.a\.?|none|null|nil|tb[acd]|unknown|total")
"""What people write where there is nothing to write."""
DATE = re.compile(r"\d{4}-\d\d-\d\d(T|$)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$")


@dataclass(frozen=True, eq=False)
class Read:
    """What a file holds, and what to tell of it."""

    members: pd.DataFrame
    partnerships: pd.DataFrame
    regions: pd.DataFrame
    log: pd.DataFrame
    digest: str
    recognised: str
    notes: tuple[str, ...]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables that are kept (see imported.FIELDS)."""
        own = {"members": self.members, "partnerships": self.partnerships}
        return own | {"regions": self.regions, "import_log": self.log}


def read(
    path: Path, said: Mapping, tables: Named[str, pd.DataFrame], before: list[MemberList]
) -> Read:
    """Return the member list of a file. Raises InvalidExtract with every problem.

    `before` are the other lists of the platform, the one just before this the last: their
    partnerships are known.
    """
    beside = priorities.known(tables)
    sheet = sheets.read(path, said.file, said.wanted, beside)
    units = with_joined(beside.gazetteer(said.territory.nuts_version), tables)
    codes, logs, wrongs = priorities.places(sheet, units, said.columns, said.territory)
    names, *of_names = priorities.column(sheet, said.columns.partnership)
    if said.fill:
        names = names.mask(names.eq("")).ffill().fillna("")
    roles, role_log, role_wrong = _roles(sheet, said)
    wrongs += [of_names[1], role_wrong, _empty(names, said.columns.partnership)]
    priorities.refuse(sheet, said.wanted, said.columns.region, wrongs)
    places = territories.describe(sorted(codes.unique()), units).set_index("nuts_id")
    rows = pd.DataFrame(
        {
            "name": names[codes.index],
            "region_id": codes.map(places["territory_id"]),
            "country_id": codes.map(places["country_id"]),
            "role": roles[codes.index],
            "source_row": codes.index,
        }
    )
    keys = _keys(list(dict.fromkeys(rows["name"])), said, before)
    rows["partnership_id"] = rows["name"].map({name: found[0] for name, found in keys.items()})
    fault = [_asked(rows, keys, said), *_renamed(rows, keys, said, before)]
    fault += [_spellings(rows, said), _countries(rows, sheet, said, tables["countries"])]
    fault += [_twice(rows, places, said), _leads(rows, said), _merged(rows, said, before)]
    priorities.refuse(sheet, said.wanted, said.columns.region, fault)
    return Read(
        rows[["partnership_id", "region_id", "country_id", "role", "source_row"]],
        _partnerships(rows, said, before),
        _added(places.reset_index(), tables["unit_names"]),
        pd.concat([*logs, of_names[0], role_log]).sort_values(["row", "column"], kind="stable"),
        sheet.digest,
        ", ".join(sheet.recognised),
        tuple(sheet.notes),
    )


def _added(places: pd.DataFrame, unit_names: pd.DataFrame) -> pd.DataFrame:
    """Return the regions that the data do not have, under their English names where there are."""
    added = places.loc[places["region_id"].eq("")]
    english = unit_names.loc[unit_names["kind"].eq("en")].drop_duplicates("nuts_id")
    usual = english.set_index("nuts_id")["name"].reindex(added["nuts_id"]).to_numpy()
    own = added["name"].where(~added["name"].str.isupper(), added["name"].str.title())
    return added.assign(
        region_id=added["territory_id"], name=pd.Series(usual, added.index, dtype="str").fillna(own)
    )


def future(as_of: str) -> bool:
    """Return whether a month has not begun yet."""
    return as_of > f"{datetime.now(UTC):%Y-%m}"


def with_joined(
    units: territories.Gazetteer, tables: Named[str, pd.DataFrame]
) -> territories.Gazetteer:
    """Return the units with the regions of the record that are several of them, under their names.

    Each has a code of its own, the country and its key, which is no NUTS code.
    """
    joined = tables["regions"].set_index("region_id")
    joined = joined.loc[~joined.index.isin(units.units["region_id"])]
    known = regions.known(tables)
    known = known.loc[known["region_id"].isin(joined.index) & known["how"].eq("name")]
    codes = (joined["country_id"] + "+" + joined.index).to_dict()
    rows = joined.reset_index().assign(nuts_level=2, nuts_label=joined["name"].to_numpy())
    more = rows.set_index(rows["region_id"].map(codes))[units.units.columns]
    names = dict(units.names)
    for spelling, region in known[["key", "region_id"]].itertuples(index=False):
        names[spelling] = [codes[region]]
    place = units.place | {code: code for code in codes.values()}
    return replace(units, units=pd.concat([units.units, more]), names=names, place=place)


def _roles(sheet: Sheet, said: Mapping) -> tuple[pd.Series, pd.DataFrame, pd.DataFrame]:
    """Return the role of each row, the log, and what is no role."""
    found, log, wrong = priorities.column(sheet, said.columns.role)
    if not said.columns.role:
        return found.map(lambda _: said.every_role or ""), log, wrong
    meant = {t: mappings.role(t, said.roles, regions.key(t)) for t in found.unique()}
    reasons = {
        text: ""
        if role
        else f"{text!r} is no role; say in [roles] what it is: lead, participant, "
        "observer or interested"
        for text, role in meant.items()
    }
    strange = import_errors.of_texts(found, said.columns.role, reasons)
    return found.map(meant), log, pd.concat([wrong, strange])


def _empty(names: pd.Series, column: str) -> pd.DataFrame:
    reasons = {name: _no_name(name) for name in names.unique()}
    return import_errors.of_texts(names, column, reasons)


def _no_name(name: str) -> str:
    """Return why a cell cannot name a partnership; nothing where it can."""
    if not name:
        return (
            "names no partnership; if it stands in the first row of its group only, say "
            "fill = true at the top of the mapping"
        )
    if PLACEHOLDER.fullmatch(name):
        return f"{name!r} names no partnership"
    return f"{name!r} is a date, no partnership" if DATE.match(name) else ""


def _keys(names: list[str], said: Mapping, before: list[MemberList]) -> dict[str, tuple[str, str]]:
    """Return for each name of a partnership its key, or why somebody must be asked."""
    known: dict[str, str] = {}
    ids: dict[str, str] = {}
    for each in before:
        for row in each.partnerships.to_dict("records"):
            ids[row["partnership_id"]] = row["short_name"]
            for name in (row["short_name"], row.get("name_printed", ""), row["partnership_id"]):
                known.setdefault(regions.key(str(name)), row["partnership_id"])
    found: dict[str, tuple[str, str]] = {}
    for name in names:
        told = said.partnerships.get(name, "")
        if told and told != NEW:
            there = f"there are {', '.join(sorted(ids))}" if ids else "there is no other list"
            lacks = f"{told!r} is no key of a partnership; {there}"
            found[name] = (told, "" if told in ids else lacks)
        elif not told and regions.key(name) in known:
            found[name] = (known[regions.key(name)], "")
        else:
            near = [] if told else [key for key, short in ids.items() if _near(name, short)]
            found[name] = (
                _new(name, {*ids, *(key for key, _ in found.values())}),
                _ask(name, near),
            )
    return found


def _near(name: str, other: str) -> bool:
    one, two = regions.fold(name), regions.fold(other)
    return fuzz.ratio(one, two) >= NEAR or (len(two) > 4 and fuzz.partial_ratio(one, two) >= 95)


def _ask(name: str, near: list[str]) -> str:
    if not near:
        return ""
    ways = " or ".join(f'"{name}" = "{key}"' for key in [*near, NEW])
    return f"{name!r} may be a partnership of another list; say in [partnerships]: {ways}"


def _new(name: str, taken: set[str]) -> str:
    """Return a key for a new partnership: its name in letters that a file can have."""
    whole = regions.fold(name)
    plain = "-".join(whole.encode("ascii", "ignore").decode().split())[:60].strip("-")
    plain = plain if plain and len(plain) * 2 > len(whole) else "partnership"
    tries = [plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in tries if each not in taken)


def _asked(rows: pd.DataFrame, keys: dict[str, tuple[str, str]], said: Mapping) -> pd.DataFrame:
    first = rows.drop_duplicates("name").set_index("source_row")["name"]
    reasons = {name: why for name, (_, why) in keys.items()}
    return import_errors.of_texts(first, said.columns.partnership, reasons)


def _spellings(rows: pd.DataFrame, said: Mapping) -> pd.DataFrame:
    """Return a problem for each name that differs from another one in its spelling alone."""
    first = rows.drop_duplicates("name").set_index("source_row")["name"]
    first = first[~first.isin(list(said.partnerships))]
    alike = first.map(lambda name: regions.fold(name).replace(" ", ""))
    before = first.groupby(alike).transform("first")
    again = first[first.ne(before) & alike.ne("")]
    reasons = {
        name: f"{name!r} and {other!r} differ in their spelling alone; write them alike, or say in "
        f'[partnerships]: "{name}" = "new"'
        for name, other in zip(again, before[again.index], strict=True)
    }
    return import_errors.of_texts(again, said.columns.partnership, reasons)


def _countries(
    rows: pd.DataFrame, sheet: Sheet, said: Mapping, countries: pd.DataFrame
) -> pd.DataFrame:
    """Return a problem for each region that the column of countries puts into another one."""
    column, own = said.columns.country, rows.drop_duplicates("source_row").set_index("source_row")
    if not column:
        return pd.DataFrame(columns=import_errors.COLUMNS)
    ids = dict(zip(countries["name"].str.casefold(), countries["country_id"], strict=True))
    ids |= {each.casefold(): each for each in countries["country_id"]} | {"gr": "EL", "gb": "UK"}
    told = sheet.cells[column].str.strip().str.casefold().map(ids).reindex(own.index)
    wrong = told[told.notna() & told.ne(own["country_id"])]
    reasons = [
        f"says {there}, and the region is in {here}"
        for there, here in zip(wrong, own.loc[wrong.index, "country_id"], strict=True)
    ]
    return import_errors.many("", wrong.index, column, pd.Series(reasons, dtype="str"))


def _renamed(
    rows: pd.DataFrame, keys: dict[str, tuple[str, str]], said: Mapping, before: list[MemberList]
) -> list[pd.DataFrame]:
    """Return a problem for each unknown name that may be the new one of a partnership gone."""
    if not before:
        return []
    old = before[-1].entries.groupby("partnership_id")["region_id"].agg(set)
    gone = old[~old.index.isin(rows["partnership_id"]) & ~old.index.isin(list(said.merged))]
    found = []
    for name, part in rows.groupby("name", sort=False):
        key, why = keys[str(name)]
        if why or key in old.index or str(name) in said.partnerships:
            continue
        own = set(part["region_id"])
        like = [k for k, ids in gone.items() if len(own & ids) >= HALF * max(len(own), len(ids))]
        if like:
            ask = _ask(str(name), [str(each) for each in like])
            row, column = int(part["source_row"].iloc[0]), said.columns.partnership
            found.append(import_errors.one("", f"{ask} (same regions)", row, column))
    return found


def _twice(rows: pd.DataFrame, places: pd.DataFrame, said: Mapping) -> pd.DataFrame:
    """Return a problem for each row whose region stands in its partnership already."""
    pair = ["partnership_id", "region_id"]
    again = rows[rows.duplicated(pair)]
    first = rows.drop_duplicates(pair).set_index(pair)["source_row"]
    names = places.set_index("territory_id")["name"]
    reasons = [
        f"{names[region]} stands in {name} already, in row {first[key, region]}; leave one"
        for key, region, name in again[[*pair, "name"]].itertuples(index=False)
    ]
    return import_errors.many(
        "", pd.Index(again["source_row"]), said.columns.region, pd.Series(reasons)
    )


def _leads(rows: pd.DataFrame, said: Mapping) -> pd.DataFrame:
    """Return a problem for each lead after the first, where the mapping says there is one."""
    leads = rows[rows["role"].eq("lead")]
    again = leads[leads.duplicated("partnership_id")] if said.one_lead else leads.head(0)
    first = leads.drop_duplicates("partnership_id").set_index("partnership_id")["source_row"]
    reasons = [
        f"{name} has a lead already, in row {first[key]}; the mapping says one_lead = true"
        for key, name in again[["partnership_id", "name"]].itertuples(index=False)
    ]
    column = said.columns.role or said.columns.region
    return import_errors.many("", pd.Index(again["source_row"]), column, pd.Series(reasons))


def _merged(rows: pd.DataFrame, said: Mapping, before: list[MemberList]) -> pd.DataFrame:
    """Return a problem for each merger of a partnership that no list has, or into none here."""
    ids = {key for each in before for key in each.partnerships["partnership_id"]}
    wrong = [
        import_errors.one("", f"[merged] {old!r}: no other list has a partnership of that key")
        for old in said.merged
        if old not in ids
    ]
    wrong += [
        import_errors.one("", f"[merged] {new!r}: this list has no partnership of that name")
        for new in said.merged.values()
        if new not in set(rows["name"])
    ]
    return pd.concat([pd.DataFrame(columns=import_errors.COLUMNS), *wrong])


def _partnerships(rows: pd.DataFrame, said: Mapping, before: list[MemberList]) -> pd.DataFrame:
    """Return the partnerships of a list, in its order: a known one keeps what is known of it."""
    pilots: dict[str, str] = {}
    for each in before:
        table = each.partnerships
        pilots |= dict(zip(table["partnership_id"], table["vanguard_pilot"], strict=True))
    own = rows.drop_duplicates("partnership_id")
    merged = {
        key: [old for old, new in said.merged.items() if new == name]
        for key, name in own[["partnership_id", "name"]].itertuples(index=False)
    }
    return pd.DataFrame(
        {
            "partnership_id": own["partnership_id"],
            "position": range(1, len(own) + 1),
            "short_name": own["name"],
            "vanguard_pilot": [pilots.get(key, "unknown") for key in own["partnership_id"]],
            "merged_from": own["partnership_id"].map({k: "|".join(v) for k, v in merged.items()}),
        }
    ).reset_index(drop=True)


def told(found: Read, about: dict[str, str], before: list[MemberList]) -> list[str]:
    """Return how much a list holds and what is worth knowing; `about` is its row of `list`."""
    members, as_of = found.members, about["as_of"]
    lines = [
        f"{about['name']}, {month_words(as_of)}, {about['extent']}: "
        f"{amount(len(members), 'membership')} of "
        f"{amount(members['region_id'].nunique(), 'region')} in "
        f"{amount(len(found.partnerships), 'partnership')}"
    ]
    new = set(found.partnerships["partnership_id"])
    new -= {key for each in before for key in each.partnerships["partnership_id"]}
    if before and new:
        lines.append(f"new to the lists of this platform: {', '.join(sorted(new))}")
    if not found.regions.empty:
        some = ", ".join(found.regions["name"].head(8))
        lines.append(
            f"{amount(len(found.regions), 'region')} new to the data, at the middle of the country "
            f"on maps, since no point is known: {some}"
        )
    later = [each.as_of for each in before if each.as_of > as_of]
    if later:
        lines.append(f"older than the list of {month_words(later[0])}: changes are told from it on")
    return lines
