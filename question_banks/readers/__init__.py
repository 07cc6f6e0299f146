"""Readers: one for each form in which people keep their questions.

Whoever brings a bank here must learn, item by item, what was taken, what was lost on the way and what could not be
taken and why. A reader therefore yields an outcome for everything it finds in a file and never raises for its content.
"""
