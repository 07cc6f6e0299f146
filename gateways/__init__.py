"""The doors to other institutions: one file each, with the promise, the real door and the stand-in.

A stand-in says on screen that it is one. A door arrives with its first caller.
"""
