"""The verbs of the question banks, by what they concern."""
