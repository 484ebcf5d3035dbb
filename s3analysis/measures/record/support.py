"""Which support service fits whom, and when; each answer rests on one printed passage.

A service stands under a printed heading, names those who may use it, and sets dates and conditions.
Whether a printed word takes in somebody whom it does not name (a region its authority, industry a
small firm) is our judgement: see ACTORS.
"""

from collections.abc import Collection

import pandas as pd

from s3analysis.measures.record import services as availability

ACTORS: dict[str, tuple[str, ...]] = {
    "partnership": ("partnership", "region"),
    "regional-authority": (
        "regional-authority",
        "region",
        "public-authority",
        "policy-maker",
        "partnership",
        "stakeholder",
    ),
    "managing-authority": (
        "managing-authority",
        "public-institution",
        "public-authority",
        "policy-maker",
        "stakeholder",
    ),
    "cluster-organisation": (
        "cluster-organisation",
        "sme-intermediary",
        "business-network",
        "stakeholder",
    ),
    "sme": ("sme", "industry", "stakeholder"),
    "technology-centre": ("technology-centre", "research", "stakeholder"),
}
"""Whom a reader speaks for, and the printed words that mean them: their own, then wider ones."""

GATES = ("after-expression-of-interest", "in-thematic-area", "being-established")
"""Printed conditions that shut somebody out while they are not met; the others only qualify."""

FIRMS = ("sme", "technology-centre")
"""What is asked of a thematic area is asked of those who work in it, not of these by themselves."""

ANSWERS = ("open", "not_dated", "unclear", "users_unknown", "excluded")
"""Open to them; open as far as is printed, with no date; too coarse a date; users not printed."""

REASONS = ("only_others", "not_named", "closed", "not_yet_open", *GATES)
"""Why somebody is excluded: the first of these that holds."""


def matched(
    services: pd.DataFrame,
    facts: pd.DataFrame,
    as_of: str,
    actors: Collection[str],
    met: Collection[str],
) -> pd.DataFrame:
    """Return what each support service is to each actor in a month: a row is one and one.

    `facts` are the rows of service_facts; `met` are those of GATES that the actors have met, since
    they work in a partnership. Columns: `service_id`, `heading`, `actor`, `word` (the printed word
    that means them, or ""), `answer` (of ANSWERS), `reason` (of REASONS, if `excluded`), and of the
    passage `remark`, `quote`, `document_id`, `section`. In the order of print and of the actors.

    >>> services = pd.DataFrame({"service_id": ["fund"], "heading": [4], "position": [1],
    ...     "quote": "a fund", "document_id": "support", "section": "heading-4"})
    >>> facts = pd.DataFrame({"service_id": ["fund"] * 2, "fact": ["actor", "opens"],
    ...     "value": ["sme", "2018"], "remark": "", "quote": ["for SMEs", "in 2018"],
    ...     "document_id": "support", "section": "heading-4"})
    >>> found = matched(services, facts, "2017-07", ["sme", "managing-authority"], [])
    >>> found[["answer", "reason", "quote"]].to_numpy().tolist()
    [['excluded', 'not_yet_open', 'in 2018'], ['excluded', 'not_named', 'for SMEs']]
    """
    pairs = (
        services.sort_values("position")[["service_id", "heading"]]
        .merge(pd.DataFrame({"actor": list(actors)}), how="cross")
        .merge(_named(facts, actors), how="left", on=["service_id", "actor"], validate="one_to_one")
        .fillna({"word": ""})
    )
    dates = availability.open_at(facts, as_of).set_index("service_id")["availability"]
    dated = pairs["service_id"].map(dates).fillna("not_dated")
    reason = _reason(pairs, facts, dated, met)
    users = pairs["service_id"].isin(facts.loc[facts["fact"] == "actor", "service_id"])
    answer = dated.mask(~users, "users_unknown").mask(reason != "", "excluded")
    basis = reason.mask((reason == "") & users, pairs["word"])
    return (
        pairs.assign(answer=answer, reason=reason, basis=basis)
        .merge(_passages(services, facts), on=["service_id", "basis"], validate="many_to_one")
        .drop(columns="basis")
    )


def met(members: pd.DataFrame, region_id: str) -> list[str]:
    """Return those of GATES that a region has met: it works in a partnership, or it does not.

    >>> met(pd.DataFrame({"region_id": ["skane"]}), "norte")
    []
    """
    works = members["region_id"].eq(region_id).any()
    return ["after-expression-of-interest", "in-thematic-area"] if works else []


def _named(facts: pd.DataFrame, actors: Collection[str]) -> pd.DataFrame:
    """Return the printed word by which a service means an actor: the nearest to their own."""
    words = pd.DataFrame(
        [(actor, word, rank) for actor in actors for rank, word in enumerate(ACTORS[actor])],
        columns=["actor", "word", "rank"],
    )
    users = facts.loc[facts["fact"] == "actor", ["service_id", "value"]]
    return (
        users.rename(columns={"value": "word"})
        .merge(words, on="word", validate="many_to_many")
        .sort_values("rank")
        .drop_duplicates(["service_id", "actor"])[["service_id", "actor", "word"]]
    )


def _reason(
    pairs: pd.DataFrame, facts: pd.DataFrame, dated: "pd.Series[str]", met: Collection[str]
) -> "pd.Series[str]":
    """Return why a service is not for an actor, "" where nothing printed stands against it."""
    of = {
        kind: pairs["service_id"].isin(facts.loc[facts["fact"] == kind, "service_id"])
        for kind in ("actor", "not_for")
    }
    nameless = pairs["word"] == ""
    holds = {
        "only_others": nameless & of["not_for"],
        "not_named": nameless & of["actor"],
        "closed": dated == "closed",
        "not_yet_open": dated == "not_yet_open",
    }
    for gate in GATES:
        shut = facts.loc[(facts["fact"] == "condition") & (facts["value"] == gate), "service_id"]
        free = pairs["word"].isin(FIRMS) & (gate == "in-thematic-area")
        holds[gate] = pairs["service_id"].isin(shut) & (gate not in met) & ~free
    reason = pd.Series("", pairs.index)
    for name in reversed(REASONS):
        reason = reason.mask(holds[name], name)
    return reason


def _passages(services: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the passage behind each answer on a service: a row is one word or reason."""
    cells = ["service_id", "remark", "quote", "document_id", "section"]
    users = facts.loc[facts["fact"] == "actor"]
    kinds = {
        "only_others": facts.loc[facts["fact"] == "not_for"],
        "not_named": users,
        "closed": facts.loc[facts["fact"] == "closes"],
        "not_yet_open": facts.loc[facts["fact"] == "opens"],
        "": services.assign(remark=""),
    }
    conditions = facts.loc[(facts["fact"] == "condition") & facts["value"].isin(GATES)]
    found = [
        users[cells].assign(basis=users["value"]),
        conditions[cells].assign(basis=conditions["value"]),
        *(rows[cells].assign(basis=name) for name, rows in kinds.items()),
    ]
    return pd.concat(found).drop_duplicates(["service_id", "basis"])
