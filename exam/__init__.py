"""The test: a hall where no answer is ever lost, and a result that anybody can reckon again.

Here work the official (in rural pharmacy the commission's secretary) who plans sittings, the desk that admits, the
invigilators, and the candidate. What comes in: cases whose documents are in order, sealed papers of the question
banks. What goes out: a result of which at most one is current for each case, with a transcript that proves it without
the database; `commissions` and `orders` point at that row. Serves the steps `notify_test`, `test` and
`record_result` of each regulation.

Rules (pure): `scoring` and `grading` (answers to points, points to a verdict), `shown` (under which names options
are seen, so that no name tells the key), `time_left`, `entries` (which of the entries that arrived count),
`lost_time`, `outcomes`, `receipt_code`, `hash_tree` (RFC 6962), `transcript`.

Tables (`models`): `sittings` (room, seat, sitting, its sealed sets, invigilators), `places` (a case's place, admission,
paper, what was decided without a result), `attempts` (attempt, devices, codes, time grants, events), `entries` (the
append-only journal of answers, and what is kept apart), `hall` (incidents, messages, reports, the record), `results`.

The saving path (`saving`) stands apart from all other requests: see docs/decisions/0012. What a whole hall asks at once
is gathered in the same way (`looking`, `starting_together`): docs/decisions/0017.
"""
