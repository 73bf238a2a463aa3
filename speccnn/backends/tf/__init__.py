"""Live TensorFlow objects; the only package that imports TensorFlow."""
