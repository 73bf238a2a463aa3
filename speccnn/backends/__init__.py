"""What a checked network becomes: a training script, or live TensorFlow objects."""
