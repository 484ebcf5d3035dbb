"""The words of the report, in report order."""

ROLES = ("lead", "participant", "observer", "interested")
"""What a region may be in a partnership, as the headings of Table 4 have it."""

READINGS = {
    "members": ("lead", "participant"),
    "listed": ROLES,
}
"""Who counts: leads and participants (the default), or every region listed."""

READING_WORDS = {
    "members": "lead and participating regions",
    "listed": "every region listed, observers and other interested regions included",
}

ROLE_WORDS = {
    "lead": "Lead",
    "participant": "Participant",
    "observer": "Observer",
    "interested": "Other interested",
}

DECLARED = {
    "published": "the published shares of EYE@RIS3",
    "imported": "the imported extract",
    "synthetic": "a synthetic extract, made up for teaching",
}
"""Whose priorities are shown: what was published (the default), a user's own, or made-up ones."""

DIMENSIONS = {"1": "The first", "2": "The second", "3": "The third"}
"""Which way of filing an extract's priorities is counted, in its own order."""

GROUPS = ("EU-15", "EU-13")
"""Member States by accession: before May 2004, and since."""

OCCASION_WORDS = {
    "vanguard": "Vanguard list",
    "info-day-text": "Info-Day, text",
    "table-1": "Brief's Table 1",
    "smart-regions-2016": "Smart Regions 2016",
    "eccp-news": "ECCP news",
    "kick-off-text": "Kick-off, text",
    "table-2": "Brief's Table 2",
    "interreg-brief": "Interreg Europe brief",
    "grow-page": "DG GROW page",
    "smart-regions-2017": "Smart Regions 2017",
    "table-3": "Brief's Table 3",
    "progress": "Progress to date",
    "table-4": "Brief's Table 4",
    "support-document": "Support document",
}
"""Where themes are named: the brief's course of events, the other documents at about their time."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def month_words(as_of: str) -> str:
    """Return a month as a reader says it.

    >>> month_words("2017-07")
    'July 2017'
    """
    year, month = as_of.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def and_join(words: list[str]) -> str:
    """Return words as a list in a sentence.

    >>> and_join(["Cyprus", "Latvia", "Malta"])
    'Cyprus, Latvia and Malta'
    """
    *first, last = words or ["none"]
    return f"{', '.join(first)} and {last}" if first else last


def amount(number: int, thing: str) -> str:
    """Return a number of things as a reader says it.

    >>> amount(0, "region"), amount(1, "country / countries"), amount(1084, "pair")
    ('no region', '1 country', '1,084 pairs')
    """
    one, _, more = thing.partition(" / ")
    if number == 1:
        return f"1 {one}"
    return f"{number:,} {more or f'{one}s'}" if number else f"no {one}"


def part(number: int, total: int, thing: str, verb: str = "is / are") -> str:
    """Return how many of several things do something, with the verb that agrees.

    >>> part(3, 15, "event"), part(1, 7, "date", "disagrees / disagree"), part(0, 1, "topic")
    ('3 of 15 events are', '1 of 7 dates disagrees', '0 of 1 topic is')
    """
    one, _, more = verb.partition(" / ")
    return f"{number:,} of {amount(total, thing)} {one if 1 in (number, total) else more}"
