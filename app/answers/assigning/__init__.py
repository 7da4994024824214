"""Who sees to a recommendation inside the institution that answers it."""
