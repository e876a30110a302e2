"""The pages, one file each: they compose charts and words; no SQL, no sums.

The folder is not called ``pages``: Streamlit runs the files of such a folder by itself when a first visitor follows a
link to a page, without navigation and filters.
"""
