"""The order of the head, and what only an order brings into being.

Here work the official who drafts, the head who decides and signs, the chancery that issues, and everybody who asks the
public register whether a certificate is real. What comes in: cases whose gates are passed, on which the head decides.
What goes out: certificates, licences and refusals, each resting on the signed act that the text demands, and their
present status for all to see. Serves the steps `decision`, `order`, `order_signature`, `document_draft`,
`document_signature` and `issue` of each regulation.
"""
