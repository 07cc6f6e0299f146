"""How fast Synaq is, beside the fastest that the same machine could do: for whoever plans a server or changes code.

Every figure stands beside its floor, measured in the same run in alternating rounds, for a figure alone says more
about the machine and its hour than about the code. `docs/benchmarks.md` has the figures and what they mean.
"""
