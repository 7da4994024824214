"""How institutions come to their answers: work inside, contributions of agencies, signatures."""
