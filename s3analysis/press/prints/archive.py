"""The tidy tables with what describes them, as one zip: the same bytes each time."""

import io
import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

README = """\
The tables as read, one CSV a table. datapackage.json says what each column is (Frictionless Data).
corrections.csv says where a table is not as printed: undone, it gives the print back.
Cells are as read, also those that a spreadsheet may take for a formula because they begin with a
sign, as "+15" in claims.csv: import the files as text. In the CSV of an exhibit they are quoted.
Licence of the transcribed facts: CC BY 4.0. The documents they stand in keep their own rights.
"""


def data(folder: Path) -> bytes:
    """Return the tables that a folder's datapackage.json describes as a zip, with a README."""
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        _add(archive, "README.txt", README.encode())
        for name in sorted(["datapackage.json", *(each["path"] for each in described)]):
            _add(archive, name, (folder / name).read_bytes())
    return file.getvalue()


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o644 << 16
    archive.writestr(info, content, ZIP_DEFLATED)
