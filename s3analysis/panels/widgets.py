"""A panel: labelled controls, and beneath them what a function answers to their values.

A panel computes nothing: it hands the values to the function it was given and shows the exhibits
that come back, each as soon as it is there. Where nobody can use a control (Papermill, nbclient,
nbval), it is the exhibits of its default values, and an error fails the run.
"""

import base64
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import version
from threading import current_thread, main_thread
from typing import Any, Literal
from urllib.parse import quote

import ipywidgets
from IPython.display import display

from s3analysis.exhibits.exhibit import MIME, Exhibit
from s3analysis.panels import downloads

Values = dict[str, Any]
"""What the controls say, by their names: text, or several texts."""

ROOM = 6
"""Lines of a list of several choices; what is more can be scrolled."""

LONG = 30
"""Rows from which on a table scrolls in a box of its own."""

WRONG = "s3-wrong"

ARROW = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'>"
    "<path fill='none' stroke='#e0e0e0' stroke-width='2' d='M5 7l4 4 4-4'/></svg>"
)
LOOK = (
    "<style>[data-jp-theme-light=false] .s3-panel { --jp-widgets-dropdown-arrow: "
    f'url("data:image/svg+xml,{quote(ARROW)}"); }} '
    f".{WRONG} :is(input, select) {{ border: 2px solid #c62828 !important; }} "
    ".s3-panel [role=alert] { border-left: 4px solid #c62828; padding-left: 0.6em; }</style>"
)
"""The arrow of a list on dark ground, where that of ipywidgets is dark too; what is wrong."""

COPY = escape(
    "const code = this.closest('div').querySelector('pre'), own = this; "
    "getSelection().selectAllChildren(code); "
    "navigator.clipboard && navigator.clipboard.writeText(code.textContent)"
    ".then(() => { own.textContent = 'Copied'; })"
)
"""What the button does: the code is selected and, where the browser allows it, copied."""


@dataclass(frozen=True)
class Control:
    """A labelled control: the name of its value, and what may be chosen.

    `options` are the words of each value. `kind` is `one` of them, `several`, or a text that is
    `typed`, for which the words are suggestions. Each is an element that a browser knows and a
    screen reader names with its value; ipywidgets' toggle buttons do not say which is pressed.
    """

    name: str
    label: str
    options: Mapping[str, str]
    default: str | tuple[str, ...]
    kind: Literal["one", "several", "typed"] = "one"
    when: tuple[str, tuple[str, ...]] | None = None
    """The control on which it depends whether this one bears on the answer, and the values."""
    by: tuple[str, Mapping[str, Mapping[str, str]]] | None = None
    """The control on which its options depend, and the options for each of its values."""

    def offered(self, values: Values) -> Mapping[str, str]:
        """Return what may be chosen now."""
        return self.by[1][values[self.by[0]]] if self.by else self.options

    def bears(self, values: Values) -> bool:
        """Return whether it can change the answer: it offers a choice, and others call for it."""
        if len(self.options) == 1 and self.kind == "one":
            return False
        return self.when is None or values[self.when[0]] in self.when[1]

    def words(self, value: str | tuple[str, ...]) -> str:
        """Return a value as a reader knows it."""
        chosen = (value,) if isinstance(value, str) else value
        return " ".join(self.options.get(each, each) for each in chosen)

    def widget(self) -> ipywidgets.ValueWidget:
        """Return the control itself."""
        words = [(text, value) for value, text in self.options.items()]
        look: dict[str, Any] = {"description": self.label, "style": {"description_width": "12em"}}
        wide = ipywidgets.Layout(width="min(44em, 98%)")
        if self.kind == "several":
            rows = min(len(words), ROOM)
            return ipywidgets.SelectMultiple(
                options=words, value=self.default, rows=rows, layout=wide, **look
            )
        if self.kind == "typed":
            return ipywidgets.Combobox(
                options=list(self.options.values()),
                value=self.options.get(str(self.default), str(self.default)),
                continuous_update=False,  # asked when the reader is done, not at each letter
                layout=wide,
                **look,
            )
        return ipywidgets.Dropdown(options=words, value=self.default, layout=wide, **look)


@dataclass(frozen=True)
class Panel:
    """Controls over a function, shown by whatever runs the notebook.

    `answer` takes the values of the controls by name, and gives exhibits, the quickest first. It
    raises ValueError with one sentence that says what is wrong and what to do. `imports` and `call`
    are the lines of code that do the same: the imports, and the call without its last arguments.
    `csv` makes of an exhibit the file that a reader takes away.
    """

    name: str
    controls: tuple[Control, ...]
    answer: Callable[..., Iterable[Exhibit]] = field(repr=False)
    imports: str = field(repr=False)
    call: str = field(repr=False)
    csv: Callable[[Exhibit, Values], str] = field(
        repr=False, default=lambda exhibit, _: exhibit.to_csv()
    )
    exhibits: list[Exhibit] = field(init=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        if not answered():
            self.exhibits.extend(self.answer(**self.defaults))

    @property
    def defaults(self) -> Values:
        """Return the values before anybody has touched a control."""
        return {control.name: control.default for control in self.controls}

    def code(self, values: Values) -> str:
        """Return the lines that make what the panel shows, to be pasted into a notebook and run."""
        given = "".join(f"    {name}={value!r},\n" for name, value in values.items())
        return (
            f"from IPython.display import display\n\n{self.imports}\n\n"
            f"exhibits = list({self.call}\n{given}))\ndisplay(*exhibits)\n"
        )

    def chosen(self, values: Values) -> list[str]:
        """Return what was chosen, in words: of what bears on the answer and is not as usual."""
        return [
            each.words(values[each.name])
            for each in self.controls
            if each.bears(values) and (each.kind == "typed" or values[each.name] != each.default)
        ]

    def _ipython_display_(self) -> None:
        if self.exhibits:
            display(*self.exhibits)
        else:
            display(LivePanel(self))


class LivePanel:
    """A panel in use: its controls, what they last gave, and how to take it away.

    `exhibits` are the last good answer; it stays when the next question has none.
    """

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.exhibits: list[Exhibit] = []
        self.controls = {control.name: control.widget() for control in panel.controls}
        self.status = ipywidgets.HTML()
        self.results = ipywidgets.HTML()
        self.files = ipywidgets.HTML()
        parts = [self.status, *self.controls.values(), self.results, self.files]
        self.box = ipywidgets.VBox(parts)
        self.box.add_class("s3-panel")
        self.box.add_class(f"s3-panel-{panel.name}")
        for control in self.controls.values():
            control.observe(self._changed, names="value")
        self.ask()

    @property
    def given(self) -> Values:
        """Return what the controls say now."""
        return {name: control.value for name, control in self.controls.items()}

    def ask(self) -> None:
        """Show the answer to what the controls say; keep the last one where there is none."""
        values, fresh = self.given, list[Exhibit]()
        for control in self.panel.controls:
            widget = self.controls[control.name]
            widget.layout.display = None if control.bears(values) else "none"
            widget.remove_class(WRONG)
        self.status.value = _said(f"Working. To stop it, {stopping()}.")
        try:
            for exhibit in self.panel.answer(**values):
                fresh.append(exhibit)
                self.results.value = shown(fresh)
        except KeyboardInterrupt:
            self._keep("Stopped.")
        except ValueError as refusal:
            said = "; ".join(self._marked(getattr(refusal, "reasons", [str(refusal)])))
            self._keep(said if said.endswith((".", "?")) else f"{said}.")
        except Exception as fault:
            self._keep(f"The program is at fault ({type(fault).__name__}: {fault}).")
        else:
            self.exhibits = fresh
            links = [link for each in fresh for link in self._links(each, values)]
            self.files.value = files_words(fresh, links, self.panel.code(values))
            self.status.value = _said(f"{fresh[0].title}.")

    def _marked(self, reasons: list[str]) -> Iterator[str]:
        """Yield reasons that begin with a control's label, where they name one; mark it."""
        for reason in reasons:
            name, colon, rest = reason.partition(": ")
            if colon and name in self.controls:
                self.controls[name].add_class(WRONG)
                name = str(self.controls[name].description)
            yield f"{name}{colon}{rest}"

    def _links(self, exhibit: Exhibit, values: Values) -> Iterator[str]:
        """Yield a link to each file of an exhibit, named for what was chosen."""
        name = downloads.name(exhibit.key, self.panel.chosen(values))
        files = {"csv": ("Table as CSV", "text/csv", self.panel.csv(exhibit, values))}
        if exhibit.svg:
            files["svg"] = ("Drawing as SVG", "image/svg+xml", exhibit.svg)
        for ending, (words, mime, text) in files.items():
            data = base64.b64encode(text.encode()).decode()
            yield (
                f'<a download="{name}.{ending}" href="data:{mime};charset=utf-8;base64,{data}">'
                f"{words}: {escape(exhibit.title)}</a>"
            )

    def _keep(self, sentence: str) -> None:
        self.results.value = shown(self.exhibits)
        rest = "What is shown below is the last answer." if self.exhibits else "Nothing is shown."
        self.status.value = f'<p role="alert"><strong>{escape(sentence)}</strong> {rest}</p>'

    def _changed(self, change: Any) -> None:
        for control in self.panel.controls:
            widget = self.controls[control.name]
            words = tuple((text, value) for value, text in control.offered(self.given).items())
            if control.by and widget.options != words:  # a new list begins with its first choice
                widget.unobserve(self._changed, names="value")
                widget.options = words
                widget.observe(self._changed, names="value")
        self.ask()

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """Return the panel, and for readers without a kernel the exhibits it begins with."""
        bundle = dict(self.box._repr_mimebundle_(**options))
        if self.exhibits:
            bundle |= {
                "text/plain": "\n\n".join(map(str, self.exhibits)),
                "text/html": "".join(each._repr_html_() for each in self.exhibits),
                MIME: self.exhibits[0].to_json(),
            }
        return bundle


def answered() -> bool:
    """Return whether somebody can use a control: a front end that can be asked, or Voila.

    What runs a notebook unattended tells its kernel that nobody can answer a question.
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    kernel = getattr(shell, "kernel", None)
    return bool(getattr(kernel, "_allow_stdin", False)) or "VOILA_REQUEST_URL" in os.environ


def stopping() -> str:
    """Return how a reader stops an answer, from where the answer is being made.

    An interrupt reaches the main thread alone; JupyterLab may have a control answered in another
    (its setting commsOverSubshells, which .jupyter switches off).
    """
    if "VOILA_REQUEST_URL" in os.environ:
        return "reload the page"
    return "interrupt the kernel" if current_thread() is main_thread() else "restart the kernel"


def shown(exhibits: Iterable[Exhibit]) -> str:
    """Return exhibits as the HTML of a panel, each in a box that scrolls where it must."""
    boxes = [
        f'<div role="region" aria-label="{escape(each.title)}" tabindex="0" style="overflow: auto; '
        f'margin-bottom: 1em{"; max-height: 42em" * (not each.svg and len(each.table) > LONG)}">'
        f"{each._repr_html_()}</div>"
        for each in exhibits
    ]
    # No wider than its place, however wide a table is: what is wide scrolls in its own box.
    return (
        f'{LOOK}<div class="jp-RenderedHTMLCommon" style="contain: inline-size">'
        f"{''.join(boxes)}</div>"
    )


def files_words(exhibits: Iterable[Exhibit], links: Iterable[str], code: str) -> str:
    """Return links to files, the code with a button that copies it, and how to cite."""
    cited = "".join(
        f"<li>{escape(f'{each.title}. Source: {each.source}. Made with s3analysis {release()}.')}"
        "</li>"
        for each in exhibits
    )
    return (
        f'<div class="jp-RenderedHTMLCommon"><p><strong>Take this away</strong></p>'
        f"<ul>{''.join(f'<li>{link}</li>' for link in links)}</ul>"
        f'<p>The code that makes it: <button type="button" onclick="{COPY}">Copy</button></p>'
        '<pre tabindex="0" role="region" aria-label="Code that makes it" '
        f'style="font-family: monospace">{escape(code)}</pre>'
        f"<p>To cite:</p><ul>{cited}</ul></div>"
    )


def release() -> str:
    """Return the version of this package."""
    return version("s3analysis")


def _said(sentence: str) -> str:
    return f'<p role="status"><strong>{escape(sentence)}</strong></p>'
