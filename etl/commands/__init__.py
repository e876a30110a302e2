"""The commands of ``python -m etl``, a module each: words and exit codes, the work stands elsewhere.

A module is imported when its command is called: what the crawler or the publisher needs costs ``parse`` nothing.
"""
