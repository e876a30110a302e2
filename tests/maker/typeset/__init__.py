"""Sets a report in one of four forms: a web page, plain text, a Word file, a PDF."""
