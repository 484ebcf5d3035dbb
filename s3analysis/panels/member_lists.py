"""The control that says of which member list a panel answers: the brief's, or an imported one."""

from s3analysis.panels.widgets import Control
from s3analysis.sources.members import lists
from s3analysis.sources.members.lists import MemberList


def control(there: list[MemberList], as_of: str) -> Control:
    """Return the control; the list of the brief of a month is chosen at first."""
    options = {each.key: each.title for each in there}
    return Control("members", "Member list", options, f"{lists.BRIEF}-{as_of}")


def of_brief(there: list[MemberList]) -> tuple[str, tuple[str, ...]]:
    """Return where a control bears on the answer that asks for what the brief alone knows."""
    return "members", tuple(each.key for each in there if each.of_brief)


def parameters(key: str) -> dict[str, str]:
    """Return the parameters that name a list."""
    platform, as_of = lists.named(key)
    return {"platform": platform, "as_of": as_of}
