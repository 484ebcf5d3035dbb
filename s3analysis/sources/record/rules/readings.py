"""What must hold of the readings."""

from collections.abc import Iterator

from s3analysis.sources.record import Tables
from s3analysis.sources.record.rules import Violation, rule

FEWEST = 2
"""Options that make a switch."""


@rule
def switches_have_one_default(raw: Tables) -> Iterator[Violation]:
    """Return the switches without one default, and those that leave nothing to choose."""
    readings = raw["readings"]
    by_switch = (readings["is_default"] == "yes").groupby(readings["switch"])
    defaults = by_switch.transform("sum")
    reason = "switch " + readings["switch"] + " has " + defaults.astype("str")
    yield "readings", "is_default", defaults != 1, reason + " defaults, not one"
    single = by_switch.transform("size") < FEWEST
    yield "readings", "option", single, "a switch has two options at least"
