import io
import json
from zipfile import ZipFile

from s3analysis.paths import PROCESSED
from s3analysis.press.prints import archive


def test_all_tidy_tables_are_in_it_with_their_description_unchanged():
    with ZipFile(io.BytesIO(archive.data(PROCESSED))) as made:
        described = json.loads(made.read("datapackage.json"))
        paths = [resource["path"] for resource in described["resources"]]
        assert paths
        for path in paths:
            assert made.read(path) == (PROCESSED / path).read_bytes()


def test_it_has_the_same_bytes_whatever_the_times_the_order_and_what_else_lies_there(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    described = json.dumps({"resources": [{"path": "a.csv"}, {"path": "b.csv"}]})
    for folder, names in zip(folders, (["a", "b"], ["b", "a"]), strict=True):
        folder.mkdir()
        for name in names:
            (folder / f"{name}.csv").write_text(name, encoding="utf-8")
        (folder / "datapackage.json").write_text(described, encoding="utf-8")
    (folders[1] / "a.csv").touch()
    for stray in (".hidden", "mine.csv", "notes.json"):
        (folders[1] / stray).write_text("=1", encoding="utf-8")
    assert archive.data(folders[0]) == archive.data(folders[1])
