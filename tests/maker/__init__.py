"""Makes yearly reports with known figures: the bundled samples, the benchmark's load, the property tests' cases.

``places`` invents organs, ``figures`` their numbers, ``prose`` the words, ``printing`` what stands in each cell,
``report`` puts them together, ``quirks`` breaks them as real reports are broken, ``typeset`` sets them in four forms.
Everything is drawn from one ``random.Random(seed)``: the same seed makes the same bytes.
"""
