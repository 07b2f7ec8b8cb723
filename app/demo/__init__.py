"""The demo ward: invented people in a real ward, made through the ledger like everything else."""
