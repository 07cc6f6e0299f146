"""The only place that changes rows of this room: one verb a function, each with its journal entry."""
