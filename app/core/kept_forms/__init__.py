"""What is typed into a form before it is sent: kept for who types it, given back when its page is opened again.

One mechanism for whatever interrupts: a link, Back, the language button, a broken line, the end of the session.
What two people may write at once is saved into its own record as it is typed (`app/core/saving.py`).
"""
