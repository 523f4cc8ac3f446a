// Tests of collecting again and again.
