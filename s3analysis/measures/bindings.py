"""Which data each printed quantity is computed from: the registry of the ledger.

A binding finds the value of a quantity in the tidy tables under a choice of readings (readings.py).
What it finds is a range (rounding.py): one value, or bounds where the record bounds it only. It
finds None where the record holds nothing of that kind.

A quantity without a binding is told and not counted: a date, an amount, an attendance. Only other
passages can test it (cross_check.py).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Literal, NamedTuple

from s3analysis.measures import membership, shares
from s3analysis.measures.incidence import incidence
from s3analysis.measures.readings import Choice, Member, Tables, choices, lists
from s3analysis.measures.rounding import Range, days, exactly, stated


class Claim(NamedTuple):
    """A row of claims."""

    claim_id: str
    value_printed: str
    value: str
    unit: str
    exactness: str
    scope: str
    as_of: str
    quantity: str
    gist: str
    checkable: str
    how: str
    document_id: str
    section: str
    quote: str


NO_LIST = "no member list of that month and scope is in the record"
NO_EXTRACT = "no extract of EYE@RIS3 is in the record"

Find = Callable[[Tables, Choice, Claim], Range | None]
Count = Callable[[list[Member], Tables, str], int]
"""A count over the memberships of a list; given the tables and the month of the list."""


@dataclass(frozen=True)
class Binding:
    """How a quantity is computed.

    `rule` says it in words. `switches` are the readings that bear on it. A quantity of a member
    list has a `count`; it is computed for claims of one of its `scopes` alone, and of the list's
    `own` month, of one too that a reading lets the list speak of (`bridged`), or of `any` month.
    Any other has a `find`. `lacking` says what the record lacks where nothing is found.
    """

    rule: str
    find: Find | None = None
    count: Count | None = None
    switches: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("s3p-industry",)
    months: Literal["bridged", "own", "any"] = "bridged"
    lacking: str = NO_LIST


REGIONS = ("observers", "leads-take-part", "nested", "joint-entry", "names", "national-level")
"""The switches that bear on which regions count."""


def claims(tables: Tables) -> list[Claim]:
    """Return the claims of the record."""
    columns = (tables["claims"][name] for name in Claim._fields)
    return [Claim(*cells) for cells in zip(*columns, strict=True)]


def values(
    binding: Binding, tables: Tables, claim: Claim, as_of: str
) -> Iterator[tuple[Choice, Range | None]]:
    """Return the value of a claim's quantity under every choice that bears on it, default first.

    `as_of` is the month of the member list.
    """
    switches = [*binding.switches, *bridges(binding, tables, claim, as_of)]
    if binding.count:
        for choice, members in lists(tables, as_of, switches):
            yield choice, exactly(Fraction(binding.count(members, tables, as_of)))
    elif binding.find:
        for choice in choices(tables, switches) if switches else [{}]:
            yield choice, binding.find(tables, choice, claim)


def bridges(binding: Binding, tables: Tables, claim: Claim, as_of: str) -> list[str]:
    """Return the switches that let the list of a month speak of the month of a claim."""
    if not binding.count or binding.months != "bridged" or claim.as_of in {"", as_of}:
        return []
    readings = tables["readings"]
    return readings.loc[readings["as_of"] == claim.as_of, "switch"].drop_duplicates().tolist()


def listed(binding: Binding, tables: Tables, claim: Claim, as_of: str) -> bool:
    """Return whether a member list can speak of a claim: its scope, and its month or a bridge."""
    if not binding.count:
        return True
    if claim.scope not in binding.scopes:
        return False
    own = claim.as_of in {"", as_of} or binding.months == "any"
    return own or bool(bridges(binding, tables, claim, as_of))


def _regions(members: list[Member], tables: Tables, as_of: str) -> int:
    return len({member.region for member in members})


def _leads(members: list[Member], tables: Tables, as_of: str) -> int:
    return len({member.region for member in members if member.role == "lead"})


def _memberships(members: list[Member], tables: Tables, as_of: str) -> int:
    return len(members)


def _partnerships(members: list[Member], tables: Tables, as_of: str) -> int:
    return len({member.partnership for member in members})


def member_states(members: list[Member], tables: Tables, as_of: str) -> int:
    """Return how many Member States of the EU in a month have a region among memberships."""
    states = set(membership.member_states(tables["countries"], as_of)["country_id"])
    return len({member.country for member in members} & states)


def _of_one(partnership: str) -> Count:
    """Return a count of the regions of one partnership."""
    return lambda members, tables, as_of: len(
        {member.region for member in members if member.partnership == partnership}
    )


def _fewest(column: str) -> Count:
    """Return a count of the regions or countries of the smallest partnership."""

    def fewest(members: list[Member], tables: Tables, as_of: str) -> int:
        found: dict[str, set[str]] = {}
        for member in members:
            found.setdefault(member.partnership, set()).add(getattr(member, column))
        return min(map(len, found.values()))

    return fewest


def _qualified(tables: Tables, choice: Choice, claim: Claim) -> Range | None:
    """Return the partnerships of the list of the claim's month; before a merger there are more."""
    list_ = tables["partnership_members"].query("as_of == @claim.as_of")["partnership_id"]
    if list_.empty:
        return None
    merged = (tables["theme_status"]["value"] == "merged").sum()
    return exactly(Fraction(list_.nunique() + int(merged) * (choice["merger"] == "before")))


def _rows(table: str, **wanted: str) -> Find:
    """Return how many rows of a table hold some values."""

    def rows(tables: Tables, choice: Choice, claim: Claim) -> Range:
        frame = tables[table]
        for column, value in wanted.items():
            frame = frame.loc[frame[column] == value]
        return exactly(Fraction(len(frame)))

    return rows


def _list(kind: str, **wanted: str) -> Find:
    """Return how many numbered statements of a kind stand in the section of the claim."""

    def items(tables: Tables, choice: Choice, claim: Claim) -> Range:
        told = tables["statements"]
        here = (told["document_id"] == claim.document_id) & (told["section"] == claim.section)
        rows = told.loc[here & (told["kind"] == kind) & told["number"].notna()]
        for column, value in wanted.items():
            rows = rows.loc[rows[column] == value]
        return exactly(Fraction(len(rows)))

    return items


def _names(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return how many names of a list the document of the claim gives, however often."""
    names = tables["listed_names"]
    own = (names["quantity"] == claim.quantity) & (names["document_id"] == claim.document_id)
    return exactly(Fraction(names.loc[own, "name_printed"].str.casefold().nunique()))


def _years_since(event_id: str) -> Find:
    """Return the years from an event to the document of the claim."""

    def years(tables: Tables, choice: Choice, claim: Claim) -> Range:
        documents, events = tables["documents"], tables["events"]
        until = documents.set_index("document_id").loc[claim.document_id, "published"]
        since = events.set_index("event_id").loc[event_id, "starts"]
        return exactly(Fraction(int(str(until)[:4]) - int(str(since)[:4])))

    return years


def _edition(event_id: str) -> Find:
    """Return which of its series an event is; the last part of its key tells it from the others."""

    def edition(tables: Tables, choice: Choice, claim: Claim) -> Range:
        series = event_id.rpartition("-")[0]
        events = tables["events"]
        starts = events.loc[events["event_id"].str.startswith(f"{series}-")]
        own = str(starts.set_index("event_id").loc[event_id, "starts"])
        return exactly(Fraction(int((starts["starts"] <= own).sum())))

    return edition


def _length(event_id: str) -> Find:
    """Return how many days an event took."""

    def length(tables: Tables, choice: Choice, claim: Claim) -> Range:
        event = tables["events"].set_index("event_id").loc[event_id]
        took = days(f"{event['starts']}/{event['ends']}")
        return exactly(took.high - took.low + 1)

    return length


def _not_before(event_id: str) -> Find:
    """Return the days on which what reports an event can be dated."""

    def since(tables: Tables, choice: Choice, claim: Claim) -> Range:
        ends = tables["events"].set_index("event_id").loc[event_id, "ends"]
        return Range(days(str(ends)).high, inf)

    return since


def _not_after(reference_id: str) -> Find:
    """Return the days on which what a work reports can have begun."""

    def until(tables: Tables, choice: Choice, claim: Claim) -> Range:
        year = tables["references"].set_index("reference_id").loc[reference_id, "year"]
        return Range(-inf, days(str(year)).high)

    return until


def _milestone_years(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the first and last year of the events that Figure 5 shows."""
    drawn = tables["event_reports"].query("section == 'figure-5'")["event_id"]
    years = tables["events"].set_index("event_id").loc[drawn.unique(), "starts"].str[:4]
    return days(f"{years.min()}/{years.max()}")


def _pitches(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the pitches that are listed, by name or by printed number."""
    pitched = tables["pitches"].query("kind == 'pitch'")
    column = {"names": "name_printed", "numbers": "number_printed"}[choice["pitch-list"]]
    return exactly(Fraction(pitched[column].nunique()))


def _merged(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the themes that Table 3 has as merged, with those it says they merged with."""
    merged = tables["theme_status"].query("value == 'merged'")
    words = " ".join(merged["quote"]).casefold()
    names = tables["themes"].set_index("theme_id")["name"].str.casefold()
    named = {theme for theme, name in names.items() if re.search(rf"\b{re.escape(name)}\b", words)}
    return exactly(Fraction(len(named | set(merged["theme_id"]))))


def _areas(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the themes named in the section of the claim."""
    names = tables["theme_names"]
    here = (names["document_id"] == claim.document_id) & (names["section"] == claim.section)
    return exactly(Fraction(names.loc[here, "theme_id"].nunique()))


def _sub_areas(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the sub-areas by Table 3, by Table 2, or by Tables 2, 3 and 4 together."""
    tables_ = {
        "table-3": ["table-3"],
        "table-2": ["table-2"],
        "all-tables": ["table-2", "table-3", "table-4"],
    }[choice["sub-areas"]]
    if tables_ == ["table-2"]:
        return exactly(Fraction(len(tables["kickoff_topics"])))
    named = tables["theme_names"].query("document_id == 'brief' and section in @tables_")
    rows = set(tables["theme_status"]["theme_id"])
    found = rows if tables_ == ["table-3"] else rows | set(named["theme_id"])
    return exactly(Fraction(len(found)))


def _rank(tables: Tables, choice: Choice, claim: Claim) -> Range:
    """Return the best place of industrial biotechnology: shares not printed may be above it."""
    printed = tables["published_shares"].query("indicator == 'share_of_kets_priorities'")
    value = printed.set_index("category")["value"]
    return Range(Fraction(int((value >= value["industrial-biotechnology"]).sum())), inf)


def _printed(tables: Tables, quantity: str) -> Range:
    """Return what the first claim of a quantity says."""
    claim = next(each for each in claims(tables) if each.quantity == quantity)
    return stated(claim.value, claim.unit, claim.exactness)


def _quotient(of: str, by: str) -> Find:
    """Return one printed quantity divided by another."""

    def quotient(tables: Tables, choice: Choice, claim: Claim) -> Range:
        whole, parts = _printed(tables, of), _printed(tables, by)
        return Range(whole.low / parts.high, whole.high / parts.low)

    return quotient


def _product(one: str, other: str) -> Find:
    """Return one printed quantity times another."""

    def product(tables: Tables, choice: Choice, claim: Claim) -> Range:
        first, second = _printed(tables, one), _printed(tables, other)
        return Range(first.low * second.low, first.high * second.high)

    return product


def _either(*finds: Find) -> Find:
    """Return the values that several ways of finding them have in common."""

    def common(tables: Tables, choice: Choice, claim: Claim) -> Range:
        found = [each for find in finds if (each := find(tables, choice, claim))]
        return Range(max(each.low for each in found), min(each.high for each in found))

    return common


def _within(whole: str) -> Find:
    """Return the values that a part of a printed amount can have."""
    return lambda tables, choice, claim: Range(Fraction(0), _amount(tables, whole))


def _beyond(part: str) -> Find:
    """Return the values that the whole of a printed amount can have."""
    return lambda tables, choice, claim: Range(_amount(tables, part), inf)


def _amount(tables: Tables, funding_id: str) -> Fraction:
    row = tables["funding"].query("funding_id == @funding_id")
    return Fraction(int(row["amount"].sum()))


def _share(category: str, of: str) -> Find:
    """Return the percent of priorities or regions of an EYE@RIS3 extract that carry a category.

    The extract is two tables that the record lacks: `priorities` and `labels` (see shares.py).
    """

    def share(tables: Tables, choice: Choice, claim: Claim) -> Range | None:
        if not {"priorities", "labels"} <= set(tables):
            return None
        priorities, labels = tables["priorities"], tables["labels"]
        if of == "kets":
            inside = labels.loc[labels["category"] == "kets", "priority_id"]
            priorities = priorities.loc[priorities["priority_id"].isin(inside)]
            labels = labels.loc[labels["priority_id"].isin(inside)]
        measure = shares.of_regions if of == "regions" else shares.of_priorities
        found = measure(incidence(priorities, labels), 0.95, "wilson")
        found = found.loc[found["category"] == category]
        if found.empty:
            return exactly(Fraction(0))
        return exactly(Fraction(100 * int(found["count"].sum()), int(found["denominator"].sum())))

    return share


def _encoded(tables: Tables, choice: Choice, claim: Claim) -> Range | None:
    return exactly(Fraction(len(tables["priorities"]))) if "priorities" in tables else None


SHARES = {
    "priorities": ("kets", "health", "digital-agenda", "creative-industries"),
    "regions": ("kets", "digital-agenda", "creative-industries"),
    "kets": ("advanced-manufacturing-systems", "advanced-materials", "industrial-biotechnology"),
}
"""The categories whose shares are printed, by what they are shares of."""

BINDINGS: dict[str, Binding] = {
    "member-regions": Binding(
        "regions in the member list", count=_regions, switches=(*REGIONS, "industry-4-0-leads")
    ),
    "lead-regions": Binding(
        "regions under a lead heading of the member list",
        count=_leads,
        switches=("names", "national-level", "industry-4-0-leads"),
    ),
    "nano-pilot-regions": Binding(
        "regions of the nano partnership in the member list",
        count=_of_one("nano-enabled-products"),
        switches=("leads-take-part", "names"),
        scopes=("vanguard",),
        months="own",
    ),
    "adma-pilot-regions": Binding(
        "regions of the energy partnership in the member list",
        count=_of_one("adma-energy"),
        switches=("leads-take-part", "names"),
        scopes=("vanguard",),
        months="own",
    ),
    "partnership-minimum-regions": Binding(
        "regions of the smallest partnership in the member list",
        count=_fewest("region"),
        switches=("observers", "leads-take-part", "national-level"),
        months="any",
    ),
    "partnership-minimum-member-states": Binding(
        "countries of the partnership with fewest in the member list",
        count=_fewest("country"),
        switches=("observers", "leads-take-part", "national-level"),
        months="any",
    ),
    "qualified-partnerships": Binding(
        "partnerships of Table 4", find=_qualified, switches=("merger",)
    ),
    "partnerships-merged": Binding("themes that Table 3 has as merged, and into what", _merged),
    "thematic-sub-areas": Binding("rows of Table 3", _sub_areas, switches=("sub-areas",)),
    "thematic-areas-established": Binding("names in the list that follows", _areas),
    "vanguard-pilots": Binding(
        "pitches of June 2017 marked as Vanguard pilots",
        _rows("pitches", kind="pitch", vanguard="yes"),
    ),
    "pitches": Binding("names in the list of pitches", _pitches, switches=("pitch-list",)),
    "partnerships-presented": Binding(
        "partnerships named before the pitches", _rows("pitches", kind="presented")
    ),
    "support-phases": Binding("headings that follow", _rows("service_headings")),
    "challenges-2017": Binding("items of the list that follows", _list("challenge")),
    "cooperation-dimensions": Binding("items of the list that follows", _list("dimension")),
    "cohesion-policy-priorities": Binding(
        "priorities named in the sentence", _list("priority_area", occasion="cohesion-policy")
    ),
    "communication-2014-actions": Binding(
        "priority areas that the text then lists",
        _list("priority_area", occasion="communication-2014"),
    ),
    "thematic-platforms": Binding("platforms that the same document names", _names),
    "knowledge-exchange-areas": Binding("names that follow in the sentence", _names),
    "key-initiatives": Binding("items of the list that follows", _list("action")),
    "milestone-years": Binding("years of the events in Figure 5", _milestone_years),
    "years-of-strategy-making": Binding(
        "years from the set-up of the S3 Platform to the brief", _years_since("s3-platform")
    ),
    "steering-committee-1-edition": Binding(
        "place among the meetings of the Committee in the record", _edition("steering-committee-1")
    ),
    **{
        f"{event}-edition": Binding(
            "place among the Smart Regions conferences in the record", _edition(event)
        )
        for event in ("smart-regions-2016", "smart-regions-2017")
    },
    "smart-regions-2016-days": Binding(
        "days from the first to the last of the conference", _length("smart-regions-2016")
    ),
    "news-date": Binding(
        "not before the last day of the conference it reports", _not_before("smart-regions-2016")
    ),
    "kets-mapping-date": Binding(
        "not after the report on it in the list of references", _not_after("brief-reference-9")
    ),
    "industrial-biotechnology-rank": Binding(
        "place among the three shares printed; the other three may stand above it", _rank
    ),
    "innosup-1-partners-per-project": Binding(
        "partners divided by projects", _quotient("innosup-1-partners", "innosup-1-projects")
    ),
    "innosup-1-budget-per-project": Binding(
        "budget divided by projects", _quotient("innosup-1-launched-budget", "innosup-1-projects")
    ),
    "innosup-1-projects": Binding(
        "budget and partners divided by those of a usual project",
        _either(
            _quotient("innosup-1-launched-budget", "innosup-1-budget-per-project"),
            _quotient("innosup-1-partners", "innosup-1-partners-per-project"),
        ),
    ),
    "innosup-1-launched-budget": Binding(
        "projects times the usual budget",
        _product("innosup-1-projects", "innosup-1-budget-per-project"),
    ),
    "innosup-1-partners": Binding(
        "projects times the usual number of partners",
        _product("innosup-1-projects", "innosup-1-partners-per-project"),
    ),
    "innosup-1-total": Binding(
        "not below the budget of the projects launched", _beyond("innosup-1-launched")
    ),
    "erdf-smart-specialisation": Binding(
        "not above the amount with national co-financing",
        _within("erdf-smart-specialisation-cofinanced"),
    ),
    "cohesion-policy-four-priorities": Binding(
        "not above the amount of the whole policy", _within("cohesion-policy-cofinanced")
    ),
    "priorities-encoded": Binding(
        "priorities of an EYE@RIS3 extract", _encoded, lacking=NO_EXTRACT
    ),
} | {
    f"{category}-share-of-{of}": Binding(
        f"share of {of} of an EYE@RIS3 extract", _share(category, of), lacking=NO_EXTRACT
    )
    for of, categories in SHARES.items()
    for category in categories
}
"""The binding of each quantity that the record, or an extract given to it, can compute."""
