"""Who I am, in which role at which office, and what I may do.

Applicants and organisations register themselves; staff are entered by an administrator and tied to a role at an
office by an order. Here too are the offices with their settings, and the specialties.
"""
