"""What the author of a notebook typed and should have computed: numbers, and the network's shape.

Text is what stands in a text cell, and what a code cell holds as a string of several words.

A word of NETWORK says how the network looks. It may stand only where a measure produced it: in a
statement of a code cell that uses what `network` or `null_model` returned, directly or
by way of names assigned before. In a text cell it may stand in a question, which states nothing.
"""

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

NETWORK = re.compile(
    r"\b(?:cluster(?:s|ed|ing)?|communit(?:y|ies)|cores?|periphery|peripheral|backbone|strongest|"
    r"hubs?|central(?:ity|ly)?)\b",
    re.IGNORECASE,
)
MEASURES = {"network", "null_model"}
"""The rooms of `s3analysis.measures` that know the network."""

FIELD = re.compile(
    r"\b(?:(?:european )?(?:strategic )?cluster (?:partnerships?|organisations?|policy|policies|"
    r"initiatives?|managers?|management|excellence|actors?|observatory|collaboration platform)|"
    r"(?:digital )?innovation hubs?|core (?:business|businesses|activity|activities|funding)|"
    r"european communit(?:y|ies)|communit(?:y|ies) of practice|"
    r"central (?:government|denmark|finland|bohemia|europe|macedonia|greece|hungary|norway)|"
    r"k-cores?|help is strongest)\b",
    re.IGNORECASE,
)
"""Terms of the field, and names, that say nothing of the network."""

NAMED = re.compile(
    r"\b(?:Tables?|Figures?|Industry|EU|NUTS|EPSG)[ :-][\d.]+(?:(?:, | and )\d+)*|\bMay 2004\b|"
    r"\bbrief 22/2017\b|\bEYE@RIS3\b|\bS3P?\b|\b3D\b|\bs3analysis\b|\b95 (?:percent\b|%)"
)
"""Names with a number in them, which is counted by nobody; and the usual width of an interval."""

QUERY = re.compile(r"[=!<>]=| [<>] ")
"""What makes a string a condition for pandas, and no text."""

CITED = re.compile(
    r"\b(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:19|20)\d\d\b|'[^']*\d[^']*'|\b0 to 1\b|\b[01] for\b"
)
"""In code alone: a date, words quoted as printed, the ends of a scale. In a text cell: a number."""


SPELT = re.compile(
    r"\b(four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?)\b"
    r"((?: \w+)?)",
    re.IGNORECASE,
)
"""A number in words, and the word after it. Two and three also say how a method works."""

JUDGED = re.compile(
    r"\b(?:because of|caus(?:es?|ed|ing)|leads? to|led to|drives?|driven by|due to|owing to|"
    r"results? in|effects? of|thanks to|prov(?:es?|ed|en)|confirm(?:s|ed)|significant(?:ly)?|"
    r"demonstrates|clearly|succeed(?:s|ed)?|fail(?:s|ed)|majority|minority|half of|most of the|"
    r"all of the|none of the)\b",
    re.IGNORECASE,
)
"""A cause, a verdict or a part of a whole: what an exhibit shows, and no author may type."""

OPEN = re.compile(r"\?$|\bnot\b|\bmay\b|\bonly (?:where|if)\b|^#", re.IGNORECASE)
"""A sentence that asks, denies, doubts or defines, or is a heading."""


def spelt(notebook: NotebookNode, known: dict[str, int]) -> list[str]:
    """Return each number in words that is not `known`: the words it stands in, and their count."""
    words = ["", "", "", "", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return [
        f"cell {number} has a number in words: {found[0]!r}"
        for number, text in _prose(notebook)
        for found in SPELT.finditer(text)
        if known.get(found[0].lower(), -1) not in range(len(words))
        or words[known[found[0].lower()]] != found[1].lower()
    ]


def judged(notebook: NotebookNode) -> list[str]:
    """Return each cause, verdict or part of a whole that a text cell states."""
    return [
        f"cell {number} says {word[0]!r}, which an exhibit has to show: {text.strip()!r}"
        for number, prose in _prose(notebook)
        for text in re.findall(r"[^.?!]+[.?!]*", prose)
        if (word := JUDGED.search(text)) and not OPEN.search(text.strip())
    ]


def numbers(notebook: NotebookNode) -> list[str]:
    """Return each text with a number that was typed, not computed: cell and text."""
    found = [
        (number, text) for number, text in _prose(notebook) if re.search(r"\d", NAMED.sub("", text))
    ]
    found += [
        (number, text)
        for number, text, _ in _strings(notebook)
        if re.search(r"\d", CITED.sub("", NAMED.sub("", text)))
    ]
    return [f"cell {number} has a number typed: {text!r}" for number, text in sorted(found)]


def shapes(notebook: NotebookNode) -> list[str]:
    """Return each statement about the network that no measure produced: cell, word and text."""
    found = [
        (number, word[0], text)
        for number, prose in _prose(notebook)
        for text in re.findall(r"[^.?!]+[.?!]*", prose)
        if not text.strip().endswith("?") and (word := NETWORK.search(FIELD.sub("", text)))
    ]
    found += [
        (number, word[0], text)
        for number, text, measured in _strings(notebook)
        if not measured and (word := NETWORK.search(FIELD.sub("", text)))
    ]
    return [
        f"cell {number} says {word!r}, and no measure of the network produced it: {text.strip()!r}"
        for number, word, text in sorted(found)
    ]


def _prose(notebook: NotebookNode) -> Iterator[tuple[int, str]]:
    """Yield each line of the text cells, with the place of its cell counted from 1."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            yield from ((number, line) for line in cell.source.splitlines() if line.strip())


def _strings(notebook: NotebookNode) -> Iterator[tuple[int, str, bool]]:
    """Yield each string of several words in the code cells, and whether its statement measures."""
    measured: set[str] = set()
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
            continue
        for statement in ast.parse(cell.source).body:
            measured |= _imported(statement)
            used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            measures = bool(used & measured)
            if measures:
                measured |= _bound(statement)
            yield from ((number, text, measures) for text in _texts(statement))


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield each string of several words below a node; what is computed in it reads {}."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
        whole = isinstance(node, ast.JoinedStr) or isinstance(node.value, str)
        if whole and " " in text.strip() and not QUERY.search(text):
            yield text
    computed = node.values if isinstance(node, ast.JoinedStr) else [node]
    for part in computed:
        if not isinstance(part, ast.Constant):
            for child in ast.iter_child_nodes(part):
                yield from _texts(child)


def _imported(statement: ast.stmt) -> set[str]:
    """Return the names under which an import makes the network's measures known."""
    if not isinstance(statement, ast.ImportFrom):
        return set()
    module = (statement.module or "").removeprefix("s3analysis.measures")
    inside = module.lstrip(".") in MEASURES
    known = {alias for alias in statement.names if inside or alias.name in MEASURES}
    return {alias.asname or alias.name for alias in known} if module != statement.module else set()


def _bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds."""
    names = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}
