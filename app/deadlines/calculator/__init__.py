"""What if: from a day, a rule and a pause to a due date with its days."""
