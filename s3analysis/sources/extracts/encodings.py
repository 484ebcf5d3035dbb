"""The text of a file: Unicode with or without its mark, or one byte a letter."""

import re

import pandas as pd

from s3analysis.sources.extracts import import_errors
from s3analysis.sources.extracts.import_errors import InvalidExtract, refuse

ONE_BYTE = ("cp1250", "cp1252")
"""What a file that is no Unicode is tried as: Central and Western European (with latin-1)."""

CENTRAL = ("CZ", "HR", "HU", "PL", "RO", "SI", "SK")
"""Member States whose languages the first of these is for."""


def decoded(name: str, raw: bytes, told: str, known: dict[str, set[str]]) -> tuple[str, list[str]]:
    """Return the text of a file, and its encoding in words.

    `told` is the encoding where a person said it; `known` are those of `words`, which tell which
    of two encodings is right. Raises InvalidExtract where none fits, or two do.
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


def _strictly(name: str, raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        refuse(name, f"is damaged: it says {encoding} and breaks at byte {error.start:,}")
    return text


def _one_byte(name: str, raw: bytes, known: dict[str, set[str]]) -> tuple[str, list[str]]:
    """Return a text of one byte a letter, by the regions that it names."""
    texts = {encoding: raw.decode(encoding, "replace") for encoding in ONE_BYTE}
    texts = {encoding: text for encoding, text in texts.items() if "\ufffd" not in text}
    if not texts:
        refuse(name, 'is neither Unicode nor cp1250 nor cp1252; say which with encoding = "..."')
    if len(set(texts.values())) == 1:
        encoding = max(texts)
        return texts[encoding], [f"encoding {encoding}"]
    hits = {encoding: len(_words(text) & known[encoding]) for encoding, text in texts.items()}
    best = max(hits, key=lambda encoding: hits[encoding])
    if list(hits.values()).count(hits[best]) == 1:
        return texts[best], [f"encoding {best}, by the codes and names of regions in it"]
    one, other = (
        sorted(_accented(texts[encoding]) - _accented(texts[rest]))
        for encoding, rest in zip(ONE_BYTE, reversed(ONE_BYTE), strict=True)
    )
    either = f"may be cp1250 ({', '.join(one[:3])}) or cp1252 ({', '.join(other[:3])})"
    raise InvalidExtract(import_errors.one(name, f'{either}; say which with encoding = "..."'))


def words(nuts_codes: pd.DataFrame) -> dict[str, set[str]]:
    """Return for each encoding of one byte the codes and words of units where it is at home."""
    central = nuts_codes["nuts_id"].str[:2].isin(CENTRAL)
    return {
        encoding: _words(" ".join([*rows["nuts_id"], *rows["nuts_label"]]))
        for encoding, rows in (("cp1250", nuts_codes[central]), ("cp1252", nuts_codes[~central]))
    }


def _words(text: str) -> set[str]:
    """Return the words of a text, in small letters."""
    return {word.casefold() for word in re.findall(r"\w+", text)}


def _accented(text: str) -> set[str]:
    return {word for word in _words(text) if not word.isascii()}
