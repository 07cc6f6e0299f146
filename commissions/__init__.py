"""The commission: those who hear a candidate whose test was positive, and what they decide.

Here work the secretary, who prepares the meetings and keeps the protocol, and the members. What comes in: cases whose
current test result is positive. What goes out: the decision of the commission, on which `orders` rests. Serves the
step `interview` of each regulation. The law gives neither size nor quorum nor voting of a commission: all of it is the
office's declared decision, asked for by the texts themselves.

Rules (pure): `voting` (who decides, whether they may, what their votes come to), `conflicts` (who must not decide on
whom), `gate` (why a case is or is not offered for an interview).

Tables (`models`): a commission with its members, meetings, and interviews with their slots on agendas. An interview
names the positive result on which it rests; the database asks at each of its steps whether that result still stands.
"""
