"""What the institution does and says, and what the Group finds: the double check."""
