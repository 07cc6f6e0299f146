"""The verbs of this room, one file for each kind of work."""
