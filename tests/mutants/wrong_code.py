"""Small wrong changes of the code, each at a place that the dice draw.

What changes the words or rows of an exhibit is to be found by the test file that mirrors its
module: a notebook that is run again after such a change, and committed with it, shows no fault.
"""

import ast
import re

from plant import Unplantable

OPPOSITE = {ast.Eq: "!=", ast.NotEq: "==", ast.Lt: ">=", ast.GtE: "<", ast.Gt: "<=", ast.LtE: ">"}
OTHER_WORD = {"lead": "participant", "participant": "observer", "yes": "no", "unknown": "no",
              "qualified": "eoi", "q": "p"}  # fmt: skip
COUNTS = {"nunique", "sum", "max"}


def changed(home, dice, folder, replacement):
    """Change one node of the modules of a folder; return the test file that mirrors the module.

    `replacement` returns the new source of a node, or nothing where it does not apply.
    """
    paths = sorted((home / "s3analysis" / folder).rglob("*.py"))
    mirrored = [path for path in paths if (home / mirror(home, path)).is_file()]
    for path in dice.sample(mirrored, len(mirrored)):
        source = path.read_text("utf-8")
        tree = ast.parse(source)
        raised = [each for each in ast.walk(tree) if isinstance(each, ast.Raise)]
        errors = {id(each) for node in raised for each in ast.walk(node)}  # their words are no test
        edits = [
            (node, new)
            for node in ast.walk(tree)
            if id(node) not in errors
            if (
                new := replacement(
                    node, lambda node, text=source: ast.get_source_segment(text, node)
                )
            )
        ]
        if edits:
            node, new = dice.choice(edits)
            path.write_text(replaced(source, node, new), "utf-8")
            return [mirror(home, path)]
    raise Unplantable(f"no module of {folder} has a place for it")


def mirror(home, path):
    """Return the path of the tests of a module."""
    return f"tests/{path.parent.relative_to(home / 's3analysis').as_posix()}/test_{path.name}"


def replaced(source, node, new):
    """Return a source in which a node reads otherwise."""
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    begin = starts[node.lineno - 1] + node.col_offset
    end = starts[node.end_lineno - 1] + node.end_col_offset
    return (source.encode()[:begin] + new.encode() + source.encode()[end:]).decode()


def argument(name, new):
    """Return a replacement of an exhibit's argument that says something."""

    def replacement(node, text):
        is_exhibit = isinstance(node, ast.Call) and text(node.func) == "Exhibit"
        for given in node.keywords if is_exhibit else []:
            if given.arg == name and text(given.value) not in {'""', "None"}:
                return text(node).replace(text(given), f"{name}={new(text(given.value))}", 1)
        return None

    return replacement


def count_off(home, dice):
    def replacement(node, text):
        counts = isinstance(node, ast.Call) and (
            getattr(node.func, "id", "") == "len" or getattr(node.func, "attr", "") in COUNTS
        )
        return f"({text(node)} + 1)" if counts else None

    return changed(home, dice, "exhibits", replacement)


def denominator_other(home, dice):
    def replacement(node, text):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "part":
            of = text(node.args[1])
            return text(node).replace(f", {of}", f", {of} + 1", 1)
        return None

    return changed(home, dice, "exhibits", replacement)


def number_typed_in_title(home, dice):
    def replacement(node, text):
        if not isinstance(node, ast.keyword | ast.Assign) or not isinstance(
            node.value, ast.JoinedStr
        ):
            return None
        name = node.arg if isinstance(node, ast.keyword) else text(node.targets[0])
        found = re.search(r"\{(len|amount|part)\([^{}]*\)\}", text(node.value))
        if name != "title" or not found:
            return None
        return text(node).replace(found[0], "7 of them", 1)

    return changed(home, dice, "exhibits", replacement)


def order_turned(home, dice):
    def replacement(node, text):
        if isinstance(node, ast.keyword) and node.arg == "ascending":
            turned = {"True": "False", "False": "True"}
            return re.sub("True|False", lambda found: turned[found[0]], text(node))
        return None

    return changed(home, dice, "exhibits", replacement)


def measure_order_turned(home, dice):
    def replacement(node, text):
        if isinstance(node, ast.keyword) and node.arg == "ascending":
            turned = {"True": "False", "False": "True"}
            return re.sub("True|False", lambda found: turned[found[0]], text(node))
        return None

    return changed(home, dice, "measures", replacement)


def rows_cut(home, dice):
    return changed(home, dice, "exhibits", argument("table", lambda old: f"({old}).iloc[:-1]"))


def filter_turned(home, dice):
    def replacement(node, text):
        if not isinstance(node, ast.Compare) or type(node.ops[0]) not in OPPOSITE:
            return None
        return f"({text(node.left)} {OPPOSITE[type(node.ops[0])]} {text(node.comparators[0])})"

    return changed(home, dice, "exhibits", replacement)


def condition_turned(home, dice):
    def replacement(node, text):
        if isinstance(node, ast.IfExp):
            return f"{text(node.orelse)} if {text(node.test)} else {text(node.body)}"
        return None

    return changed(home, dice, "exhibits", replacement)


def word_other(home, dice):
    def replacement(node, text):
        if isinstance(node, ast.Constant) and node.value in OTHER_WORD and "\n" not in text(node):
            return repr(OTHER_WORD[node.value])
        return None

    return changed(home, dice, "exhibits", replacement)


def p_for_q(home, dice):
    def replacement(node, text):
        return '"p"' if isinstance(node, ast.Constant) and node.value == "q" else None

    return changed(home, dice, "measures", replacement)


def labels_exchanged(home, dice):
    def replacement(node, text):
        if not isinstance(node, ast.Dict) or len(node.values) < 2 or None in node.keys:
            return None
        words = [each for each in node.values if isinstance(each, ast.Constant | ast.Name)]
        if len(words) != len(node.values) or text(words[0]) == text(words[1]):
            return None
        pairs = list(zip(map(text, node.keys), map(text, words), strict=True))
        (one, first), (other, second), *rest = pairs
        pairs = [(one, second), (other, first), *rest]
        return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"

    return changed(home, dice, "exhibits", replacement)


# What skips itself


def branch_taken(home, dice):
    """An exhibit takes the way out that is for an empty table."""

    def replacement(node, text):
        leaves = isinstance(node, ast.If) and isinstance(node.body[-1], ast.Return)
        return text(node).replace(f"if {text(node.test)}:", "if True:", 1) if leaves else None

    return changed(home, dice, "exhibits", replacement)


def rule_skipped(home, dice):
    """A rule over the tables returns before it has looked."""

    def replacement(node, text):
        is_rule = isinstance(node, ast.FunctionDef) and "rule" in map(text, node.decorator_list)
        if not is_rule:
            return None
        first = node.body[1]
        return text(node).replace(text(first), f"if True:\n        return\n    {text(first)}", 1)

    return changed(home, dice, "sources/record/rules", replacement)


def test_skipped(home, dice):
    """A test skips itself where a file that nobody has is missing."""
    paths = sorted((home / "tests/measures").rglob("test_*.py"))
    path = dice.choice(paths)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = dice.choice([i for i, line in enumerate(lines) if line.startswith("def test_")])
    mark = '@pytest.mark.skipif(not __import__("os").path.exists("extra.csv"), reason="no data")\n'
    lines.insert(at, mark)
    path.write_text("import pytest\n" * ("import pytest\n" not in lines) + "".join(lines), "utf-8")
    return [path.name]


# What cannot fail


def in_ledger(home, name, old, new):
    path = home / "s3analysis/measures/ledger" / f"{name}.py"
    text = path.read_text("utf-8")
    if not re.search(old, text):
        raise Unplantable(f"{name}.py has no place that reads {old}")
    path.write_text(re.sub(old, new, text, count=1), "utf-8")
    return [mirror(home, path)]


def ordinal_counted(home, _):
    in_ledger(home, "bindings", r'own="ordinal"', 'own=""')
    return ["tests/measures/ledger/test_independence.py"]


def own_sentence_counted(home, _):
    in_ledger(home, "bindings", r'own="own sentence"', 'own=""')
    return ["tests/measures/ledger/test_independence.py"]


def open_bound_counted(home, _):
    return in_ledger(home, "independence", r"OPEN_UNITS = \{[^}]*\}", "OPEN_UNITS = set()")


def own_rows_counted(home, _):
    return in_ledger(home, "independence", "return OWN_ROW if alone == found else", "return")


def about_anything(home, _):
    return in_ledger(home, "rounding", r"ABOUT = Fraction\(1, 10\)", "ABOUT = Fraction(9, 10)")


def range_holds_all(home, _):
    return in_ledger(home, "rounding", "return self.low <= value < self.high or", "return True or")


def any_reading(home, _):
    return in_ledger(home, "verdicts", "(?m)^NEAR = .*$", "NEAR = 99")


def no_test_is_support(home, _):
    return in_ledger(home, "verdicts", r"SUPPORTED = \(", 'SUPPORTED = ("not a test", ')
