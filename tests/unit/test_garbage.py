"""Python's collector of cycles while a document is read."""

import gc

import pytest

from etl.garbage import rarely_collected


def test_the_collector_comes_by_as_before_once_a_document_is_done_with() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="damaged"), rarely_collected():
        assert gc.get_threshold() > before
        raise ValueError("damaged")
    assert gc.get_threshold() == before
