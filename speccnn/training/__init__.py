"""What surrounds the model: data, loss, optimizer, metrics, checkpoints."""
