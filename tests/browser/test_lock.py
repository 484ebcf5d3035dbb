import json
from pathlib import Path

HERE = Path(__file__).parent


def test_packages_are_pinned_by_their_content_and_by_no_address():
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    assert locked.pop("")["dependencies"] == wanted
    assert {
        name.removeprefix("node_modules/"): each["version"] for name, each in locked.items()
    } == (wanted)
    assert [name for name, each in locked.items() if "resolved" in each] == []
    assert all(each["integrity"].startswith("sha512-") for each in locked.values())
