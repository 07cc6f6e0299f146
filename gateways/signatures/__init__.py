"""The signature door: who signed what, when and with which right; and how a signature comes about.

Verifying is pure: bytes, the trusted roots, what the authority says of revocation, and a moment come in; a typed
finding goes out. Signing is made outside (a file is offered, a CMS is taken back), or in a demo by a keystore of this
server. Serves C3 and P4-C1 of the portal's lists, the papers that a head signs, and protocols.
"""
