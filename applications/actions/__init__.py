"""The verbs of this room: the only place that changes its rows. One verb a function; none commits."""
