"""My desk: what waits for me today by role; the whole case on one page; the head's overview.

Everybody who works on cases begins here. Reads everything its reader may see, changes nothing.
"""
