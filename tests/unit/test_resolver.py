"""A name may lead into the own network by any of its addresses: each is looked at before one is asked."""

import json
import subprocess
import sys
from typing import Any

import pytest

PUBLIC, PUBLIC_SIX = "1.1.1.1", "2606:4700::1"
PRIVATE = ("10.0.0.1", "fd00::1", "::1", "fe80::1", "::ffff:127.0.0.1")
OPEN = [[PUBLIC], [PUBLIC_SIX], [PUBLIC_SIX, PUBLIC]]
SHUT = [pair for private in PRIVATE for pair in ([private, PUBLIC], [PUBLIC_SIX, private], [private])]
NAME = "A.example"


@pytest.fixture(scope="module")
def told() -> list[dict[str, Any]]:
    """Of the names that are open, of those that are shut, and of one that a source allows."""
    cases = [*((addresses, []) for addresses in OPEN + SHUT), ([PRIVATE[0], PUBLIC_SIX], [NAME.lower()])]
    lines = [json.dumps({"name": NAME, "addresses": addresses, "allowed": allowed}) for addresses, allowed in cases]
    command = [sys.executable, "-m", "tests.unit.resolving"]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, timeout=60, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_public_addresses_of_both_kinds_are_told(told: list[dict[str, Any]]) -> None:
    assert told[: len(OPEN)] == [{"told": [a, a], "is_complete": True, "refused": []} for a in OPEN]


def test_one_private_address_among_public_ones_refuses_the_name(told: list[dict[str, Any]]) -> None:
    shut = told[len(OPEN) : -1]
    assert shut == [{"told": [[], []], "is_complete": True, "refused": ["a.example"]}] * len(SHUT)


def test_a_host_of_the_own_network_that_a_source_allows_is_told(told: list[dict[str, Any]]) -> None:
    assert told[-1]["told"] == [[PRIVATE[0], PUBLIC_SIX]] * 2
    assert told[-1]["refused"] == []
