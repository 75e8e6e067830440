"""Random workflows, and what CPython and plue make of them."""
