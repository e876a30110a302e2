"""What the product stands on: pinned, used, declared, and free of licences that would bind whoever runs it."""

import re
import sys
import tomllib
from importlib.metadata import Distribution, distributions, packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import PACKAGES, ROOT, files, imported

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEVELOPMENT = [Requirement(line) for line in PROJECT["project"]["optional-dependencies"]["dev"]]
BUILD = [Requirement(line) for line in PROJECT["build-system"]["requires"]]
# Reached by another library, never imported by us: duckdb gives and takes frames by way of pyarrow.
CARRIED = {"pyarrow"}
STRONG_COPYLEFT = re.compile(r"\b(AGPL|GPL|Affero|GNU General Public)", re.IGNORECASE)


@pytest.mark.parametrize("requirement", RUNTIME + DEVELOPMENT + BUILD, ids=str)
def test_majors_are_pinned(requirement: Requirement) -> None:
    bounds = [part.version for part in requirement.specifier if part.operator == "<"]
    assert bounds, f"{requirement} has no upper bound"
    assert re.fullmatch(r"\d+", bounds[0]), f"{requirement}: the upper bound is not a major"


def third_party() -> set[str]:
    names = {found.split(".")[0] for path in files(*PACKAGES, suffix=".py") for found in imported(path)}
    modules = names - set(PACKAGES) - set(sys.stdlib_module_names) - {""}
    owners = packages_distributions()
    return {
        canonicalize_name(owner) for module in modules for owner in owners.get(module, [f"(not installed: {module})"])
    }


def test_imports_are_declared_and_declarations_imported() -> None:
    declared = {canonicalize_name(requirement.name) for requirement in RUNTIME}
    assert third_party() - declared == set(), "imported, but not a dependency"
    assert declared - third_party() - CARRIED == set(), "a dependency, but never imported"


def licences(distribution: Distribution) -> str:
    metadata = distribution.metadata
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License")]
    expression = metadata.get("License-Expression") or (metadata.get("License") or "").partition("\n")[0]
    return "; ".join([expression, *classifiers])


INSTALLED = sorted(distributions(), key=lambda distribution: distribution.name)


@pytest.mark.parametrize("distribution", INSTALLED, ids=lambda distribution: distribution.name)
def test_no_strong_copyleft_is_installed(distribution: Distribution) -> None:
    assert not STRONG_COPYLEFT.search(licences(distribution).replace("LGPL", "").replace("Lesser General", ""))
