"""Numbers in the cells of a table where some rows have none: these are a dash.

A p-value is never printed as zero, which the least that draws can give is not.
"""

from typing import Any

import pandas as pd

NONE = "-"
LEAST_P = 0.001  # a p-value below it is printed as being below it


def p_value(value: Any) -> str:
    """Return a p-value as it is printed: three digits, a dash where there is none.

    >>> p_value(0.0004), p_value(0.0123), p_value(1.0), p_value(pd.NA)
    ('<0.001', '0.012', '1.000', '-')
    """
    if pd.isna(value):
        return NONE
    return f"<{LEAST_P}" if float(value) < LEAST_P else f"{float(value):.3f}"


def number(value: Any, digits: int) -> str:
    """Return a number as it is printed, a dash where there is none.

    >>> number(540.0, 0), number(1234.5, 1), number(-0.0004, 3), number(pd.NA, 2)
    ('540', '1,234.5', '0.000', '-')
    """
    if pd.isna(value):
        return NONE
    return f"{round(float(value), digits) + 0.0:,.{digits}f}"


def two(values: "pd.Series[float]") -> "pd.Series[str]":
    """Return numbers to two digits, as the cells of a column."""
    return values.map(lambda value: number(value, 2))


def range_words(low: Any, high: Any, digits: int) -> str:
    """Return an interval as it is printed, a dash where there is none.

    >>> range_words(4.0, 10.0, 0), range_words(pd.NA, pd.NA, 0)
    ('4 to 10', '-')
    """
    if pd.isna(low) or pd.isna(high):
        return NONE
    return f"{number(low, digits)} to {number(high, digits)}"
