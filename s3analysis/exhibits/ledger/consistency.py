"""The exhibit that divides printed numbers by one another."""

import pandas as pd

from s3analysis.exhibits.exhibit import Exhibit
from s3analysis.exhibits.ledger.values import value_words
from s3analysis.measures.ledger.rounding import ABOUT
from s3analysis.vocabulary import amount


def ratios(ratios: pd.DataFrame) -> Exhibit:
    """Return printed numbers divided by one another (see consistency.ratios): a row is a ratio."""
    printed = ratios.loc[ratios["printed"] != ""]
    values = zip(ratios["value"], ratios["unit"], strict=True)
    thing = "ratio of the support document is / ratios of the support document are"
    return Exhibit(
        key="ledger-ratios",
        title=f"{amount(len(printed), thing)} printed too; {printed['fits'].sum()} of "
        f"{len(printed)} agree with the numbers divided",
        subtitle="Printed numbers divided by one another",
        table=pd.DataFrame(
            {
                "Ratio": ratios["what"],
                "Divided": ratios["of_printed"] + " by " + ratios["by_printed"],
                "Result": [value_words(value, value, unit) for value, unit in values],
                "As printed": ratios["printed"].replace("", "not printed"),
            }
        ),
        source="Background document of the conference GROW your REGION",
        note="Agreement with a number printed with around means within "
        f"{float(ABOUT) * 100:.0f} %.",
    )
