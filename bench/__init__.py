"""What ``make bench`` runs: Dampingi beside a plain Django application on the same rows."""
