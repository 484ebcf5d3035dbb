"""Editions whose priorities are imported or synthetic, beside the reference one."""

import json

import pytest

from s3analysis.press.editions import manifest
from s3analysis.press.editions.publish import tree_hashes

TABLE = "Region;Priority;Field\n" + "".join(
    f"{code};Words {place};{field}\n"
    for code in ("ES51", "EL30", "SE22")
    for place, field in enumerate(["Energy", "Health", "Health", "Defence", "Energy", "Energy"])
)


def test_an_imported_extract_makes_an_edition_of_its_own(made):
    before = tree_hashes(made.edition)
    (made.home / "mine.csv").write_text(TABLE, encoding="utf-8")
    asked = made.run("report", "--priorities", "imported")
    assert asked.returncode == 2
    assert "no extract has been imported; run s3analysis import priorities FILE" in asked.stderr
    for words in (["--guess"], ["--mapping", "mine.mapping.toml"]):
        run = made.run("import", "priorities", "mine.csv", *words)
        assert run.returncode == 0, run.stderr
    assert made.run("report", "--exit-code").returncode == 10, "the usual edition shows none of it"
    told = made.run("report", "--explain", "--priorities", "imported").stdout.splitlines()
    (line,) = [line for line in told if ": would run" in line]
    assert line.startswith("05_priorities: would run: priorities was published, is imported; ")
    assert "data/imported/priorities/priorities.csv is new" in line
    run = made.run("report", "--priorities", "imported")
    assert run.returncode == 0, run.stderr
    edition = made.home / "reports" / "2017-07-imported"
    recorded = manifest.read(edition)
    assert recorded.parameters["priorities"] == "imported"
    assert {
        "data/imported/priorities/priorities.csv",
        "data/imported/priorities/mapping.toml",
    } <= set(recorded.inputs)
    page = (edition / "index.html").read_text("utf-8")
    assert "with imported priorities" in page
    assert 'class="synthetic"' not in page
    assert (edition / "data" / "shares-of-priorities.csv").is_file()
    assert tree_hashes(made.edition) == before
    assert not any("imported" in name for name in manifest.read(made.edition).inputs)


@pytest.mark.slow
def test_a_synthetic_edition_says_so_on_its_first_screen_and_in_its_files(made):
    run = made.run("report", "--priorities", "synthetic")
    assert run.returncode == 0, run.stderr
    edition = made.home / "reports" / "2017-07-synthetic"
    page = (edition / "index.html").read_text("utf-8")
    header = page[: page.index("</header>")]
    assert "with synthetic priorities" in header
    assert 'class="synthetic"' in header
    assert (
        "--priorities synthetic" in json.loads((edition / "manifest.json").read_text())["command"]
    )
    own = {path.stem for path in (edition / "data").glob("synthetic-*.csv")}
    assert {"synthetic-territories", "synthetic-alike", "synthetic-together"} <= own
    assert page.count('class="synthetic"') == len(own) + 1
