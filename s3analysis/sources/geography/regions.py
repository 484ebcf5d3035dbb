"""Which region a person means: by its id, by a NUTS code, or by a name. Whoever is unsure is asked.

A name is compared by its key: without marks, case, hyphens, apostrophes and spaces, with the German
ae, oe and ue read as a, o and u, and with letters of other alphabets read as the Latin ones they
look like. The same words in another order are the same name. A name that is only nearly right is no
match, however near: Valencia is a letter from Palencia, Slovakia two from Slovenia, and a scheduler
would not notice. It is refused, with the nearest names as a question.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NoReturn

import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

SUGGESTIONS = 3
ALIKE = 160  # of 200: "Valensia" has 175, "Istria" is not to be taken for Asturias (155)

# Letters that Unicode does not take apart into a base letter and a mark.
LETTERS = str.maketrans("łŁøØđĐıð", "lLoOdDid") | str.maketrans({"æ": "ae", "Æ": "ae", "œ": "oe"})

# Cyrillic and Greek letters that look like Latin ones: a name or code may hold one unseen.
LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",  # noqa: RUF001
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo",
)

FILLERS = {"the", "region", "regione"}


@dataclass(frozen=True)
class Match:
    """A region found for what was typed, by a code (its id, or NUTS) or by a name."""

    region_id: str
    name: str
    how: Literal["code", "name"]


class UnknownRegion(ValueError):
    """What was typed is no region we know, or may be several.

    The message asks; `typed` is what was typed and `nearest` the region_ids asked about.
    """

    def __init__(self, message: str, typed: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.typed = typed
        self.nearest = nearest


def vocabulary(
    regions: pd.DataFrame,
    region_names: pd.DataFrame,
    region_nuts: pd.DataFrame,
    region_aliases: pd.DataFrame,
) -> pd.DataFrame:
    """Return all that a region answers to. A row is one spelling (a code or a name) of one region.

    `how` is code or name, or larger for a NUTS unit of which the region is only a part.
    """
    whole = region_nuts["extent"].eq("whole")
    is_code = region_aliases["language"].eq("code")
    spellings = [
        (regions["region_id"], regions["region_id"], "code"),
        (region_nuts.loc[whole, "nuts_id"], region_nuts.loc[whole, "region_id"], "code"),
        (region_aliases.loc[is_code, "alias"], region_aliases.loc[is_code, "region_id"], "code"),
        (region_nuts.loc[~whole, "nuts_id"], region_nuts.loc[~whole, "region_id"], "larger"),
        (regions["name"], regions["region_id"], "name"),
        (region_names["name_printed"], region_names["region_id"], "name"),
        (region_aliases.loc[~is_code, "alias"], region_aliases.loc[~is_code, "region_id"], "name"),
    ]
    return (
        pd.concat(
            pd.DataFrame({"spelling": list(words), "region_id": list(ids), "how": how})
            for words, ids, how in spellings
        )
        .drop_duplicates()
        .merge(regions[["region_id", "name"]], on="region_id", validate="many_to_one")
        .assign(
            folded=lambda known: known["spelling"].map(fold),
            key=lambda known: known["spelling"].map(key),
            sorted_key=lambda known: known["spelling"].map(sorted_key),
        )
    )


def known(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return all that the regions of the record answer to (see `vocabulary`), from its tables."""
    names = ("regions", "region_names", "region_nuts", "region_aliases")
    return vocabulary(*(tables[name] for name in names))


def resolve(text: str, known: pd.DataFrame) -> Match:
    """Return the region that a person means, given the spellings of `vocabulary`.

    Raises UnknownRegion, with the nearest names, for any other text.

    >>> regions = pd.DataFrame({"region_id": ["skane"], "name": ["Skåne"]})
    >>> names = pd.DataFrame({"name_printed": ["Skåne"], "region_id": ["skane"]})
    >>> nuts = pd.DataFrame({"region_id": ["skane"], "nuts_id": ["SE224"], "extent": ["whole"]})
    >>> aliases = pd.DataFrame({"alias": ["Schonen"], "region_id": ["skane"], "language": ["de"]})
    >>> known = vocabulary(regions, names, nuts, aliases)
    >>> resolve("SKANE", known)
    Match(region_id='skane', name='Skåne', how='name')
    >>> resolve("Schönnen", known)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    s3analysis...UnknownRegion: unknown region 'Schönnen': did you mean Skåne?
    """
    typed = " ".join(text.split())
    if not key(typed):
        raise UnknownRegion(f"no region was named (typed: {text!r}): which do you mean?", text)
    found = _by_code(typed, known) or _by_name(typed, known)
    if not found:
        near = _suggestions(typed, known)
        if near.empty:
            what = f"unknown region {typed!r}: write its usual name or its NUTS code"
            raise UnknownRegion(what, typed)
        _ask(f"unknown region {typed!r}", typed, near)
    return found


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """Return a text in lower case without marks, each run of other signs as one space.

    >>> fold("Provence-Alpes-Côte d'Azur"), fold(" Łódzkie* ")
    ('provence alpes cote d azur', 'lodzkie')
    """
    latin = text.translate(LETTERS).translate(LOOK_ALIKES)
    apart = unicodedata.normalize("NFKD", latin).casefold()
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", bare).strip()


@lru_cache(maxsize=10_000)
def key(text: str) -> str:
    """Return what two spellings of one name have in common.

    >>> key("Baden-Wuerttemberg") == key("BADEN WÜRTTEMBERG")
    True
    """
    return re.sub(r"(?<=[aou])e", "", fold(text).replace(" ", ""))


@lru_cache(maxsize=10_000)
def sorted_key(text: str) -> str:
    """Return the key of a name with its words in alphabetical order."""
    return key(" ".join(sorted(fold(text).split())))


def _by_code(typed: str, known: pd.DataFrame) -> Match | None:
    """Return the region with that id or NUTS code, if there is one.

    In small letters only where it has a digit: "no" and "dea" may be words.
    """
    plain = unicodedata.normalize("NFKC", typed.translate(LOOK_ALIKES))
    code = "".join(sign for sign in plain if sign.isalnum())
    codes = {typed, code.upper()} if any(sign.isdigit() for sign in code) else {typed, code}
    found = known.loc[known["how"].isin(["code", "larger"]) & known["spelling"].isin(codes)]
    if found.empty:
        return None
    if found["how"].eq("larger").any():
        _ask(f"{typed!r} is larger than a region", typed, found)
    return _the_one(typed, found, "code")


def _by_name(typed: str, known: pd.DataFrame) -> Match | None:
    """Return the region with that name, its words in any order, if there is one."""
    bare = " ".join(word for word in fold(typed).split() if word not in FILLERS)
    names = known.loc[known["how"].eq("name")]
    for column, wanted in (
        ("key", key(typed)),
        ("key", key(bare)),
        ("sorted_key", sorted_key(typed)),
    ):
        found = names.loc[names[column].eq(wanted)]
        if not found.empty:
            return _the_one(typed, found, "name")
    return None


def _suggestions(typed: str, known: pd.DataFrame) -> pd.DataFrame:
    """Return the spellings to ask about, best first: NUTS codes for a code, names for a name.

    A code asks about those of its country. Of names, half of the order is how alike the two are,
    half whether the one is found inside the other; none where the best is not alike enough, for a
    guess would only mislead.
    """
    if re.fullmatch("[A-Z]{2}[0-9A-Z]{1,4}", typed):
        asked = known.loc[known["how"].eq("code") & known["spelling"].str.startswith(typed[:2])]
        alike = [JaroWinkler.similarity(typed, code) for code in asked["spelling"]]
    else:
        asked = known.loc[known["how"].eq("name")]
        folded = fold(typed)
        alike = [
            fuzz.ratio(folded, name) + fuzz.partial_ratio(folded, name) for name in asked["folded"]
        ]
        asked = asked.loc[[max(alike, default=0) >= ALIKE] * len(asked)]
        alike = alike[: len(asked)]
    return asked.assign(alike=alike).sort_values("alike", ascending=False, kind="stable")


def _the_one(typed: str, found: pd.DataFrame, how: Literal["code", "name"]) -> Match:
    first = found.iloc[0]
    if found["region_id"].ne(first["region_id"]).any():
        _ask(f"{typed!r} may be more than one region", typed, found)
    return Match(str(first["region_id"]), str(first["name"]), how)


def _ask(fault: str, typed: str, candidates: pd.DataFrame) -> NoReturn:
    """Raise UnknownRegion with the first few candidates as a question."""
    nearest = candidates.drop_duplicates("region_id").head(SUGGESTIONS)
    *rest, last = nearest["name"]
    names = f"{', '.join(rest)} or {last}" if rest else last
    raise UnknownRegion(f"{fault}: did you mean {names}?", typed, tuple(nearest["region_id"]))
