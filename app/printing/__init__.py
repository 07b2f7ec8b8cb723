"""Floor 2, paper: HTML in, PDF out. The only home of weasyprint. Blind to the ledger."""
