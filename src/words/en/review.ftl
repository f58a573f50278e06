### The weekly review.
