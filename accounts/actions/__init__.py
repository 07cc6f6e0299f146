"""The verbs of accounts: the only place that changes its rows. One verb a function; none commits."""
