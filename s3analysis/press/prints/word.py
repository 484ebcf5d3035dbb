"""A document as a Word file, by python-docx."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from s3analysis.exhibits import markup
from s3analysis.press.prints import drawings, paper, word_xml, workbook
from s3analysis.press.prints import fonts as glyphs
from s3analysis.press.prints.document import Document, Figure, Heading, Node, Prose, plain
from s3analysis.press.prints.imprint import LICENCES, Imprint
from s3analysis.press.prints.paper import Grid, Placed
from s3analysis.press.prints.word_xml import PLAIN, Look

FONT = "Arial"
ACCENT, INK, QUIET = (RGBColor.from_string(hue) for hue in ("003399", "1F2933", "55606C"))
TEXT_WIDTH, TALLEST = Mm(170), Mm(190)
EPOCH = (1980, 1, 1, 0, 0, 0)
"""When every part of the file was made, as a zip can say it at the earliest."""


def report(document: Document, imprint: Imprint) -> bytes:
    """Return the report as a Word file, the same bytes each time.

    Headings, captions, lists and header rows are Word's own; each picture has its alternative
    text. Word counts the page numbers of the contents when it opens the file.
    """
    made = docx.Document()
    _describe(made, imprint)
    _dress(made, imprint)
    writer = _Writer(made, document, imprint)
    writer.title()
    writer.sheets(Document(document.blocks[: document.front]))
    writer.contents()
    writer.sheets(Document(document.blocks[document.front :]))
    writer.about()
    return _packed(made)


class _Writer:
    """What writes a document into a Word file, block by block."""

    def __init__(self, file: WordFile, document: Document, imprint: Imprint) -> None:
        self.file = file
        self.document = document
        self.imprint = imprint
        anchors = [heading.anchor for heading in document.headings]
        anchors += [figure.exhibit.key for figure in document.exhibits]
        self.marks = {anchor: f"place{n}" for n, anchor in enumerate(dict.fromkeys(anchors), 1)}
        self.long = document.long and not imprint.part

    def title(self) -> None:
        """Write the title, what the report is, and its key numbers."""
        if self.imprint.index:
            self._add("Normal", word_xml.run(self.imprint.index))
        self._add("Title", word_xml.run(self.imprint.title))
        self._add("Source", word_xml.run(" · ".join(_facts(self.imprint))))
        numbers = self.document.exhibit("key-numbers")
        for row in numbers.rows if numbers else []:
            value = word_xml.run(markup.cell(row[1]), Look(bold=True))
            self._add("ListBullet", value, word_xml.run(f" {row[0]}"))

    def sheets(self, document: Document) -> None:
        """Write blocks on their sheets, and go on with upright paper."""
        for sheet in paper.sheets(document):
            self.paper(sheet.landscape)
            for placed in sheet.blocks:
                self.block(placed)
        self.paper(False)

    def paper(self, landscape: bool) -> None:
        """Go on with paper that lies this way."""
        section = self.file.sections[-1]
        if (section.orientation == WD_ORIENT.LANDSCAPE) != landscape:
            section = self.file.add_section(WD_SECTION.NEW_PAGE)
            section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
            width, height = section.page_height, section.page_width
            section.page_width, section.page_height = width, height

    def block(self, placed: Placed) -> None:
        """Write a heading, a passage or an exhibit."""
        block = placed.block
        if isinstance(block, Heading):
            text = self._marked(placed.anchor, word_xml.run(block.text))
            start = "<w:pageBreakBefore/>" * (
                self.long and not self.document.front and block.level == 1
            )
            self._add(f"Heading{min(block.level, 9)}", text, properties=start)
        elif isinstance(block, Prose):
            for node in block.tree:
                self._prose(node)
        else:
            self._exhibit(block, placed)

    def about(self) -> None:
        """Write how the report was made, and from what."""
        start = "<w:pageBreakBefore/>" * self.long
        self._add("Heading1", word_xml.run("About this report"), properties=start)
        if not self.imprint.part:
            words = "Every number comes from the executed notebooks. To make the report again:"
            self._add("Normal", word_xml.run(words))
            self._add("Normal", word_xml.run(self.imprint.command, Look(code=True)))
        self._add("Normal", word_xml.run(LICENCES))
        inputs = self.imprint.inputs if not self.imprint.part else {}
        if inputs:
            self._add("Heading2", word_xml.run("Inputs and their SHA-256"))
        for name, digest in inputs.items():
            self._add("Source", word_xml.run(f"{name} "), word_xml.run(digest, Look(code=True)))

    def _add(self, style: str, *runs: str, properties: str = "") -> None:
        self._place(word_xml.paragraph(style, *runs, properties=properties))

    def _place(self, xml: str) -> None:
        self.file.element.body.sectPr.addprevious(word_xml.element(xml))

    def _marked(self, anchor: str, inside: str) -> str:
        if not anchor:
            return inside
        mark = self.marks[anchor]
        return word_xml.bookmark(mark, int(mark.removeprefix("place")), inside)

    def contents(self) -> None:
        """Write the contents, and the lists of figures and tables, as fields of Word."""
        if not self.long:
            return
        settings = self.file.settings.element
        update = word_xml.element('<w:updateFields w:val="true"/>')
        settings.find(qn("w:compat")).addprevious(update)
        headings = [heading for heading in self.document.headings if heading.level in (2, 3)]
        entries = [(f"toc{h.level - 1}", h.text, h.anchor) for h in headings]
        self._list("Contents", 'TOC \\o "1-2" \\h \\z', entries)
        for kind, title in (("figure", "Figures"), ("table", "Tables")):
            shown = [figure for figure in self.document.exhibits if figure.exhibit.kind == kind]
            entries = [
                (
                    "toc2",
                    f"{figure.label}. {figure.exhibit.title}{_after(figure)}",
                    figure.exhibit.key,
                )
                for figure in shown
            ]
            self._list(title, f'TOC \\h \\z \\c "{kind.capitalize()}"', entries)

    def _list(self, title: str, code: str, entries: Sequence[tuple[str, str, str]]) -> None:
        if not entries:
            return
        self._add("ContentsHeading", word_xml.run(title))
        for place, (style, text, anchor) in enumerate(entries):
            link = word_xml.inner_link(self.marks[anchor], word_xml.run(text))
            start = word_xml.opened(code) * (place == 0)
            end = word_xml.CLOSED * (place == len(entries) - 1)
            self._add(style, start, link, end)

    def _exhibit(self, figure: Figure, placed: Placed) -> None:
        exhibit = figure.exhibit
        self._add("Caption", self._caption(figure, placed.anchor))
        after = f" · after {exhibit.reproduces}" if exhibit.reproduces else ""
        self._add("Measure", word_xml.run(exhibit.subtitle + after))
        if exhibit.synthetic:
            warning = "Synthetic data: for teaching, not a result."
            self._add("Measure", word_xml.run(warning, Look(bold=True)))
        if placed.grid:
            for part in placed.grid.fit.parts:
                about = part.about(len(placed.grid.head))
                if about:
                    self._add("Measure", word_xml.run(about))
                self._place(word_xml.table(placed.grid, part, f"{figure.label}. {exhibit.title}"))
        else:
            self._picture(exhibit.svg, exhibit.alt)
        data = (
            f"Data of this figure: {workbook.where(figure, self.imprint.part)}"
            if exhibit.svg
            else ""
        )
        for text in filter(None, [f"Source: {exhibit.source}", exhibit.note, data]):
            self._add("Source", word_xml.run(text))

    def _caption(self, figure: Figure, anchor: str) -> str:
        kind, _, number = figure.label.rpartition(" ")
        counted = word_xml.run(number)
        if number.isdigit():
            counted = word_xml.field(f"SEQ {kind} \\* ARABIC", counted)
        title = word_xml.run(f". {figure.exhibit.title}")
        return self._marked(anchor, word_xml.run(f"{kind} ".lstrip()) + counted + title)

    def _picture(self, svg: str, alt: str) -> None:
        shape = self.file.add_picture(BytesIO(drawings.png(svg)))
        scale = min(1.0, TEXT_WIDTH / shape.width, TALLEST / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        shape._inline.docPr.set("descr", glyphs.legible(alt))  # python-docx has no word for it

    def _prose(self, node: Node, style: str = "Normal", properties: str = "") -> None:
        kind = node["kind"]
        if kind in ("bullet_list", "ordered_list"):
            self._items(node, style)
        elif kind == "table":
            grid = _grid(node)
            for part in grid.fit.parts:
                self._place(word_xml.table(grid, part, part.about(len(grid.head))))
                self._add("Source")
        elif kind in ("code_block", "fence"):
            self._add(style, word_xml.run(node["text"].rstrip("\n"), Look(code=True)))
        elif kind == "blockquote":
            for child in node["children"]:
                self._prose(child, "Quote")
        elif kind != "hr":
            look = Look(bold=kind == "heading")
            self._add(style, *self._runs(node, look), properties=properties)

    def _items(self, node: Node, style: str) -> None:
        """Write a list; one within another is a level lower, and each counts for itself."""
        name = "ListBullet" if node["kind"] == "bullet_list" else "ListNumber"
        depth = int(style.removeprefix(style.rstrip("0123456789")) or 1) + 1
        inner = f"{name}{min(depth, 3)}" if style.startswith("List") else name
        properties = self._count(inner, node["start"]) if "start" in node else ""
        for item in node["children"]:
            for place, child in enumerate(item["children"]):
                first = place == 0
                rest = inner.replace("Bullet", "Continue").replace("Number", "Continue")
                self._prose(
                    child,
                    inner if first or child["kind"].endswith("_list") else rest,
                    properties * first,
                )

    def _count(self, style: str, start: int) -> str:
        """Return the paragraph properties of a numbered list that begins at a number."""
        numbering = self.file.part.numbering_part.element
        properties = self.file.styles.element.get_by_id(style).pPr
        like = numbering.num_having_numId(properties.numPr.numId.val)
        num = numbering.add_num(like.abstractNumId.val)
        num.add_lvlOverride(ilvl=0).add_startOverride(start)
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num.numId}"/></w:numPr>'

    def _runs(self, node: Node, look: Look = PLAIN) -> Iterator[str]:
        """Return the runs of a node and of what stands in it."""
        kind = node["kind"]
        if "text" in node:
            yield word_xml.run(node["text"], replace(look, code=look.code or kind == "code_inline"))
        elif kind == "hardbreak":
            yield word_xml.run("\n", look)
        elif kind == "link":
            yield self._link(node, look)
        else:
            inner = replace(
                look, bold=look.bold or kind == "strong", italic=look.italic or kind == "em"
            )
            for child in node["children"]:
                yield from self._runs(child, inner)

    def _link(self, node: Node, look: Look) -> str:
        address = node["address"]
        known = not address.startswith("#") or address[1:] in self.marks
        shown = replace(look, link=bool(address) and known)
        inside = "".join(run for child in node["children"] for run in self._runs(child, shown))
        if not shown.link:
            return inside
        if address.startswith("#"):
            return word_xml.inner_link(self.marks[address[1:]], inside)
        relation = self.file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return word_xml.outer_link(relation, inside)


def _grid(node: Node) -> Grid:
    """Return a table of Markdown, its first row the head."""
    head, *rows = (
        [plain(cell) for cell in row["children"]]
        for part in node["children"]
        for row in part["children"]
    )
    return Grid(head, rows, [False] * len(head), paper.fit(head, rows))


def _facts(imprint: Imprint) -> list[str]:
    return [
        f"Edition {imprint.as_of}",
        f"data of {imprint.data_date}",
        f"counted: {imprint.counting}",
        imprint.made_by,
    ]


def _describe(made: WordFile, imprint: Imprint) -> None:
    """Say what the file is; nothing in it tells when or on which machine it was made."""
    year, month = imprint.as_of.split("-")
    told = made.core_properties
    told.title = glyphs.legible(imprint.title)
    told.author = told.last_modified_by = "The s3analysis authors"
    told.comments = glyphs.legible(". ".join(_facts(imprint)))
    told.language = "en-GB"
    told.revision = 1
    told.created = told.modified = datetime(int(year), int(month), 1, tzinfo=UTC)
    package = made.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # of python-docx's own empty page
            del package.rels[name]


def _dress(made: WordFile, imprint: Imprint) -> None:
    """Set the paper, the running head and foot, and the styles."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.text = f"{glyphs.legible(imprint.title)} · Edition {imprint.as_of}"
    numbers = (word_xml.run("Page "), word_xml.field("PAGE", word_xml.run("1")))
    foot._p.addnext(word_xml.element(word_xml.paragraph("Footer", *numbers)))
    foot._p.getparent().remove(foot._p)
    for tag, name in (("w:lang", "w:val"), ("w:themeFontLang", "w:val")):
        for part in (made.styles.element, made.settings.element):
            for found in part.iter(qn(tag)):
                found.set(qn(name), "en-GB")
    for setting in made.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # that of Word since 2013
    for colour in made.styles.element.iter(qn("w:color")):
        for name in set(colour.attrib) - {qn("w:val")}:  # a colour of the theme goes before ours
            del colour.attrib[name]
    for fonts in made.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), FONT)
    _styles(made)


def _styles(made: WordFile) -> None:
    looks = [
        ("Normal", 10, INK, False, 6),
        ("Title", 20, INK, True, 6),
        ("Heading 1", 16, ACCENT, True, 8),
        ("Heading 2", 13, ACCENT, True, 6),
        ("Heading 3", 11, ACCENT, True, 6),
        ("Caption", 10, INK, True, 2),
        ("Measure", 9, QUIET, False, 4),
        ("Source", 8, QUIET, False, 2),
        ("Table Text", 8, INK, False, 0),
        ("Contents Heading", 13, ACCENT, True, 4),
        ("toc 1", 9, INK, True, 1),
        ("toc 2", 9, INK, False, 1),
    ]
    for name, size, colour, bold, after in looks:
        if name not in made.styles:
            made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
            made.styles[name].base_style = made.styles["Normal"]
        style = made.styles[name]
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), colour, bold
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.1
        style.paragraph_format.keep_with_next = name in ("Caption", "Measure") or "Head" in name
    made.styles["toc 2"].paragraph_format.left_indent = Mm(4)
    for name in ("Caption", "Contents Heading"):
        made.styles[name].paragraph_format.space_before = Pt(12)


def _packed(made: WordFile) -> bytes:
    """Return the file with its parts in one order and of one time."""
    written, packed = BytesIO(), BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(parts.namelist()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts.read(name))
    return packed.getvalue()


def _after(figure: Figure) -> str:
    """Return which exhibit of the brief one gives again, for the lists of exhibits."""
    return f" (after {figure.exhibit.reproduces})" if figure.exhibit.reproduces else ""
