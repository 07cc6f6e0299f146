"""The saving path: from a candidate's page to the disk and back, apart from all other requests, for speed and quiet.

`door` (WSGI, in front of Flask) reads a request and answers with a receipt; `wire` knows their form; `gather` lets
requests that come at the same time be written together; `store` writes them in one transaction, in the statements of
`statements`. A receipt leaves only after the commit that holds its entries has been synced to the disk.
"""
