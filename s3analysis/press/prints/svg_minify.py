"""A drawing in fewer bytes, to stand in a page: the same picture, to a tenth of a point."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
SHARED = (
    "font-family",
    "clip-path",
    "stroke-linejoin",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "text-anchor",
    "font-size",
    "font-weight",
    "fill",
)
"""What a group may say once for all in it; what most have in common first."""

GROUP = len("<g></g>")
STEP = re.compile(r"([MLCQZz])|(-?[\d.]+(?:e-?\d+)?)")


def lean(svg: str) -> str:
    """Return a drawing without empty groups, repeated attributes and needless digits."""
    ElementTree.register_namespace("", SVG.strip("{}"))
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing, out of a notebook
    for element in root.iter():
        if LINK in element.attrib:
            element.set("href", element.attrib.pop(LINK))
        if element.tag == f"{SVG}path":
            element.set("d", path(element.get("d", "")))
    _tidy(root)
    root.attrib.pop("version", None)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def path(d: str) -> str:
    """Return a path in steps from point to point; a curve keeps a hundredth.

    >>> path("M 0 389.48 L 481.89 389.48 L 481.89 0 L 0 0 z")
    'M0 389.5h481.9v-389.5h-481.9z'
    """
    if set(re.findall("[A-DF-Za-df-z]", d)) - set("MLCQZz"):
        return d  # not as matplotlib writes
    digits = 2 if "C" in d or "Q" in d else 1
    parts = STEP.findall(d)
    written, here, start, place = list[str](), (0, 0), (0, 0), 0
    command, last = "", ""
    while place < len(parts):
        if parts[place][0]:
            command, place = parts[place][0], place + 1
        if command in "Zz":
            written.append("z")
            here, last = start, "z"
            continue
        size = {"M": 2, "L": 2, "Q": 4, "C": 6}[command]
        numbers = [round(float(number) * 10**digits) for _, number in parts[place : place + size]]
        place += size
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "M":
            step, values = "M", [*points[0]]
            start = points[0]
        else:
            step, values = _step(command, [(x - here[0], y - here[1]) for x, y in points])
        if step in {"h", "v"} and values == [0] and last != "M":
            continue  # less than a tenth, and not a dot
        here = points[-1]
        written.append(_written(step, values, digits, same=step == last and step != "M"))
        last = step
    return "".join(written)


def _step(command: str, deltas: Sequence[tuple[int, int]]) -> tuple[str, list[int]]:
    (x, y), *_ = deltas
    if command == "L" and y == 0:
        return "h", [x]
    if command == "L" and x == 0:
        return "v", [y]
    return command.lower(), [number for delta in deltas for number in delta]


def _written(step: str, values: Sequence[int], digits: int, *, same: bool) -> str:
    """Return a step; the letter is left out where it is that of the step before."""
    words = " ".join(_number(value, digits) for value in values).replace(" -", "-")
    if not same:
        return step + words
    return words if words.startswith("-") else f" {words}"


def _number(value: int, digits: int) -> str:
    text = f"{value / 10**digits:.{digits}f}".rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0\.", r"\1.", text) if text != "-0" else "0"


def _tidy(element: Element) -> None:
    """Make what an element holds short, from the inside out; definitions stay as they are."""
    if element.tag not in {f"{SVG}svg", f"{SVG}g"}:
        return
    for child in element:
        _tidy(child)
    children = [part for child in element for part in _bare(child)]
    element[:] = _gathered(children, SHARED)


def _bare(child: Element) -> list[Element]:
    """Return an element, or what is in it where it is a group that says nothing."""
    return list(child) if child.tag == f"{SVG}g" and not child.attrib else [child]


def _gathered(children: Sequence[Element], names: Sequence[str]) -> Iterator[Element]:
    """Return elements; neighbours that share an attribute stand in a group that has it."""
    if not names:
        yield from children
        return
    name, *others = names
    for value, run in groupby(children, lambda child: _shared(child, name)):
        members = list(run)
        if not value or (len(members) - 1) * len(f' {name}="{value}"') <= GROUP:
            yield from _gathered(members, others)
            continue
        for member in members:
            del member.attrib[name]
        group = Element(f"{SVG}g", {name: value})
        group.extend(_gathered([part for member in members for part in _bare(member)], others))
        while len(group) == 1 and group[0].tag == group.tag and "transform" not in group[0].attrib:
            group.attrib |= group[0].attrib
            group[:] = list(group[0])
        yield group


def _shared(child: Element, name: str) -> str | None:
    """Return the value of an attribute, if a group around the element may have it instead."""
    if child.tag == f"{SVG}defs" or (name == "clip-path" and "transform" in child.attrib):
        return None
    return child.get(name)
