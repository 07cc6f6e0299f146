"""The chain of proof of a case: each link with its documents, what it rests on, and how that is shown.

For inspectors, heads, executors and courts. A link is read from the tables in one function of its file and proved in
another that sees nothing but the documents: page and command line prove alike, and the second needs no database.
"""
