"""Which data each printed quantity is computed from: the registry of the ledger.

A binding says how the value of a quantity is found in the tidy tables (computations.py)
and which readings of the print bear on it (readings.py).

A quantity without a binding is stated and not counted: a date, an amount, an attendance. Only
other passages can test it (cross_check.py).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Literal

from s3analysis.measures.ledger import computations
from s3analysis.measures.ledger.claims import Claim
from s3analysis.measures.ledger.computations import Count, Find
from s3analysis.measures.ledger.readings import Choice, Tables, choices, lists
from s3analysis.measures.ledger.rounding import Range, exactly

NO_LIST = "no member list of that month and scope is in the record"


@dataclass(frozen=True)
class Binding:
    """How a quantity is computed.

    `rule` says it in words. `switches` are the readings that bear on it. A quantity of a member
    list has a `count`; it is computed for claims of one of its `scopes` alone, and of the list's
    `own` month, of one too that a reading lets the list speak of (`bridged`), or of `any` month.
    Any other has a `find`. `lacking` says what the record lacks where nothing is found,
    and `lacks` which of REASONS that is.
    Quantities of one `fact` test one relation between them. What is counted may be the claim's
    `own`: an ordinal of events that the documents number with these very ordinals, or items named
    in the claim's own sentence. Where the print does not say what it counts, `beside` says so: what
    is found is set beside the number, and is no verdict on it. What is found may be a `bound`, two
    days or values between which the printed one lies: claims of one year are then one fact.
    """

    rule: str
    find: Find | None = None
    count: Count | None = None
    switches: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("s3p-industry",)
    months: Literal["bridged", "own", "any"] = "bridged"
    lacking: Callable[[Tables, Claim], str] = lambda tables, claim: NO_LIST
    lacks: str = "no list of that month"
    fact: str = ""
    own: Literal["", "ordinal", "own sentence"] = ""
    beside: str = ""
    bound: bool = False


REGIONS = ("observers", "leads-take-part", "nested", "joint-entry", "names", "national-level")
"""The switches that bear on which regions count."""


PARTNERS, BUDGET = "innosup-1: partners by projects", "innosup-1: budget by projects"
STRATEGIES, MEETINGS = "s3-platform: years to the brief", "steering-committee: meetings by hosts"
"""Relations between printed numbers that several of them state."""

MILESTONES = {
    "launch-date": "platform-launch",
    "smart-regions-2016-date": "smart-regions-2016",
    "kick-off-date": "kick-off",
    "steering-committee-1-date": "steering-committee-1",
    "smart-regions-2017-date": "smart-regions-2017",
}
"""The dates that a milestone before and one after them bound, each with its event."""


def fact_of(claim: Claim) -> str:
    """Return the key of the fact that a claim states: claims with one key are tellings of it."""
    binding = BINDINGS.get(claim.quantity)
    if binding and binding.fact:
        return binding.fact
    if (binding and binding.bound) or (claim.unit == "date" and "/" not in claim.value):
        return f"{claim.quantity}: {claim.value[:4]}, {claim.scope}"
    return f"{claim.quantity}: {claim.value}, {claim.scope}"


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
        return not binding.bound or claim.scope in binding.scopes
    if claim.scope not in binding.scopes:
        return False
    own = claim.as_of in {"", as_of} or binding.months == "any"
    return own or bool(bridges(binding, tables, claim, as_of))


BINDINGS: dict[str, Binding] = {
    "member-regions": Binding(
        "regions in the member list",
        count=computations.regions,
        switches=(*REGIONS, "industry-4-0-leads"),
    ),
    "lead-regions": Binding(
        "regions under a lead heading of the member list",
        count=computations.leads,
        switches=("names", "national-level", "industry-4-0-leads", "lead-count"),
    ),
    **{
        f"{pilot}-pilot-regions": Binding(
            f"regions of the {name} partnership in the member list",
            count=partial(computations.of_one, partnership),
            switches=("leads-take-part", "names"),
            scopes=("vanguard",),
            months="own",
        )
        for pilot, name, partnership in (
            ("nano", "nano", "nano-enabled-products"),
            ("adma", "energy", "adma-energy"),
        )
    },
    **{
        f"partnership-minimum-{what}": Binding(
            f"{words} in the member list",
            count=partial(computations.fewest, column),
            switches=("observers", "leads-take-part", "national-level"),
            months="any",
        )
        for what, words, column in (
            ("regions", "regions of the smallest partnership", "region"),
            ("member-states", "countries of the partnership with fewest", "country"),
        )
    },
    "qualified-partnerships": Binding(
        "partnerships of the brief's Table 4 whose theme was named by that month",
        computations.qualified,
        switches=("merger",),
    ),
    "partnerships-merged": Binding(
        "themes that the brief's Table 3 has as merged, and into what", computations.merged
    ),
    "thematic-sub-areas": Binding(
        "rows of the brief's Table 3",
        computations.sub_areas,
        switches=("sub-areas",),
        beside="the brief does not say which list it counts",
    ),
    "thematic-areas-established": Binding("names in the list that follows", computations.areas),
    "vanguard-pilots": Binding(
        "pitches of June 2017 marked as Vanguard pilots",
        partial(computations.rows, "pitches", kind="pitch", vanguard="yes"),
    ),
    "pitches": Binding(
        "names in the list of pitches", computations.pitches, switches=("pitch-list",)
    ),
    "partnerships-presented": Binding(
        "partnerships named before the pitches",
        partial(computations.rows, "pitches", kind="presented"),
        own="own sentence",
    ),
    "support-phases": Binding(
        "headings that follow", partial(computations.rows, "service_headings")
    ),
    "challenges-2017": Binding(
        "items of the list that follows", partial(computations.items_of, "challenge")
    ),
    "cooperation-dimensions": Binding(
        "items of the list that follows",
        partial(computations.items_of, "dimension"),
        own="own sentence",
    ),
    "cohesion-policy-priorities": Binding(
        "priorities named in the sentence",
        partial(computations.items_of, "priority_area", occasion="cohesion-policy"),
        own="own sentence",
    ),
    "communication-2014-actions": Binding(
        "priority areas that the text then lists",
        partial(computations.items_of, "priority_area", occasion="communication-2014"),
    ),
    "thematic-platforms": Binding(
        "platforms that the same document names", computations.names_listed
    ),
    "knowledge-exchange-areas": Binding(
        "names that follow in the sentence", computations.names_listed, own="own sentence"
    ),
    "key-initiatives": Binding(
        "items of the list that follows",
        partial(computations.items_of, "action"),
        own="own sentence",
    ),
    "milestone-years": Binding(
        "years of the events in the brief's Figure 5", computations.milestone_years
    ),
    "years-of-strategy-making": Binding(
        "years from the set-up of the S3 Platform to the brief",
        partial(computations.years_since, "s3-platform"),
        fact=STRATEGIES,
    ),
    "steering-committee-1-edition": Binding(
        "place among the meetings of the Committee in the record",
        partial(computations.edition, "steering-committee-1"),
        own="ordinal",
    ),
    **{
        f"{event}-edition": Binding(
            "place among the Smart Regions conferences in the record",
            partial(computations.edition, event),
            own="ordinal",
        )
        for event in ("smart-regions-2016", "smart-regions-2017")
    },
    **{
        quantity: Binding(
            "between the milestones before and after it in the brief's Figure 5",
            partial(computations.between, event),
            scopes=("s3p-industry", "event"),
            lacking=lambda tables, claim: (
                "the brief's Figure 5 is of the industrial platform alone"
            ),
            lacks="date of an event",
            bound=True,
        )
        for quantity, event in MILESTONES.items()
    },
    "smart-regions-2016-days": Binding(
        "days that the other documents name for the conference, at least",
        partial(computations.days_named, "smart-regions-2016-date"),
    ),
    "news-date": Binding(
        "from the conference it reports to the end of the call that it speaks of as open",
        partial(computations.after, "smart-regions-2016", "escp-s3-expression-of-interest"),
    ),
    "kets-mapping-date": Binding(
        "year of the report with which it began, in the list of references",
        partial(computations.year_of, "brief-reference-9"),
    ),
    "stock-taking-date": Binding(
        "from the meeting of March 2017, when fewer had qualified, to the brief itself",
        partial(computations.after, "steering-committee-1", "brief"),
        bound=True,
    ),
    "grow-your-region-date": Binding(
        "after the list of nine partnerships, to which its document adds two, and before the end "
        "of the year in which it still expects a call",
        partial(computations.after, computations.LIST, "escp-s3-call"),
        scopes=("event",),
        bound=True,
    ),
    "escp-s3-interest-closes": Binding(
        "from the last event in the Interreg brief, which has the call open, to the next call",
        partial(computations.after, "tci-conference", "escp-s3-call"),
    ),
    "escp-s3-call-date": Binding(
        "after the conference of November 2017, whose document still expects it",
        partial(computations.after, "grow-your-region-2017", ""),
    ),
    "reconfirm-launch-date": Binding(
        "from the last event in the Interreg brief, which expects it, to the conference whose "
        "document has it running",
        partial(computations.after, "tci-conference", "grow-your-region-2017"),
    ),
    "s3-platform-launch-date": Binding(
        "the year of the brief less the years of preparing strategies that it prints",
        partial(computations.years_before, "brief", "years-of-strategy-making"),
        fact=STRATEGIES,
    ),
    "steering-committee-meetings": Binding(
        "meetings that the co-chairing region hosts, times the two hosts, who take turns",
        partial(computations.times, "steering-committee-meetings-hosted", Fraction(2)),
        fact=MEETINGS,
    ),
    "steering-committee-meetings-hosted": Binding(
        "meetings of a year, shared by the two hosts, who take turns",
        partial(computations.times, "steering-committee-meetings", Fraction(1, 2)),
        fact=MEETINGS,
    ),
    "industrial-biotechnology-rank": Binding(
        "place among the three shares printed; the other three may stand above it",
        computations.best_rank,
    ),
    "innosup-1-partners-per-project": Binding(
        "partners divided by projects",
        partial(computations.quotient, "innosup-1-partners", "innosup-1-projects"),
        fact=PARTNERS,
    ),
    "innosup-1-budget-per-project": Binding(
        "budget divided by projects",
        partial(computations.quotient, "innosup-1-launched-budget", "innosup-1-projects"),
        fact=BUDGET,
    ),
    "innosup-1-projects": Binding(
        "budget and partners divided by those of a usual project",
        partial(
            computations.either,
            partial(
                computations.quotient, "innosup-1-launched-budget", "innosup-1-budget-per-project"
            ),
            partial(computations.quotient, "innosup-1-partners", "innosup-1-partners-per-project"),
        ),
        fact=PARTNERS,
    ),
    "innosup-1-launched-budget": Binding(
        "projects times the usual budget",
        partial(computations.product, "innosup-1-projects", "innosup-1-budget-per-project"),
        fact=BUDGET,
    ),
    "innosup-1-partners": Binding(
        "projects times the usual number of partners",
        partial(computations.product, "innosup-1-projects", "innosup-1-partners-per-project"),
        fact=PARTNERS,
    ),
    "innosup-1-total": Binding(
        "not below the budget of the projects launched",
        partial(computations.beyond, "innosup-1-launched"),
    ),
    "erdf-smart-specialisation": Binding(
        "not above the amount with national co-financing",
        partial(computations.within, "erdf-smart-specialisation-cofinanced"),
    ),
    "erdf-smart-specialisation-cofinanced": Binding(
        "not below the amount without national co-financing",
        partial(computations.beyond, "erdf-smart-specialisation"),
    ),
    "cohesion-policy-cofinanced": Binding(
        "not below the amount for four priorities",
        partial(computations.beyond, "cohesion-policy-four-priorities"),
    ),
    "cohesion-policy-four-priorities": Binding(
        "not above the amount of the whole policy",
        partial(computations.within, "cohesion-policy-cofinanced"),
    ),
    "priorities-encoded": Binding(
        "priorities of an EYE@RIS3 extract",
        computations.encoded,
        lacking=computations.lacking,
        lacks="data not public",
    ),
} | {
    f"{category}-share-of-{of}": Binding(
        f"share of {of} of an EYE@RIS3 extract",
        partial(computations.share, category, of),
        lacking=computations.lacking,
        lacks="data not public",
        fact=f"{category}-share-of-{of}",
    )
    for of, categories in computations.SHARES.items()
    for category in categories
}
"""The binding of each quantity that the record, or an extract given to it, can compute."""
