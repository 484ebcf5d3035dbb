"""A measure that has no value, and why."""

from collections.abc import Sequence


class Undefined(ValueError):
    """A measure of nothing; `names` are the regions, categories or priorities that have none."""

    def __init__(self, message: str, names: Sequence[str] = ()) -> None:
        super().__init__(f"{message}: {', '.join(names)}" if names else message)
        self.names = list(names)
