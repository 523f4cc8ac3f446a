// Collecting again and again.
