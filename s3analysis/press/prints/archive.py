"""The tidy tables with what describes them, as one zip: the same bytes each time."""

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

README = """\
The tables as read, one CSV a table. datapackage.json says what each column is (Frictionless Data).
corrections.csv says where a table is not as printed: undone, it gives the print back.
Licence of the transcribed facts: CC BY 4.0. The documents they stand in keep their own rights.
"""


def data(folder: Path) -> bytes:
    """Return a folder of tables and their datapackage.json as a zip, with a word about them."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        _add(archive, "README.txt", README.encode())
        for path in sorted(folder.iterdir()):
            if path.suffix in {".csv", ".json"}:
                _add(archive, path.name, path.read_bytes())
    return file.getvalue()


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o644 << 16
    archive.writestr(info, content, ZIP_DEFLATED)
