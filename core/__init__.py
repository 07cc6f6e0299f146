"""The floor every room stands on.

Settings, the database and its one commit, the journal, the clock, refusals, stored files, papers, the
outbox and the languages. No word of the service itself belongs here: this room would serve a library
or a court as well as an examination.
"""

VERSION = "0.1.0"
