"""A page a region or a partnership, and an index of them, on a copy of the project."""

import re

import pytest

from s3analysis.press.editions import manifest
from s3analysis.press.editions.publish import tree_hashes
from s3analysis.press.editions.sweeps import BRIEFS, SAFE, STATUS, Sweep
from s3analysis.values import choices

BUDGET = 150_000
CELL = "run = "
LINK = re.compile(r'(?:src|href)="([^"#][^"]*)"')


@pytest.fixture
def copy(swept, place):
    return type(swept[0])(place, like=swept[0])


def edition(project, name):
    return project.home / "reports" / name


def briefs(project):
    return edition(project, "2017-07-briefs-selection")


def ran(run):
    begun = [line.split()[1] for line in run.stdout.splitlines() if line.startswith("running ")]
    return sorted(begun)


def leads(folder, link):
    """Return whether a link of a page leads to a file that is there, and to a place in it."""
    name, _, place = link.partition("#")
    return (folder / name).exists() and (
        not place or f'id="{place}"' in (folder / name).read_text("utf-8")
    )


def check_pages(folder, names):
    """Assert that an edition holds a page for each name, whole, small and with all it links to."""
    written = tree_hashes(folder)
    pages = {path for path in written if path.endswith(".html")}
    assert pages == {"index.html", *(f"{name}.html" for name in names)}
    assert len({path.casefold() for path in written}) == len(written)
    for page in pages:
        text = (folder / page).read_text("utf-8")
        assert len(text.encode()) < BUDGET
        assert text.count("<h1>") == 1
        assert [link for link in LINK.findall(text) if not leads(folder, link)] == []
    for name in names:
        assert {f"notebooks/{name}.ipynb", f"{name}.pdf"} <= written.keys()
    links = LINK.findall((folder / "index.html").read_text("utf-8"))
    assert {f"{name}.html" for name in names} <= set(links)


def test_each_region_asked_for_is_run_once_and_has_a_page(swept):
    project, (run, _) = swept
    assert ran(run) == ["flanders", "tampere"]
    assert run.stdout.splitlines()[-1] == f"briefs: {briefs(project) / 'index.html'}"
    check_pages(briefs(project), ["flanders", "tampere"])


def test_a_page_is_titled_with_its_region_and_leads_to_the_index(swept):
    text = (briefs(swept[0]) / "tampere.html").read_text("utf-8")
    assert "<h1>Tampere Region in the S3P-Industry partnerships, July 2017</h1>" in text
    assert '<a href="index.html">Regions in brief, July 2017</a>' in text


def test_the_index_names_the_country_and_says_that_it_is_a_selection(swept):
    text = (briefs(swept[0]) / "index.html").read_text("utf-8")
    assert "Only those asked for: 2 of 52 regions." in text
    assert '<a href="tampere.html">Tampere Region</a></th><td>Finland</td>' in text


def test_the_start_page_leads_to_the_pages_there_are_and_counts_for_all(swept):
    reports = swept[0].home / "reports"
    text = (reports / "index.html").read_text("utf-8")
    page = "2017-07-briefs-selection/tampere.html"
    assert f'<tr id="region-tampere"><th scope="row"><a href="{page}">Tampere Region</a>' in text
    assert '<tr id="region-norte"><th scope="row">Norte</th><td>Portugal</td>' in text
    assert 'id="partnership-3d-printing"><th scope="row"><a href="2017-07-status-s' in text
    assert "2 of 52 have a page" in text
    assert [link for link in LINK.findall(text) if not leads(reports, link)] == []


def test_a_partnership_has_a_page_and_its_leads_in_the_index(swept):
    project, (_, run) = swept
    assert ran(run) == ["3d-printing"]
    folder = edition(project, "2017-07-status-selection")
    check_pages(folder, ["3d-printing"])
    text = (folder / "index.html").read_text("utf-8")
    assert "Flanders, Norte and South Netherlands</td>" in text


def test_the_manifest_says_what_was_asked_for_and_how_to_make_it_again(swept):
    recorded = manifest.read(briefs(swept[0]))
    assert recorded.parameters["region"] == "flanders, tampere"
    words = "--region flanders --region tampere --as-of 2017-07 --reading members"
    assert recorded.command == f"s3analysis briefs {words}"
    assert [task.parameters["region"] for task in recorded.tasks] == ["flanders", "tampere"]
    assert "notebooks/region_brief.ipynb" in recorded.inputs
    assert "notebooks/08_record.ipynb" not in recorded.inputs


def test_briefs_with_other_priorities_stand_beside_the_usual_ones():
    asked = Sweep("2017-07", "members", BRIEFS, ("tampere",), priorities="imported", dimension="2")
    assert asked.name == "2017-07-imported-dimension-2-briefs-selection"
    words = "--region tampere --as-of 2017-07 --reading members --priorities imported --dimension 2"
    assert asked.command == f"s3analysis briefs {words}"
    assert Sweep("2017-07", "members", STATUS).name == "2017-07-status"


def test_a_brief_with_synthetic_priorities_says_so_and_leaves_the_usual_one(copy):
    before = tree_hashes(briefs(copy))
    run = copy.run("briefs", "--region", "tampere", "--priorities", "synthetic")
    assert run.returncode == 0, run.stderr
    folder = edition(copy, "2017-07-synthetic-briefs-selection")
    check_pages(folder, ["tampere"])
    page = (folder / "tampere.html").read_text("utf-8")
    assert "partnerships, July 2017, with synthetic priorities</h1>" in page
    assert 'class="synthetic"' in page[: page.index("</header>")]
    assert "<code>priorities</code> synthetic" in page
    tables = {path.stem for path in (folder / "data" / "tampere").glob("synthetic-*.csv")}
    assert tables == {
        "synthetic-own-priorities",
        "synthetic-candidates",
        "synthetic-candidate-scores",
    }
    recorded = manifest.read(folder)
    assert recorded.parameters["priorities"] == "synthetic"
    assert recorded.command.endswith("--priorities synthetic")
    assert tree_hashes(briefs(copy)) == before


def test_a_brief_from_an_imported_extract_is_made_from_it_and_refused_without_one(copy):
    asked = ("briefs", "--region", "tampere", "--priorities", "imported")
    run = copy.run(*asked)
    assert run.returncode == 2
    assert "no extract has been imported; run s3analysis import priorities FILE" in run.stderr
    codes = ("FI197", "ES51", "SE22")
    fields = ("Energy", "Health", "Health", "Defence", "Energy")
    rows = [f"{code};Words;{field}" for code in codes for field in fields]
    table = "\n".join(["Region;Priority;Field", *rows, ""])
    (copy.home / "mine.csv").write_text(table, encoding="utf-8")
    for words in (["--guess"], ["--mapping", "mine.mapping.toml"]):
        assert copy.run("import", "priorities", "mine.csv", *words).returncode == 0
    run = copy.run(*asked)
    assert run.returncode == 0, run.stderr
    folder = edition(copy, "2017-07-imported-briefs-selection")
    page = (folder / "tampere.html").read_text("utf-8")
    assert "partnerships, July 2017, with imported priorities" in page
    assert 'class="synthetic"' not in page
    found = (folder / "data" / "tampere" / "candidates.csv").read_text("utf-8").splitlines()
    assert found[1].startswith('1,"Catalonia, Spain",1.0,')
    assert "data/imported/priorities/priority_labels.csv" in manifest.read(folder).inputs
    (copy.home / "mine.csv").write_text(table.replace("Defence", "Energy"), encoding="utf-8")
    run = copy.run("import", "priorities", "mine.csv", "--mapping", "mine.mapping.toml")
    assert run.returncode == 0, run.stderr
    assert ran(copy.run(*asked)) == ["tampere"]


def test_a_sweep_is_verified_and_a_table_tampered_with_is_named(copy):
    assert copy.run("verify", briefs(copy).name).returncode == 0
    (briefs(copy) / "data" / "tampere" / "partners.csv").write_text("x", encoding="utf-8")
    run = copy.run("verify", briefs(copy).name)
    assert run.returncode == 1
    assert "data/tampere/partners.csv: changed" in run.stderr


def test_the_same_regions_in_other_words_are_up_to_date_and_others_are_not(copy):
    same = ("briefs", "--exit-code", "--region", "Tampere", "--region", "Vlaanderen")
    assert copy.run(*same).returncode == 10
    fewer = copy.run("briefs", "--exit-code", "--region", "Tampere")
    assert fewer.returncode == 0
    assert ran(fewer) == []
    check_pages(briefs(copy), ["tampere"])


def test_unknown_names_are_refused_together_before_a_kernel_starts(copy):
    before = tree_hashes(briefs(copy))
    run = copy.run("briefs", "--region", "ES99", "--region", "Tampere", "--region", "Nowhere")
    assert run.returncode == 2
    assert ran(run) == []
    first, second = run.stderr.splitlines()
    assert "unknown region 'ES99'" in first
    assert "unknown region 'Nowhere'" in second
    run = copy.run("status", "--partnership", "3D", "--as-of", "2017-06")
    assert run.returncode == 2
    assert {"'3D' is not a partnership", "'2017-06' is not a month"} <= {
        found[0] for found in re.finditer(r"'[^']+' is not a \w+", run.stderr)
    }
    assert tree_hashes(briefs(copy)) == before


@pytest.mark.parametrize("words", [[], ["--all", "--region", "Tampere"]])
def test_all_or_some_must_be_said(copy, words):
    run = copy.run("briefs", *words)
    assert run.returncode == 2
    assert run.stderr == "s3analysis: briefs: say either --all or --region NAME, once or more\n"


def test_one_that_fails_leaves_the_edition_and_the_others_run_if_told_to(copy):
    before = tree_hashes(briefs(copy))
    path = "notebooks/region_brief.ipynb"
    copy.spoil(CELL, f"1 / (region != 'flanders'); {CELL}", path)
    words = ("briefs", "--region", "Flanders", "--region", "Tampere", "--jobs", "1")
    first = copy.run(*words)
    assert (first.returncode, ran(first)) == (1, ["flanders"])
    second = copy.run(*words, "--keep-going")
    assert (second.returncode, ran(second)) == (1, ["flanders", "tampere"])
    (line,) = second.stderr.splitlines()
    assert "ZeroDivisionError" in line
    assert line.endswith("flanders.failed.ipynb")
    assert tree_hashes(briefs(copy)) == before


def test_some_never_take_the_place_of_all_nor_of_another_reading_or_of_the_report():
    made = [
        Sweep("2017-07", reading, kind, chosen)
        for kind in (BRIEFS, STATUS)
        for reading in ("members", "listed")
        for chosen in ((), ("x",))
    ]
    names = {sweep.name for sweep in made}
    assert len(names) == len(made)
    assert {"2017-07-briefs", "2017-07-briefs-selection", "2017-07-status"} <= names


@pytest.mark.parametrize("name", [*choices("region"), *choices("partnership")])
def test_the_name_of_a_page_is_safe_on_every_file_system(name):
    assert SAFE.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["index", "con", "aux", "lpt1", "A", "a b", "a.b", "../a", "å", ""]
)
def test_a_name_that_is_not_safe_is_known(name):
    assert not SAFE.fullmatch(name)


@pytest.mark.slow
@pytest.mark.parametrize(("command", "over"), [("briefs", "region"), ("status", "partnership")])
def test_all_have_a_page_and_some_asked_for_later_leave_them(copy, command, over):
    run = copy.run(command, "--all")
    assert run.returncode == 0, run.stderr
    everyone = edition(copy, f"2017-07-{command}")
    check_pages(everyone, choices(over))
    before = tree_hashes(everyone)
    later = copy.run(command, f"--{over}", choices(over)[-1])
    assert (later.returncode, ran(later)) == (0, [])
    assert tree_hashes(everyone) == before
    assert copy.run(command, "--all", "--exit-code").returncode == 10
    assert copy.run("verify", everyone.name).returncode == 0
