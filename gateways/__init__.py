"""The doors to other institutions: one file each, with the promise, the real door and the stand-in.

A stand-in says on screen that it is one. A door arrives with its first caller. Two kinds: what somebody waits for
(registers, payment) is asked before anything is changed and answers in one of a few closed ways, of which silence is
one; what is merely told (mail, text messages, neighbouring systems) leaves through the outbox. `docs/doors.md` says
which system of the regulations stands behind which door.
"""
