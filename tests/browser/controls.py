"""The panels of explore.ipynb, and of each a control that changes its first number."""

from s3analysis.exhibits.ledger import verdicts
from s3analysis.measures.priorities import published
from s3analysis.panels import partners, priorities, themes
from s3analysis.vocabulary import DECLARED, READING_WORDS

PANELS = ["partners", "partnerships", "themes", "priorities", "ledger"]

CLOCKED = [
    {"panel": "partners", "label": "What to do", "values": list(partners.ACTS.values())[::-1]},
    {
        "panel": "partnerships",
        "label": "Who counts",
        "values": [READING_WORDS["listed"], READING_WORDS["members"]],
    },
    {
        "panel": "themes",
        "label": "What counts as known",
        "values": [themes.EVIDENCE["stated"], themes.EVIDENCE["deduced"]],
    },
    {
        "panel": "priorities",
        "label": "Share",
        "values": [priorities.BASES[published.REGIONS], priorities.BASES[published.PRIORITIES]],
    },
    {
        "panel": "ledger",
        "label": "By computation",
        "values": [
            verdicts.COMPUTED_WORDS["reproduced"],
            verdicts.COMPUTED_WORDS["not reproducible"],
        ],
    },
]
"""Each is changed to and fro, twenty times after a first one, and left as it was."""

IMPORTED = {
    "panel": "priorities",
    "label": "Whose priorities",
    "way": "mouse",
    "value": DECLARED["imported"],
}
"""What shows an extract that was imported."""
