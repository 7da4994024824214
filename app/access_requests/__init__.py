"""Access requests: a member asks for a contact, a visit, data or a meeting, the ministry arranges it."""
