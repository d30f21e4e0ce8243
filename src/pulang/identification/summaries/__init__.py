"""What one interview found, sent to a partner with her consent, so that nobody asks her the same again.

A copy is never kept apart from its message: what the owner withdraws or corrects is gone or changed here too.
"""
