"""Page 1 of the report: what was read, the findings, and where the brief's own exhibits are."""

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.words import BRIEF
from s3analysis.vocabulary import amount, and_join, month_words, part

FOUND = {
    "figure-1": ("printed-shares", "drawn again from the shares in its text"),
    "figure-2": (
        "printed-shares",
        "only the three shares of regions in its text; the rest is lost",
    ),
    "figure-3": ("instruments", "given again as a table, from its text"),
    "figure-4": ("platform-links", "drawn again from its text"),
    "figure-5": ("milestones", "drawn again from its text, with the dates in other documents"),
    "figure-6": ("places", "for the month of the member list; the brief drew an earlier month"),
    "figure-7": ("", "one page for each partnership, beside this report"),
    "table-1": ("infoday-areas", "given again, points in our words"),
    "table-2": ("kickoff-topics", "given again, with the partnership that each topic became"),
    "table-3": ("theme-status", "cells whose colour is lost follow from the text or are unknown"),
    "table-4": (
        "members",
        "given again as corrected; the aims of each are in a table of their own",
    ),
}
"""Of each figure and table of the brief: the exhibit that gives it again, and in what way."""

UNKNOWN = (
    "The documents do not say why a region takes part or stays away, how active a member is, or "
    "what a partnership has achieved."
)


def sources(documents: pd.DataFrame) -> Markdown:
    """Return which documents were read: a row of `documents` is one."""
    main, *others = documents.sort_values("position").to_dict("records")
    by = [f"{each['producer']} ({each['kind']})" for each in others]
    return Markdown(
        f"We read {amount(len(documents), 'public document')}, listed in [](#documents). The main "
        f"one, called *the brief* here, is {BRIEF}: {main['authors'].replace(';', ' and')} "
        f"({main['published']}), “{main['title']}”. The others are by: {'; '.join(by)}."
    )


def participation(
    members: pd.DataFrame,
    partnerships: pd.DataFrame,
    sizes: pd.DataFrame,
    as_of: str,
    headlines: pd.DataFrame | None = None,
) -> Markdown:
    """Return how many take part, and in which partnership most do (see membership.by_partnership).

    `members` are the memberships that count, `partnerships` those they can be in, `headlines` what
    sensitivity.overview returns, for the brief's own list.
    """
    keys, spread = ["members", "partnership-sizes"], ""
    if headlines is not None:
        read = headlines.set_index("name").loc["Regions"]
        keys.append("ledger-spread")
        spread = (
            " Depending on who counts and on how unclear names and nested regions are read, the "
            f"number of regions lies between {read['low']} and {read['high']}."
        )
    names = partnerships.set_index("partnership_id")["short_name"]
    most = int(sizes["regions"].max())
    largest = sizes.loc[sizes["regions"] == most, "partnership_id"].map(names).tolist()
    is_largest = "is the largest, with"
    if len(largest) > 1:
        is_largest = "are the largest, each with"
    return finding(
        f"In {month_words(as_of)}, {amount(len(partnerships), 'partnership')} brought together "
        f"{amount(members['region_id'].nunique(), 'region')} of "
        f"{amount(members['country_id'].nunique(), 'country / countries')}, with "
        f"{amount(len(members), 'membership')}",
        f"{and_join(largest)} {is_largest} {amount(most, 'region')}.{spread}",
        *keys,
    )


def absence(states: pd.DataFrame, groups: pd.DataFrame) -> Markdown:
    """Return which Member States are missing (see membership.by_country and by_group)."""
    missing, memberships = int((states["regions"] == 0).sum()), int(groups["memberships"].sum())
    held = int(groups.loc[groups["group"] == "EU-13", "memberships"].sum())
    without = int(groups.loc[groups["group"] == "EU-13", "without"].sum())
    joined = f"{without} of these joined the EU since May 2004."
    if missing < 2:
        joined = ""
    return finding(
        f"{part(missing, len(states), 'Member State', 'has / have')} no region in any partnership",
        f"{joined} Regions of all Member States that joined since May 2004 hold "
        f"{held} of {amount(memberships, 'membership')}"
        f"{_percent(held, memberships)}.".strip(),
        "member-states",
        "groups",
    )


def concentration(by_region: pd.DataFrame, partnerships: pd.DataFrame) -> Markdown:
    """Return how far few regions hold most memberships (see membership.by_region)."""
    often = by_region.loc[by_region["memberships"] * 2 >= len(partnerships)]
    once, all_of = int((by_region["memberships"] == 1).sum()), int(by_region["memberships"].sum())
    held = int(often["memberships"].sum())
    together = f", and together hold {held} of {amount(all_of, 'membership')}"
    return finding(
        f"{part(once, len(by_region), 'region')} in one partnership only",
        f"{amount(len(often), 'region is / regions are').capitalize()} in at least half of the "
        f"partnerships{together + _percent(held, all_of) if held else ''}.",
        "regions",
    )


def circles(vanguard: Exhibit) -> Markdown:
    """Return how far the Vanguard pilots and the others share regions, as its exhibit says."""
    return finding(
        vanguard.title,
        "The Vanguard Initiative is a network of regions that had begun pilots of its own before "
        "the platform existed; some of these pilots became partnerships.",
        vanguard.key,
    )


def needs(by_topic: pd.DataFrame) -> Markdown:
    """Return what regions asked for most, and what no service answers (see services.by)."""
    most = by_topic["needs"] == by_topic["needs"].max()
    topics = by_topic.loc[most, "topic"].str.replace("-", " ").tolist()
    total = amount(int(by_topic["needs"].sum()), "need")
    full, none = int(by_topic.loc[most, "answers"].sum()), int(by_topic["none_found"].sum())
    met = "no listed service meets any of these in full"
    if full:
        met = f"a listed service meets {full} of these in full"
    return finding(
        f"Regions asked most often for help with {and_join(topics)}",
        f"This is {by_topic.loc[most, 'needs'].sum()} of {total}; {met}. For "
        f"{amount(none, 'need')} of any kind we found no service at all.",
        "needs-by-topic",
        "needs",
    )


def numbers(once: "pd.Series[int]") -> Markdown:
    """Return how far printed numbers can be confirmed: `once` is the last of verdicts.counts."""
    supported = int(once["reproduced"] + once["consistent"])
    unlisted, facts = int(once["not checkable"]), int(once["claims"])
    other, if_read = int(once["not reproducible"]), int(once["another reading"])
    found = f"{unlisted} of {amount(facts, 'printed number')} cannot be checked"
    if unlisted * 2 > facts:
        found = "Most printed numbers cannot be checked"
    concern = "concerns something" if unlisted == 1 else "concern things"
    return finding(
        found,
        f"Of {amount(facts, 'printed fact')}, {unlisted} {concern} that the documents do not list. "
        f"The documents support {supported} and give another value for {other}; {if_read} "
        f"{'holds' if if_read == 1 else 'hold'} only under another reading. For the other "
        f"{int(once['not a test'])}, agreement was certain, so it tests nothing.",
        "ledger-summary",
    )


def limits(entries: pd.DataFrame) -> Markdown:
    """Return what the report cannot tell; `entries` are those of all member lists."""
    months = [month_words(each) for each in sorted(entries["as_of"].unique())]
    trend = f"There are member lists of {and_join(months)} only."
    if len(months) == 1:
        trend = f"There is one member list, of {months[0]}, so change over time cannot be shown."
    return Markdown(f"{trend} {UNKNOWN}")


def concordance(sections: pd.DataFrame) -> Exhibit:
    """Return where each figure and table of the brief is found here, in the brief's order."""
    named = sections["section"].isin(FOUND) & (sections["document_id"] == "brief")
    rows = sections.loc[named].sort_values("first_word", ignore_index=True)
    printed = rows["heading_printed"].str.extract(r"^(\w+ \d+): *(.*)$")
    where = rows["section"].map(lambda section: FOUND[section][0])
    given = int((where != "").sum())
    is_given = "is given" if given == 1 else "are given"
    return Exhibit(
        key="concordance",
        title=f"{given} of the brief's {amount(len(rows), 'exhibit')} {is_given} again here",
        subtitle="Figures and tables of the brief in its order, and where they are found here",
        table=pd.DataFrame(
            {
                "In the brief": "the brief's " + printed[0],
                "Its title": printed[1],
                "Here": ("#" + where).where(where != "", "partnership pages"),
                "How": rows["section"].map(lambda section: FOUND[section][1]),
            }
        ),
        source=BRIEF,
        anchors=tuple("" if key else "partnerships" for key in where),
    )


def finding(found: str, more: str, *keys: str) -> Markdown:
    """Return a finding of page 1: what was found in bold, what more there is, and where."""
    links = and_join([f"[](#{key})" for key in keys])
    return Markdown(f"**{found[0].upper()}{found[1:]}.**{f' {more}' if more else ''} See {links}.")


def _percent(number: int, total: int) -> str:
    return f" ({number / total:.0%})".replace("%", " %") if total else ""
