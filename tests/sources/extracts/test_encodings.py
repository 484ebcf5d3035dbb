"""Which encoding of one byte a file has is told by its letters; in doubt the file is refused."""

import pytest

from s3analysis.paths import RAW
from s3analysis.sources import record
from s3analysis.sources.extracts import encodings
from s3analysis.sources.extracts.import_errors import InvalidExtract

KNOWN = encodings.words(*record.read("nuts_codes", RAW)["nuts_label"])
TEXTS = {
    "Greek": "EL30;Αγροδιατροφή\nEL43;Τουρισμός και πολιτισμός\nEL52;Βιομηχανία\n",
    "Bulgarian": "BG41;Мехатроника и чисти технологии\nBG42;Здраве\n",
    "Polish": "PL11;Żywność wysokiej jakości;Włókiennictwo\nPL51;Śląskie;Zdrowie\n",
    "Hungarian": "HU32;Egészség;Élelmiszer\nHU23;Gépipar és energia\n",
    "French": "FR71;Santé et bien-être;Énergie\nFR52;Mer;Forêts, bois\n",
    "Spanish": "ES61;Energía;Química\nES51;Diseño;Tecnología\n",
    "German": "DEG;Gesundheit für Ältere\nAT21;Straßenverkehr\n",
    "Swedish": "SE22;Livsmedel på nätet\nSE12;Förpackningar\n",
    "Latvian": "LV00;Zināšanu ietilpīga bioekonomika;Viedā enerģētika\n",
    "Lithuanian": "LT00;Šviesos technologijos;Žemės ūkis ir maistas\n",
    "Portuguese": "PT11;Inovação;Saúde e agroalimentação\n",
    "Romanian": "RO32;Sănătate;Agricultură şi energie\n",
}


WINDOWS = [encoding for encoding in encodings.ONE_BYTE if encoding.startswith("cp125")]


def writable(texts, codecs):
    """Return the texts with the encodings that have all their letters."""
    for text in texts:
        for codec in codecs:
            raw = text.encode(codec, "replace")
            if raw.decode(codec) == text and not raw.isascii():
                yield text, raw


@pytest.mark.parametrize(("text", "raw"), [*writable(TEXTS.values(), WINDOWS)])
def test_a_text_of_windows_is_read_as_it_was_written(text, raw):
    assert encodings.decoded("list.csv", raw, "", KNOWN)[0] == text


def read(raw):
    """Return the text of a file, or the refusal."""
    try:
        return encodings.decoded("list.csv", raw, "", KNOWN)[0]
    except InvalidExtract as refused:
        return refused.lines[0]


OTHERS = [*TEXTS.values(), "Bretagne;Santé\n", "ES61;Energía\n", "100 €\n", "Díaz\n"]


@pytest.mark.parametrize(("text", "raw"), [*writable(OTHERS, encodings.ONE_BYTE)])
def test_a_text_is_read_as_it_was_written_or_refused_with_its_readings(text, raw):
    assert read(raw) == text or "may be read in several ways" in read(raw)


def test_codes_of_regions_are_no_evidence():
    raw = b"EL30;\xe1\nES51;x\n"
    with pytest.raises(InvalidExtract, match="1 problems") as told:
        encodings.decoded("list.csv", raw, "", KNOWN)
    assert "may be read in several ways" in told.value.lines[0]


def test_a_file_of_two_encodings_is_refused_with_its_lines():
    raw = "a;Skåne\nb;Santé\n".encode() + "c;Andalucía\n".encode("cp1252")
    with pytest.raises(InvalidExtract) as told:
        encodings.decoded("list.csv", raw, "", KNOWN)
    assert "lines 1, 2 are UTF-8, line 3 is not" in told.value.lines[0]


def test_a_file_cut_in_a_letter_is_said_to_be_cut():
    raw = "a;Skåne\nb;Santé".encode()[:-1]
    with pytest.raises(InvalidExtract) as told:
        encodings.decoded("list.csv", raw, "", KNOWN)
    assert "ends in the middle of a letter" in told.value.lines[0]


def test_quotation_marks_of_windows_are_recognised():
    text = "the region’s “smart” growth – l’eau, d’Aosta, dell’acqua\n"
    raw = text.encode("cp1252")
    assert encodings.decoded("list.csv", raw, "", KNOWN)[0] == text


def test_an_encoding_told_is_taken():
    text, said = encodings.decoded("list.csv", "Ά".encode("iso8859_7"), "iso8859_7", KNOWN)
    assert (text, said) == ("Ά", ["encoding iso8859_7, as told"])
