"""Which support services fit whom: the exhibits of a region, a partnership and the partner finder.

Each takes what support.matched returns. `place` is how a title calls where the actors work; where
only one actor asks, the title names that one instead.
"""

from collections.abc import Collection

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits import words
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.record.support import ACTORS, AVAILABILITY_WORDS, conditions
from s3analysis.measures.record.support import ANSWERS
from s3analysis.vocabulary import and_join, month_words

WHOM = ACTORS | {"partnership": "the partnership"}
"""Who asks: as the printed users are called, but for one partnership."""

FITTING_WORDS = AVAILABILITY_WORDS | {
    "not_dated": "no opening date printed",
    "unclear": "date too coarse to tell",
    "users_unknown": "who may use it is not printed",
}

REASON_WORDS = {
    "only_others": "only public bodies that help manage the ERDF or the Cohesion Fund may ask",
    "not_named": "the passage names others",
    "closed": "closed by then",
    "not_yet_open": "not yet open",
    "after-expression-of-interest": "only after the expression of interest of a partnership",
    "in-thematic-area": "only inside a thematic area of the platform",
    "being-established": "still being set up, without a date",
}


def fitting(
    matched: pd.DataFrame,
    services: pd.DataFrame,
    facts: pd.DataFrame,
    headings: pd.DataFrame,
    met: Collection[str],
    place: str,
    as_of: str,
    key: str = "services",
) -> Exhibit | Markdown:
    """Return the services that fit somebody: a row is one, those known to be open first.

    `met` are the conditions of a partnership that the actors meet (see support.met), `headings` the
    printed headings.
    """
    table = _fitting_table(matched, services, facts, as_of)
    whom, month = _whom(matched, place), month_words(as_of)
    if table.empty:
        return Markdown(f"In {month}, no support service was open to {whom}.")
    known = matched.loc[matched["answer"] == "open", "service_id"].nunique()
    title = f"In {month}, {_of(known, len(services))} open to {whom}"
    if known < len(table):
        title += f"; {len(table) - known} more may have been"
    counted = "counted as open" if met else "not counted as open"
    return Exhibit(
        key=key,
        title=title,
        subtitle="Services that fit somebody, those known to be open first; heading by its number",
        table=table,
        source=words.SUPPORT,
        note="A service that is open only after an expression of interest, or only inside a "
        f"thematic area, is {counted}. {_heading_words(headings)}",
    )


def exclusions(
    matched: pd.DataFrame, services: pd.DataFrame, place: str, as_of: str, key: str = "exclusions"
) -> Exhibit | Markdown:
    """Return the services that do not fit somebody, and why: a row is one reason and passage."""
    shut = matched.loc[matched["answer"] == "excluded"]
    whom, month = _whom(matched, place), month_words(as_of)
    if shut.empty:
        return Markdown(f"In {month}, no support service was closed to {whom}.")
    some = "some " if len(matched["actor"].unique()) > 1 else ""
    closed = _of(shut["service_id"].nunique(), len(services))
    rows, names = _by_passage(shut), services.set_index("service_id")["name_printed"]
    return Exhibit(
        key=key,
        title=f"In {month}, {closed} not open to {some}{whom}",
        subtitle="Whom a service does not fit in that month, and why",
        table=pd.DataFrame(
            {
                "Service": rows["service_id"].map(names),
                "Not for": rows["whom"],
                "Why not": rows["reason"].map(REASON_WORDS),
                "Passage": rows["quote"],
            }
        ),
        source=words.SUPPORT,
        note="Where the passage names others, the first passage that names them is given.",
    )


def _fitting_table(
    matched: pd.DataFrame, services: pd.DataFrame, facts: pd.DataFrame, as_of: str
) -> pd.DataFrame:
    fits = matched.loc[matched["answer"] != "excluded"]
    rows = (
        fits.assign(whom=fits["actor"].map(WHOM), rank=fits["answer"].map(ANSWERS.index))
        .groupby(["rank", "answer", "service_id", "heading"], sort=False)["whom"]
        .agg(", ".join)
        .reset_index()
        .sort_values("rank", kind="stable", ignore_index=True)
    )
    key, about = rows["service_id"], services.set_index("service_id")
    everybody = ", ".join(WHOM[actor] for actor in matched["actor"].unique())
    return pd.DataFrame(
        {
            "Service": key.map(about["name_printed"]),
            f"In {month_words(as_of)}": rows["answer"].map(FITTING_WORDS),
            "For whom": rows["whom"].replace({everybody: "all of them"}),
            "What it is": key.map(about["gist"]),
            "Conditions": conditions(key, facts),
            "Heading": rows["heading"],
        }
    )


def _by_passage(matched: pd.DataFrame) -> pd.DataFrame:
    """Return matches with those whom they are about, `whom`, gathered by passage.

    Who is covered by a wider word has it in brackets.
    """
    whom = matched["actor"].map(WHOM)
    wider = (matched["word"] != "") & (matched["word"] != matched["actor"])
    named = whom.mask(wider, whom + " (as " + matched["word"].map(ACTORS) + ")")
    by = ["service_id", "heading", "answer", "reason", "quote"]
    return matched.assign(whom=named).groupby(by, sort=False)["whom"].agg(", ".join).reset_index()


def _whom(matched: pd.DataFrame, place: str) -> str:
    actors = matched["actor"].unique()
    return WHOM[actors[0]] if len(actors) == 1 else f"actors in {place}"


def _of(number: int, services: int) -> str:
    """Return how many services of all, with the verb.

    >>> _of(0, 22), _of(1, 22), _of(3, 22)
    ('none of 22 support services was', '1 of 22 support services was', '3 of 22 support services \
were')
    """
    verb = "were" if number > 1 else "was"
    return f"{number or 'none'} of {services} support services {verb}"


def _heading_words(headings: pd.DataFrame) -> str:
    """Return the printed headings, and how their number differs from that of the phases announced.

    >>> _heading_words(pd.DataFrame({"number": [1, 2], "name_printed": ["Mapping", "Funding"],
    ...                              "phases_announced": [3, 3]}))
    'Headings: 1. Mapping; 2. Funding. The text announces 3 phases; which is which is not said.'
    """
    listed = headings.sort_values("number")
    named = "; ".join(listed["number"].astype("str") + ". " + listed["name_printed"])
    phases = and_join(sorted(listed["phases_announced"].astype("str").unique()))
    return f"Headings: {named}. The text announces {phases} phases; which is which is not said."
