"""What is withheld from people's income, computed in decimal and told line by line (CAL)."""
