"""Every labelled situation: the right organ, place, level and function; what the document does not tell is queued, never guessed."""

import pytest

from tests.identity.situations import Situation, read, situations

ALL = situations()


@pytest.mark.parametrize("situation", ALL, ids=lambda s: f"line {s.line}: {s.printed}")
def test_situation(situation: Situation) -> None:
    identity, agency = read(situation)
    if situation.is_unsure:
        assert agency is None or not agency.is_sure
        assert agency is None or agency.region_code is None
        return
    assert agency is not None
    assert agency.is_sure, identity.candidates
    expected = situation.expected
    found = (agency.agency_id, agency.region or "", agency.level, agency.function)
    assert found == (expected.agency_id, situation.place, situation.level, situation.function)
    assert identity.evidence["agency"]


def test_there_are_enough_situations() -> None:
    assert len(ALL) >= 400
    assert len({(s.printed, tuple(s.others.items()), s.year) for s in ALL}) == len(ALL)


def test_no_two_organs_share_an_id() -> None:
    """No silent merge: one id is one place and one organ, and an unsure report shares its id with no other."""
    organs: dict[str, set[tuple[str, str]]] = {}
    unsure: list[str] = []
    for situation in ALL:
        _, agency = read(situation)
        if agency is None:
            continue
        if situation.is_unsure:
            unsure.append(agency.agency_id)
        else:
            organs.setdefault(agency.agency_id, set()).add((situation.place, situation.organ))
    merged = {key: found for key, found in organs.items() if len(found) > 1}
    assert merged == {}
    assert len(set(unsure)) == len(unsure)
    assert set(unsure).isdisjoint(organs)


def test_queued_reports_have_candidates_with_reasons() -> None:
    for situation in ALL:
        identity, _ = read(situation)
        if situation.is_unsure:
            assert identity.candidates, situation.printed
            assert all(candidate.reason for candidate in identity.candidates)
