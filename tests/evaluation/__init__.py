"""Holds the reader against the maker at scale: random reports with random oddities, and mutated documents.

``cases`` draws a case from a seed and a number, ``scoring`` holds what was read against what was printed, ``mutations``
damages finished documents, ``tally`` adds up and prints. The same seed makes the same cases, on any number of workers.
"""
