"""What several readers of formats share."""
