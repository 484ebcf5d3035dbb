"""The text of a file: Unicode with or without its mark, or one byte a letter.

Which encoding of one byte a file has is told by its letters that are not ASCII, and by nothing
else: by words that are known (names of regions, terms of taxonomies), and by how often a language
uses each of its letters. Where two readings are about as likely, the file is refused with both.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from s3analysis.sources.extracts.import_errors import refuse, some

ONE_BYTE = (
    "cp1252",
    "cp1250",
    "cp1253",
    "cp1251",
    "cp1257",
    "cp1254",
    "iso8859_2",
    "iso8859_7",
    "iso8859_15",
    "iso8859_5",
    "mac_roman",
    "mac_latin2",
    "mac_greek",
    "cp850",
    "cp852",
    "cp737",
)
"""What a file that is no Unicode is tried as: Windows, ISO, Macintosh and DOS."""

LETTERS = {
    "Albanian": "ëç",
    "Bulgarian": "аеиотнрсвлкдпмзягбъчуцжшйщхфюь",
    "Catalan": "óàèéíçúòïü",
    "Croatian": "čšžćđ",
    "Czech": "íáěřéčžýšůúňťďó",
    "Danish": "åøæé",
    "Dutch": "ëéïöü",
    "Estonian": "äõüöšž",
    "Finnish": "äöå",
    "French": "éèàêçôîûùïâœë",
    "German": "üäöß",
    "Greek": "αοτειηνσρκπυςλμίάγδόέχθήφωύβώξζψϊϋΐΰ",
    "Hungarian": "éáőöíóűüú",
    "Icelandic": "áíðóæúöþéý",
    "Irish": "áéíóú",
    "Italian": "àèùòìé",
    "Latvian": "āīēšņļžūģčķ",
    "Lithuanian": "ėšžųįąūčę",
    "Maltese": "ħżġċà",
    "Polish": "łąężśóćńź",
    "Portuguese": "ãçáéíóõúêâôà",
    "Romanian": "ăâîşţșț",
    "Serbian": "аиоенртсјвкудмпљњћђжџшчцгбзхф",
    "Slovak": "áíčýéžšľúôťňďóäĺŕ",
    "Slovenian": "čšž",
    "Spanish": "óíáéñúü",
    "Swedish": "äåöé",
    "Turkish": "ışğçüöİâîû",
}
"""Letters of each language that are not ASCII, the most frequent first."""

TYPOGRAPHIC = set("–—‘’‚“”„«»‹›•·…°§€£©®™±×½¼²³ºª¡¿\u00a0\u00ad†‰′")
"""Signs that stand in texts of any language."""

VOWELS = tuple("aeiouhyAEIOUHYàéèêâîôûÀÉÈÊÂÎ")

KNOWN = 6.0  # what a known word adds, as a logarithm of odds
STRANGE = -8.0  # what a sign costs that no word of the language would have
PLACED = 1.5  # what a typographic sign adds where one belongs
UNPLACED = -3.0  # what it costs elsewhere
USUAL = {"cp1252": 2.5, "cp1250": 2.0, "cp1251": 2.0, "cp1253": 2.0, "cp1254": 1.0, "cp1257": 1.0}
"""What an encoding of Windows adds: most files are in one of these."""
OTHER_LANGUAGE = -4.0  # what a word of another language than the rest costs
SURE = 3.5  # how much likelier the first reading is than the second: some thirty times
LINES = 2000  # lines with letters that are not ASCII that are looked at
SHOWN = 3  # readings that a refusal puts side by side


@dataclass(frozen=True)
class Reading:
    """A text as one encoding reads it, and how likely that is."""

    encoding: str
    text: str
    score: float


def decoded(name: str, raw: bytes, told: str, known: set[str]) -> tuple[str, list[str]]:
    """Return the text of a file, and its encoding in words.

    `told` is the encoding where a person said it; `known` are the words of `words`. Raises
    InvalidExtract where none fits, or several do.
    """
    if told:
        try:
            return raw.decode(told).removeprefix("\ufeff"), [f"encoding {told}, as told"]
        except (LookupError, UnicodeDecodeError) as error:
            refuse(name, f"cannot be read as {told}: {error}")
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return _strictly(name, raw, encoding), [f"encoding {encoding}, by its mark"]
    if b"\x00" in raw:
        even, odd = raw[0:4000:2].count(0), raw[1:4000:2].count(0)
        for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
            if zeros > 0.4 * len(raw[:4000]) / 2 and not others:
                return _strictly(name, raw, encoding), [f"encoding {encoding}, without a mark"]
        line = raw[: raw.index(b"\x00")].count(b"\n") + 1
        refuse(name, "holds a NUL byte: the file is damaged; export it again", line)
    try:
        return raw.decode("utf-8"), ["encoding utf-8"]
    except UnicodeDecodeError:
        return _one_byte(name, raw, known)


def words(*texts: str) -> set[str]:
    """Return the words of texts that are not ASCII, in small letters; none shorter than three."""
    return {
        word
        for text in texts
        for word in re.findall(r"\w{3,}", text.casefold())
        if not word.isascii()
    }


def _strictly(name: str, raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        refuse(name, f"is damaged: it says {encoding} and breaks at byte {error.start:,}")
    return text


def _one_byte(name: str, raw: bytes, known: set[str]) -> tuple[str, list[str]]:
    """Return a text of one byte a letter, in the encoding that its letters make likeliest."""
    lines = [
        (number, line) for number, line in enumerate(raw.split(b"\n"), 1) if not line.isascii()
    ]
    _refuse_mixed(name, lines, raw)
    sample = b"\n".join(line for _, line in lines[:LINES])
    readings = _readings(sample, bytes(sorted(set(raw))), known)
    if not readings:
        refuse(
            name,
            f"is neither Unicode nor any of {', '.join(ONE_BYTE)}; "
            'say which with encoding = "..." in [file], or with --encoding',
        )
    best, *others = readings
    if others and best.score - others[0].score < SURE:
        _refuse_unsure(name, readings[:SHOWN], [number for number, _ in lines])
    return raw.decode(best.encoding), [f"encoding {best.encoding}, by its letters"]


def _refuse_mixed(name: str, lines: list[tuple[int, bytes]], raw: bytes) -> None:
    """Refuse a file of which some lines are UTF-8 and others are not."""
    broken = [(number, error) for number, line in lines if (error := _fault(line))]
    numbers = {number for number, _ in broken}
    whole = [number for number, _ in lines if number not in numbers]
    if not whole:
        return
    number, error = broken[0]
    last = raw.count(b"\n") + 1
    if len(broken) == 1 and number == last and error.reason == "unexpected end of data":
        refuse(name, "is UTF-8 and ends in the middle of a letter: download it anew", number)
    refuse(
        name,
        f"is of two encodings: {_lines(whole)} UTF-8, {_lines(sorted(numbers))} not; "
        "save the parts in one encoding, or say which with --encoding",
        number,
    )


def _fault(line: bytes) -> UnicodeDecodeError | None:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return error
    return None


def _lines(numbers: list[int]) -> str:
    return f"lines {some(numbers)} are" if len(numbers) > 1 else f"line {some(numbers)} is"


def _refuse_unsure(name: str, readings: list[Reading], numbers: list[int]) -> None:
    """Refuse a file that several encodings read about as well, with one line in each of them."""
    texts = [reading.text.split("\n") for reading in readings]
    place = next(at for at, line in enumerate(zip(*texts, strict=True)) if len(set(line)) > 1)
    shown = "; ".join(
        f"{text[place].strip()[:60]!r} as {reading.encoding}"
        for reading, text in zip(readings, texts, strict=True)
    )
    refuse(
        name,
        f"may be read in several ways: {shown}; say which is right with "
        'encoding = "..." in [file], or with --encoding',
        numbers[place],
    )


def _readings(sample: bytes, used: bytes, known: set[str]) -> list[Reading]:
    """Return the different texts that a sample may be, the likeliest first.

    An encoding that cannot read a byte of the file, or reads it as a control sign, is left out.
    """
    found: dict[str, Reading] = {}
    for encoding in ONE_BYTE:
        try:
            signs = used.decode(encoding)
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any("\x7f" <= sign <= "\x9f" for sign in signs) or text in found:
            continue
        score = _score(text, known) + USUAL.get(encoding, 0.0)
        found[text] = Reading(encoding, text, score)
    return sorted(found.values(), key=lambda reading: -reading.score)


def _score(text: str, known: set[str]) -> float:
    """Return how likely a text is: a logarithm, each different word looked at once."""
    tokens = {token for token in re.findall(r'[^\s;,|"]+', text) if not token.isascii()}
    each = {token: {name: _fit(token, name) for name in LETTERS} for token in tokens}
    best = {token: max(fits.values()) for token, fits in each.items()}
    language = max(
        sum(max(each[token][name], best[token] + OTHER_LANGUAGE) for token in tokens)
        for name in LETTERS
    )
    return language + KNOWN * len(words(text) & known)


def _fit(token: str, language: str) -> float:
    """Return how likely the letters of a word that are not ASCII are in a language."""
    chances = _chances(language)
    scripts = {unicodedata.name(sign, "-").split()[0] for sign in token if sign.isalpha()}
    score = STRANGE if len(scripts) > 1 else 0.0
    if len(token) == 1 and token.isalpha():
        score += UNPLACED
    for place, sign in enumerate(token):
        if sign.isascii():
            continue
        before = token[place - 1 : place]
        if sign.isalpha():
            score += chances.get(sign, chances.get(sign.lower(), STRANGE))
            if before.isdigit() or (sign.isupper() and before.islower()):
                score += STRANGE
        elif _belongs(token[:place], sign, token[place + 1 :]):
            score += PLACED
        else:
            score += UNPLACED if sign in TYPOGRAPHIC else STRANGE
    return score


def _belongs(before: str, sign: str, after: str) -> bool:
    """Return whether a typographic sign stands where one is usual: a dash alone, an elision."""
    if sign in "–—":
        return not (before[-1:].isalpha() or after[:1].isalpha())
    if sign in "€£§°":
        return not any(each.isalpha() for each in before + after)
    if sign in "’‘":
        elided = (
            re.search(r"(?i)(^|\W)(\w|\w*ll|un|qu|aujourd)$", before)
            and after[:1] in VOWELS
            and len(after) > 2
        )
        return bool(elided) or after.rstrip(".:!?)").casefold() in {"s", "t", "re", "ve"}
    if sign in "“„«‘":
        return not before and after[:1].isalnum()
    return sign in "”»…" and not after.strip(".,:;!?)") and before[-1:].isalnum()


@cache
def _chances(language: str) -> dict[str, float]:
    """Return the logarithm of the chance of each letter, falling with its rank."""
    letters = LETTERS[language]
    total = sum(1 / rank for rank in range(1, len(letters) + 1))
    return {letter: -math.log(rank * total) for rank, letter in enumerate(letters, 1)}
