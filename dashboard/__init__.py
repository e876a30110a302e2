"""Turns the published snapshot into pictures."""

DATA_VARIABLE = "NIANBAO_DATA"
"""Environment variable through which ``python -m dashboard`` tells the app where the data stand."""
LEAST_CASES_VARIABLE = "NIANBAO_LEAST_CASES"
"""The same for the number of cases below which no rate is given."""
LEAST_CASES = 10
LEAST_PEERS = 4
"""Quartiles of fewer peers say nothing."""
REVIEWER_VARIABLE = "NIANBAO_REVIEWER"
"""The same for the name of the person who decides; where it is not set, the pages only show."""
