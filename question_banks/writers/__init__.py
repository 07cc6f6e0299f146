"""Writers: the bank's questions in the forms that other people's systems read, and in our own without a loss.

A writer says of every item what it could not write: whoever takes questions out must know what stays behind.
"""
