"""What people say about coverage: who took a territory over, and whose a network is. Dated, with author and reason."""
