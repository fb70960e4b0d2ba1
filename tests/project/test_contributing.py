"""What strangers and their machines meet first: the workflow, the hooks, the form for an issue."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from documentation import PROJECT

from tools.lock import LOCKS

MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
CI = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
MADE_BY_CI = re.findall(r"^make (.+)$", CI, re.MULTILINE)[0].split()
ISSUES = PROJECT / ".github" / "ISSUE_TEMPLATE"


def typed(*targets: str) -> set[str]:
    """The commands of these targets, wherever the environment lies."""
    variables = dict(re.findall(r"^(\w+) :?= (.+)$", MAKEFILE, re.MULTILINE))
    found = set[str]()
    for target in targets:
        (recipe,) = re.findall(rf"^{re.escape(target)}:.*\n((?:\t.+\n)+)", MAKEFILE, re.MULTILINE)
        for line in recipe.splitlines():
            text = line.strip()
            for name in ("INSTALL", "BIN"):
                text = text.replace(f"$({name})", variables[name])
            text = text.replace("$<", "locks/tests.txt")
            found.add(text.replace("$(BIN)/", "").replace(".venv/bin/", ""))
    return found


def parsed(*path: str) -> Any:
    return yaml.safe_load(PROJECT.joinpath(*path).read_text(encoding="utf-8"))


def jobs() -> dict[str, Any]:
    return parsed(".github", "workflows", "ci.yml")["jobs"]


def test_every_step_of_the_public_checks_is_one_of_ours() -> None:
    ours = typed("lint", "test", ".venv/for-%") | {".ci/run"}
    steps = [step["run"] for job in jobs().values() for step in job["steps"] if "run" in step]
    assert [step for step in steps if step not in ours] == []
    assert {"lint", "test"} <= set(MADE_BY_CI)
    assert typed("lint", "test") <= set(steps)
    assert ".ci/run" in steps


def test_the_public_checks_run_on_every_python_and_system() -> None:
    matrix = jobs()["anywhere"]["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={matrix['python'][0]}"
    assert matrix["system"] == ["ubuntu-latest", "windows-latest", "macos-latest"]


@pytest.mark.parametrize("lock", sorted((PROJECT / "locks").iterdir()), ids=lambda path: path.stem)
def test_every_package_that_is_asked_for_is_locked_with_hashes(lock: Path) -> None:
    packages = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    assert [
        one for one in packages if not re.match(r"[\w.-]+==\S+.*?--hash=sha256:", one, re.S)
    ] == []
    locked = {one.split("==")[0] for one in packages}
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = {*project["dependencies"], *(one for name in LOCKS[lock.stem] for one in extras[name])}
    names = {re.match(r"[\w.-]+", one)[0].lower().replace("_", "-") for one in asked}  # type: ignore[index]
    assert names - {"roadmap-xl"} <= locked


def test_git_asks_before_a_commit_what_make_asks() -> None:
    (repository,) = parsed(".pre-commit-config.yaml")["repos"]
    asked = {hook["entry"].removeprefix(".venv/bin/") for hook in repository["hooks"]}
    linted = {line.removesuffix(" .") for line in typed("lint")}
    assert linted <= asked


@pytest.mark.parametrize("form", sorted(ISSUES.iterdir()), ids=lambda path: path.stem)
def test_an_issue_form_asks_in_russian(form: Any) -> None:
    asked = yaml.safe_load(form.read_text(encoding="utf-8"))
    fields = [part for part in asked["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in fields} <= {"input", "textarea", "dropdown", "checkboxes"}
    assert len({part["id"] for part in fields}) == len(fields)
    words = [asked["name"], asked["description"]] + [part["attributes"]["label"] for part in fields]
    assert [text for text in words if not re.search("[а-я]", text)] == []
    assert any(part.get("validations", {}).get("required") for part in fields)
