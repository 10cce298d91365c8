"""Documents made by seeds, and official ones changed: what tests and benchmarks are run on."""
