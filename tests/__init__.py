"""Tests; a package so that the maker of sample reports can be run as ``python -m tests.maker``."""
