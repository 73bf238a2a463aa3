"""A standalone training script, written without importing TensorFlow."""
