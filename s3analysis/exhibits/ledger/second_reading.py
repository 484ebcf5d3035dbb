"""The exhibit that says how far a second reader agrees with the ledger."""

import pandas as pd

from s3analysis.exhibits import passages
from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.ledger.verdicts import COMPUTED_WORDS

STANDS = {"first": "The first", "second": "The second"}


def agreement(
    agreement: pd.DataFrame, second_verdicts: pd.DataFrame, claims: pd.DataFrame
) -> Exhibit:
    """Return where a second reader judged otherwise (see coding.compared): a row is a number."""
    (found,) = agreement.itertuples()
    differ = second_verdicts["first_verdict"] != second_verdicts["verdict"]
    rows = second_verdicts.loc[differ].merge(claims, on="claim_id", validate="one_to_one")
    changed = int((rows["settled"] == "second").sum())
    return Exhibit(
        key="ledger-second-reading",
        title=f"A second reader gave the same verdict on {found.same} of {found.cases} facts "
        "drawn at random",
        subtitle="Printed numbers on which the two readers differ, with the verdict that stands",
        table=pd.DataFrame(
            {
                "Printed": rows["value_printed"],
                "Where": passages.named(rows),
                "First verdict": rows["first_verdict"].map(COMPUTED_WORDS),
                "Second verdict": rows["verdict"].map(COMPUTED_WORDS),
                "Which stands": rows["settled"].map(STANDS),
                "Why": rows["reason"],
            }
        ),
        source="Our two readings of the five documents",
        note=f"Cohen's kappa is {found.kappa:.2f}: 1 if all verdicts are alike, 0 if no more are "
        "than by chance. The second reader, of this project too, knew the rules and a review of "
        "the ledger, and saw none of its verdicts. Where the two differ, the passage was read "
        f"again; {changed} of the verdicts in this ledger were changed for it. Both are readers "
        "of the same kind and may err alike, so two people would probably agree less.",
    )
