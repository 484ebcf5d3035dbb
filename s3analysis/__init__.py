"""Reproducible analysis of the Smart Specialisation Platform for Industrial Modernisation.

`import s3analysis as s3` gives the tables, members, network, verdicts and exhibits: see `api`.
"""

from typing import Any

__all__ = [  # noqa: F822 - found in api by __getattr__, so that importing the package loads no pandas
    "columns",
    "exhibit",
    "exhibits",
    "members",
    "months",
    "network",
    "region",
    "table",
    "tables",
    "trios",
    "verdicts",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 's3analysis' has no {name!r}; it has {', '.join(__all__)}")
    from s3analysis import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return __all__
