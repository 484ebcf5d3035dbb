"""The exhibit that says why printed numbers cannot be checked, and its words."""

import pandas as pd
from IPython.display import Markdown

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.vocabulary import amount

PRINTED = "The five documents, as printed"

REASON_WORDS = {
    "data not public": "The database is not public",
    "no list of that month": "No member list of that month and scope",
    "not said what it counts": "The text does not say what is counted",
    "about the future": "A plan, or an event still to come",
    "date of an event": "A date, which only passages give",
    "amount of money": "An amount that no table breaks down",
    "counted elsewhere": "What was counted is not listed",
    "synthetic data": "Synthetic data prove nothing",
}
WANTED_WORDS = {
    "data not public": "An extract of EYE@RIS3 of the same month",
    "no list of that month": "The member list of that month",
    "not said what it counts": "A passage that names the list",
    "about the future": "A report after the fact",
    "date of an event": "A record of the event, such as its programme or minutes",
    "amount of money": "The budget, or a list of what was funded",
    "counted elsewhere": "The list that was counted",
    "synthetic data": "A real extract",
}
"""What would make a number checkable, by the reason why it is not."""

TRIED_WORDS = {
    "data not public": "Shares of one total may overlap, so none follows from the others.",
    "no list of that month": "The list of July 2017 sets at most a lower bound, which fits almost "
    "any number.",
    "not said what it counts": "Three lists of such areas are counted beside it; the text names "
    "none.",
    "about the future": "No later passage says what became of it.",
    "date of an event": "No other passages close it in, from both sides, within about a year.",
    "amount of money": "No other amount is a part of it, or the whole, or its price.",
    "counted elsewhere": "No passage prints the parts, a ratio, or the names that were counted.",
    "synthetic data": "An extract that is made up agrees with what it was made to show.",
}
"""Why no other passage or table can test a number, by the reason why it is not checkable."""


def unchecked(unchecked: pd.DataFrame) -> Exhibit | Markdown:
    """Return why numbers cannot be checked by computation (see verdicts.unchecked)."""
    if unchecked.empty:
        return Markdown("Every printed number can be checked by computation.")
    most = unchecked.sort_values("facts", kind="stable").iloc[-1]
    facts = amount(int(unchecked["facts"].sum()), "printed fact")
    return Exhibit(
        key="ledger-not-checkable",
        title=f"{facts[:1].upper()}{facts[1:]} cannot be checked by computation; the most frequent "
        f"reason, for {most['facts']}: {REASON_WORDS[most['reason']].lower()}",
        subtitle="Numbers that cannot be checked, by reason; a fact is counted once however often "
        "it is printed",
        table=pd.DataFrame(
            {
                "Reason": unchecked["reason"].map(REASON_WORDS),
                "Numbers": unchecked["claims"],
                "Facts": unchecked["facts"],
                "Why no other passage can test them": unchecked["reason"].map(TRIED_WORDS),
                "What would make them checkable": unchecked["reason"].map(WANTED_WORDS),
            }
        ),
        source=PRINTED,
        note="The reason for each number is our judgement.",
    )
