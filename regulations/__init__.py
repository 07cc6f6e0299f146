"""The regulations as data: what each service demands, what may follow what, and how its terms are counted.

A lawyer writes here; every later room asks here and knows no law itself. What comes in are texts
(`texts/<service>/<edition>.yaml`, one service of one published act, every fact with its clause) and plain
values; what goes out are frozen facts and answers. Nothing here reads a database or the time.

**Which text.** `catalogue.catalogue()` holds all texts. When a case begins, ask
`catalogue().in_force(service, day, office, decisions)`, which answers `InForce(edition, decision)` or
`NotInForce(why, clause)`: a repealed act serves only by a recorded `OpeningDecision`. Store `edition.id`
(`specialist-certificate/2014-144-a1`) and the procedure (`main`, `issue`, `reissue`, `duplicate`, or the
track `tissue_blood` / `organ`) with the case; `catalogue().edition(id)` gives the same text for ever.

**Where a case stands.** One short word, `place` (`places`): `new`, a step (`s05`), a step on the way out
by a refusal (`x-test/s07`), an exit left (`x-test`), `issued`, `withdrawn`, `annulled`. Beside it the case
keeps the gates whose fact holds now (step ids).

**What may be done.** `path.move(edition, procedure, place, verb, Facts(...))` answers `Moved` (the next
place, the gates it `establishes` and `voids`, the notices now due, the clause) or `Forbidden` (`bar`,
`clause`, the step or setting in the way; `naming.bar_sentence` says it in three languages). It is the only
question: a verb that it forbids changes nothing. `possible.possible(...)` lists the verbs due at a place
with role, office level, limit, clause and where each outcome leads, the barred ones with their reason;
`possible.holding_office` names the level that acts, while the other only reads. `verbs.Verb` and
`verbs.Outcome` are the words. A gate is asked at every verb after it, so a corrected result blocks what
follows; going back is `reopen` at a gate, and only with the act of the right kind (`path.act_needed`).

**How long.** `limits.term_of` gives the limit that binds a step (its own, shared, misprint read as
settled, or none) and `limits.step_sum` their sum; `clock.due` turns a limit into a moment.

**What the law leaves open.** `edition.settings` are declared office settings without defaults;
`settings.missing_for(edition, Need.REFUSAL, set_keys)` must be empty before the act, and
`setting_values.read_value` gives a stored value its type.

**For pages.** `reading` arranges lanes, stations, progress and the full table; `differences` compares two
editions; `naming` has the words of every closed list. Contradictions of the texts are recorded beside
their fact with both readings and the reason: `edition.about("steps.s07")`.
"""
