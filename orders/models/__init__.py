"""The tables of this room, by what they hold."""
