"""What must hold of the readings beyond their schema: one function a rule, as in rules.py."""

import pandas as pd

from s3analysis.sources.record.clean import Tables
from s3analysis.sources.record.rules import Rule, lines

FEWEST = 2
"""Options that make a switch."""


def switches_have_one_default(raw: Tables) -> pd.DataFrame:
    """Return the switches without one default, and those that leave nothing to choose."""
    readings = raw["readings"]
    by_switch = (readings["is_default"] == "yes").groupby(readings["switch"])
    defaults = by_switch.transform("sum")
    reason = (
        "switch " + readings["switch"] + " has " + defaults.astype("str") + " defaults, not one"
    )
    single = by_switch.transform("size") < FEWEST
    return pd.concat(
        [
            lines("readings", readings, defaults != 1, "is_default", reason),
            lines("readings", readings, single, "option", "a switch has two options at least"),
        ]
    )


RULES: list[Rule] = [switches_have_one_default]
