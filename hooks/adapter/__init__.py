"""What the observer needs of MkDocs beside its events: files, pages and settings in MkDocs' own classes.

Nothing here decides what the site says; that is :mod:`chronicle`, which knows nothing of MkDocs.
"""
