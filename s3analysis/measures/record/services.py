"""Which support service is open in a month, and how far the services answer what was asked for."""

import pandas as pd

FITS = ("answers", "partly", "none_found")
"""How far a service answers a need, by our judgement: the best first."""

PARTS = {
    "early": ("01", "06"),
    "mid": ("04", "09"),
    "end": ("10", "12"),
    "H1": ("01", "06"),
    "H2": ("07", "12"),
}
"""First and last month of the parts of a year that are printed; early means its first half."""


def months(printed: str) -> tuple[str, str]:
    """Return the first and the last month that a printed date can mean.

    A date is YYYY, YYYY-MM, YYYY-MM-DD, or a year with one of PARTS, as in "2017-H2".

    >>> months("2017-H2"), months("2017-03-31"), months("2018")
    (('2017-07', '2017-12'), ('2017-03', '2017-03'), ('2018-01', '2018-12'))
    """
    year, _, part = printed.partition("-")
    first, last = PARTS.get(part, (part[:2] or "01", part[:2] or "12"))
    return f"{year}-{first}", f"{year}-{last}"


def open_at(facts: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return whether each service is open in a month, as far as the printed dates tell.

    `facts` are the rows of service_facts; a row of the result is one service that has any. Where
    several opening dates are printed, the earliest and the latest month they allow count.
    `availability` is

    - `open`: every opening date that is printed has come, in full;
    - `not_yet_open`: none of them can have come;
    - `unclear`: the month lies between, and the print is too coarse to tell;
    - `closed`: the last month of the closing date is over, whatever the opening;
    - `not_dated`: no opening date is printed, so nothing is known.

    >>> facts = pd.DataFrame({
    ...     "service_id": ["campaign", "campaign", "call", "centre", "map"],
    ...     "fact": ["opens", "closes", "opens", "opens", "activity"],
    ...     "value": ["2016", "2018", "2017", "2017-end", "overview"]})
    >>> open_at(facts, "2017-07")[["service_id", "availability"]].to_numpy().tolist()
    [['call', 'unclear'], ['campaign', 'open'], ['centre', 'not_yet_open'], ['map', 'not_dated']]
    """
    dates = facts.loc[facts["fact"].isin(["opens", "closes"])]
    spans = [months(value) for value in dates["value"]]
    dates = dates.assign(first=[first for first, _ in spans], last=[last for _, last in spans])
    opens = dates.loc[dates["fact"] == "opens"].groupby("service_id")
    closes = dates.loc[dates["fact"] == "closes"].groupby("service_id")
    ends = {
        "opens_first": opens["first"].min(),
        "opens_last": opens["last"].max(),
        "closes_last": closes["last"].max(),
    }
    ids = pd.Index(sorted(facts["service_id"].unique()), name="service_id")
    dated = pd.DataFrame(ends, ids, dtype="str").fillna("").reset_index()
    return dated.assign(availability=_availability(dated, as_of))


def _availability(dated: pd.DataFrame, as_of: str) -> pd.Series:
    """Return what the first and last months of services tell of a month."""
    known = dated["opens_first"] != ""
    return (
        pd.Series("not_dated", dated.index)
        .mask(known, "unclear")
        .mask(known & (dated["opens_first"] > as_of), "not_yet_open")
        .mask(known & (dated["opens_last"] <= as_of), "open")
        .mask((dated["closes_last"] != "") & (dated["closes_last"] < as_of), "closed")
    )


def needs(statements: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Return how far each need is answered: a row is one statement that asks for something.

    `answers` are the rows of need_services, our judgement. `fit` is that of the service which
    answers the need best (see FITS).

    >>> statements = pd.DataFrame({"statement_id": ["a", "b"], "need": ["yes", "no"]})
    >>> answers = pd.DataFrame({"statement_id": ["a", "a"], "fit": ["partly", "answers"]})
    >>> needs(statements, answers).to_numpy().tolist()
    [['a', 'yes', 'answers']]
    """
    best = answers["fit"].map(FITS.index).groupby(answers["statement_id"]).min()
    asked = statements.loc[statements["need"] == "yes"].reset_index(drop=True)
    return asked.assign(fit=asked["statement_id"].map(best).map(dict(enumerate(FITS))))


def in_month(answers: pd.DataFrame, open_at: pd.DataFrame) -> pd.DataFrame:
    """Return need_services as it holds in a month: what was not open then answers nothing in full.

    `open_at` is what the function of that name returns. Such an answer is in part, and its reason
    says why.

    >>> answers = pd.DataFrame({"service_id": ["fund"], "fit": ["answers"], "reason": ["It pays."]})
    >>> open_at = pd.DataFrame({"service_id": ["fund"], "availability": ["not_yet_open"]})
    >>> in_month(answers, open_at).to_numpy().tolist()
    [['fund', 'partly', 'Not open in that month. It pays.']]
    """
    availability = open_at.set_index("service_id")["availability"]
    shut = answers["service_id"].map(availability).isin(["not_yet_open", "closed"])
    late = shut & (answers["fit"] == "answers")
    return answers.assign(
        fit=answers["fit"].mask(late, "partly"),
        reason=answers["reason"].mask(late, "Not open in that month. " + answers["reason"]),
    )


def judgements(
    needs: pd.DataFrame, answers: pd.DataFrame, services: pd.DataFrame, open_at: pd.DataFrame
) -> pd.DataFrame:
    """Return the services that help with each need: a row is one need and one service.

    `needs` and `open_at` are what the functions of these names return, `answers` the rows of
    need_services. Columns: of the need `statement_id`, `topic`, `occasion`, `reading_order`, `gist`
    and `need_fit`; of the service `service_id`, `name_printed`, `position` and `availability`; of
    the judgement `fit`, `reason` and `quote`.
    """
    asked = needs[["statement_id", "topic", "occasion", "reading_order", "gist", "fit"]]
    found = (
        asked.rename(columns={"fit": "need_fit"})
        .merge(
            answers[["statement_id", "service_id", "fit", "reason", "quote"]],
            on="statement_id",
            validate="one_to_many",
        )
        .merge(services[["service_id", "name_printed", "position"]], on="service_id")
    )
    availability = open_at.set_index("service_id")["availability"]
    return found.assign(availability=found["service_id"].map(availability).fillna("not_dated"))


def by(needs: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return how far the needs of each topic, occasion or the like are answered: a row is one.

    `needs` is what the function of that name returns. Columns: `column`, one a fit (needs), and
    `needs`. Most needs come first; then most that are answered; then the name.

    >>> asked = pd.DataFrame({"topic": ["funding", "skills", "funding"],
    ...                       "fit": ["partly", "answers", "none_found"]})
    >>> by(asked, "topic").to_numpy().tolist()
    [['funding', 0, 1, 1, 2], ['skills', 1, 0, 0, 1]]
    """
    return (
        pd.crosstab(needs[column], needs["fit"])
        .reindex(columns=list(FITS), fill_value=0)
        .assign(needs=lambda counts: counts.sum(axis="columns"))
        .reset_index()
        .sort_values(["needs", "answers", column], ascending=[False, False, True])
        .reset_index(drop=True)
        .rename_axis(columns=None)
    )


def by_service(answers: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """Return how many needs each service answers, and in part: a row is one, in printed order."""
    ordered = services.sort_values("position")["service_id"]
    return (
        pd.crosstab(answers["service_id"], answers["fit"])
        .reindex(index=ordered, columns=["answers", "partly"], fill_value=0)
        .rename_axis(columns=None)
        .reset_index()
    )
