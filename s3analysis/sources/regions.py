"""Which region a person means: by its id, by a NUTS code, by a name, or by a name nearly right.

A name is compared by its key: without marks, case, hyphens, apostrophes and spaces, and with the
German ae, oe and ue read as a, o and u. A known key is a match of 100. Otherwise the nearest known
name is taken, if it is near enough and no other region is about as near.

How near is the share of letters that need no edit, in percent: 100 less the edits (insert, drop,
change a letter, swap two neighbours) over the length of the longer key. Not one of the laxer
measures that look for a part of a name: they find Flanders inside East Flanders.

THRESHOLD was chosen on the two lists of names in tests/data and on the labels of all NUTS units of
2013, 2016 and 2021. Of those that must be found by nearness the worst stands at 87.5 (one wrong
letter in eight). Of those that must not, the best stands at 85.7 (Łódzki, a part of Łódzkie), then
75 (Slovakia and Slovenia, Valence and Valencia). So 87: better to ask than to guess.

The first letter must agree as well: Palencia is one letter from Valencia, and a first letter is
seldom mistyped. And no more than two edits, however long the name.

Words of direction and size (north, ober-, lower, central, greater, ...) must agree in any language:
Oost-Vlaanderen is two letters from West-Vlaanderen, and no nearness makes up for that.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NoReturn

import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

THRESHOLD = 87.0
MOST_EDITS = 2  # in a long name three letters are a word of their own
LEAD = 3.0  # points by which the best region must stand before the next
SUGGESTIONS = 3

# Letters that Unicode does not take apart into a base letter and a mark.
LETTERS = str.maketrans("łŁøØđĐıð", "lLoOdDid") | str.maketrans({"æ": "ae", "Æ": "ae", "œ": "oe"})

DIRECTIONS = {
    "north": "n north northern nord nordlich noord norte norra norr nor nordre pohjois pohjoinen"
    " polnoc settentrionale septentrional severni",
    "south": "s south southern sud sydlig syd sued zuid sur sul sodra soder sor etela meridional"
    " meridionale meridionales poludniowy jizni",
    "east": "e east eastern ost ostlich oost est este leste ostra oster oriental orientale ita"
    " wschodni vychodni",
    "west": "w west western westlich ouest oeste ovest vest vastra vaster occidental occidentale"
    " lansi zachodni zapadni",
    "east or west": "o",
    "upper": "upper ober obere over ovre haut haute hauts hautes alto alta gorny gorna horni high"
    " higher",
    "lower": "lower low nieder niedere unter nedre bas basse basses bajo baja basso bassa dolny"
    " dolna dolno dolni",
    "central": "central centrale centre centro mid middle mittel midden midt mellersta mellan keski"
    " centralny stredni",
    "greater": "greater great grand grande gross grosse groot stor",
    "new": "new neu neue nieuw nouveau nouvelle nueva nuovo nowy",
}
# Those that are also written as the beginning of a longer word, and words that only look so.
PREFIXES = re.compile(
    "north|south|east|west|upper|lower|central|greater|nord|noord|norra|sud|syd|zuid|ost|oost|vastra"
    "|ober|nieder|unter|mittel|haut|pohjois|etela|lansi|keski|dolno"
)
NO_DIRECTION = ("westfa", "westph", "ostrobot", "osterbot", "osterr")
FILLERS = {"the", "region", "regione"}


@dataclass(frozen=True)
class Match:
    """A region found for what was typed: score 0 to 100, and whether by code, name or nearness.

    `how` is "code" for a region_id or a NUTS code, "name" for a known name, "near" for a name
    nearly right; only the last can score under 100.
    """

    region_id: str
    name: str
    score: float
    how: Literal["code", "name", "near"]


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
            directions=lambda known: known["spelling"].map(directions),
        )
    )


def resolve(text: str, known: pd.DataFrame) -> Match:
    """Return the region that a person means, given the spellings of `vocabulary`.

    Raises UnknownRegion, with the nearest names, when nothing is near enough or two are.

    >>> regions = pd.DataFrame({"region_id": ["skane"], "name": ["Skåne"]})
    >>> names = pd.DataFrame({"name_printed": ["Skåne"], "region_id": ["skane"]})
    >>> nuts = pd.DataFrame({"region_id": ["skane"], "nuts_id": ["SE224"], "extent": ["whole"]})
    >>> aliases = pd.DataFrame({"alias": ["Schonen"], "region_id": ["skane"], "language": ["de"]})
    >>> known = vocabulary(regions, names, nuts, aliases)
    >>> resolve("SKANE", known)
    Match(region_id='skane', name='Skåne', score=100.0, how='name')
    >>> resolve("Schönnen", known)
    Match(region_id='skane', name='Skåne', score=87.5, how='near')
    >>> resolve("East Skåne", known)
    Traceback (most recent call last):
    s3analysis.sources.regions.UnknownRegion: unknown region 'East Skåne': did you mean Skåne?
    """
    typed = " ".join(text.split())
    if not key(typed):
        raise UnknownRegion(f"no region was named (typed: {text!r}): which do you mean?", text)
    return _by_code(typed, known) or _by_name(typed, known) or _by_nearness(typed, known)


def fold(text: str) -> str:
    """Return a text in lower case without marks, each run of other signs as one space.

    >>> fold("Provence-Alpes-Côte d'Azur"), fold(" Łódzkie* ")
    ('provence alpes cote d azur', 'lodzkie')
    """
    apart = unicodedata.normalize("NFKD", text.translate(LETTERS)).casefold()
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", bare).strip()


def key(text: str) -> str:
    """Return what two spellings of one name have in common.

    >>> key("Baden-Wuerttemberg") == key("BADEN WÜRTTEMBERG")
    True
    """
    return re.sub(r"(?<=[aou])e", "", fold(text).replace(" ", ""))


def sorted_key(text: str) -> str:
    """Return the key of a name with its words in alphabetical order."""
    return key(" ".join(sorted(fold(text).split())))


def directions(text: str) -> str:
    """Return the words of direction and size in a name, whatever their language, in order.

    >>> directions("Nordostrumänien"), directions("North-East Romania")
    ('east north', 'east north')
    >>> directions("Oberösterreich"), directions("Westfalen")
    ('upper', '')
    """
    found: set[str] = set()
    for word in fold(text).split():
        rest = key(word)
        while rest:
            begin = _direction_at_start(rest)
            found |= {_MEANING[begin]} if begin else set()
            rest = rest.removeprefix(begin) if begin else ""
    return " ".join(sorted(found))


def _direction_at_start(word: str) -> str:
    if word.startswith(NO_DIRECTION):
        return ""
    if word in _MEANING:
        return word
    begin = PREFIXES.match(word)
    return begin.group() if begin else ""


_MEANING = {key(word): meaning for meaning, words in DIRECTIONS.items() for word in words.split()}


def _by_code(typed: str, known: pd.DataFrame) -> Match | None:
    """Return the region with that id or NUTS code, if there is one."""
    has_digit = any(sign.isdigit() for sign in typed)
    found = known.loc[
        known["how"].isin(["code", "larger"])
        & known["spelling"].isin([typed, typed.upper()] if has_digit else [typed])
    ]
    if found.empty:
        return None
    if found["how"].eq("larger").any():
        _ask(f"{typed!r} is larger than a region", typed, found)
    return _the_one(typed, found, 100.0, "code")


def _by_name(typed: str, known: pd.DataFrame) -> Match | None:
    """Return the region with that name, if there is one."""
    bare = " ".join(word for word in fold(typed).split() if word not in FILLERS)
    names = known.loc[known["how"].eq("name")]
    for wanted in (key(typed), key(bare)):
        found = names.loc[names["key"].eq(wanted)]
        if not found.empty:
            return _the_one(typed, found, 100.0, "name")
    return None


def _by_nearness(typed: str, known: pd.DataFrame) -> Match:
    """Return the region whose name is nearest; ask when it is not near enough or not alone."""
    names = known.loc[known["how"].eq("name")]
    alike = names.loc[names["directions"].eq(directions(typed))]
    near = alike.assign(score=_nearness(typed, alike)).sort_values("score", ascending=False)
    near = near.loc[near["score"].ge(THRESHOLD)]
    near = near.loc[near["score"].gt(near["score"].max() - LEAD)]
    if near.empty:
        _ask(f"unknown region {typed!r}", typed, _suggestions(typed, known))
    return _the_one(typed, near, float(near["score"].iloc[0]), "near")


def _nearness(typed: str, names: pd.DataFrame) -> list[float]:
    """Return for each name the percent of letters that need no edit, in either order of words."""
    straight, turned = key(typed), sorted_key(typed)
    return [
        round(100 * max(_likeness(straight, name), _likeness(turned, turned_name)), 1)
        for name, turned_name in zip(names["key"], names["sorted_key"], strict=True)
    ]


def _likeness(one: str, other: str) -> float:
    """Return the share of letters that need no edit; 0 for another first letter or many edits."""
    edits = OSA.distance(one, other)
    within = one[0] == other[0] and edits <= MOST_EDITS
    return 1 - edits / max(len(one), len(other)) if within else 0.0


def _suggestions(typed: str, known: pd.DataFrame) -> pd.DataFrame:
    """Return the spellings to ask about, best first: NUTS codes for a code, names for a name.

    Half of the order is how alike the two are, half whether the one is found inside the other.
    """
    if re.fullmatch("[A-Z]{2}[0-9A-Z]{1,4}", typed):
        asked = known.loc[known["how"].eq("code") & known["spelling"].str.isupper()]
        alike = [JaroWinkler.similarity(typed, code) for code in asked["spelling"]]
    else:
        asked = known.loc[known["how"].eq("name")]
        folded = fold(typed)
        alike = [
            fuzz.ratio(folded, name) + fuzz.partial_ratio(folded, name) for name in asked["folded"]
        ]
    return asked.assign(alike=alike).sort_values("alike", ascending=False, kind="stable")


def _the_one(
    typed: str, found: pd.DataFrame, score: float, how: Literal["code", "name", "near"]
) -> Match:
    first = found.iloc[0]
    if found["region_id"].ne(first["region_id"]).any():
        _ask(f"{typed!r} may be more than one region", typed, found)
    return Match(str(first["region_id"]), str(first["name"]), score, how)


def _ask(fault: str, typed: str, candidates: pd.DataFrame) -> NoReturn:
    """Raise UnknownRegion with the first few candidates as a question."""
    nearest = candidates.drop_duplicates("region_id").head(SUGGESTIONS)
    *rest, last = nearest["name"]
    names = f"{', '.join(rest)} or {last}" if rest else last
    raise UnknownRegion(f"{fault}: did you mean {names}?", typed, tuple(nearest["region_id"]))
