"""The question banks: where the authors, translators and reviewers of an examining office work.

What comes in: questions written here or brought from the files that people have, each in Kazakh, Russian and
English as one object. What goes out: editions that never change, blueprints, and papers drawn from them for the
test and for the commissions' oral tickets. The regulations ask for a test with an honest result (the gate before
the interview); what is asked, and who answers for it, is kept here.
"""
