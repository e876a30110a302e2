"""Sets a report in one of its forms: a web page, plain text, a Word file, a PDF, a workbook."""
