"""Prose as a tree of plain data, for printers that walk it."""

from typing import Any

from markdown_it.tree import SyntaxTreeNode

from s3analysis.press.prints.document import Prose

Node = dict[str, Any]
TEXTS = {"text", "code_inline", "code_block", "fence", "html_inline", "html_block"}
ADDRESSES = ("#", "http://", "https://", "mailto:")
"""What a link in print may point to: a place in the report, or an address that works anywhere."""


def tree(prose: Prose) -> list[Node]:
    """Return the blocks of a passage: each has a `kind`, and `text` or `children`.

    A link has an `address`, "" where print cannot follow it. A picture is its words.
    """
    return [_node(child) for child in SyntaxTreeNode(prose.tokens).children]


def lines(prose: Prose) -> list[str]:
    """Return the blocks of a passage as plain lines."""
    return [_plain(node).strip() for node in tree(prose)]


def _plain(node: Node) -> str:
    inside = "".join(map(_plain, node.get("children", ())))
    return str(node.get("text", inside)) + "\n" * (node["kind"] in ("list_item", "hardbreak"))


def _node(node: SyntaxTreeNode) -> Node:
    if node.type == "softbreak":
        return {"kind": "text", "text": " "}
    if node.type in TEXTS:
        return {"kind": node.type, "text": node.content}
    if node.type == "image":
        return {"kind": "text", "text": node.content}
    made: Node = {"kind": node.type, "children": [_node(child) for child in node.children]}
    if node.type == "link":
        address = str(node.attrs.get("href", ""))
        made["address"] = address if address.startswith(ADDRESSES) else ""
    if node.type == "ordered_list":
        made["start"] = int(node.attrs.get("start", 1))
    return made
