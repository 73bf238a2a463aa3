"""Operations of graphs: called to build one, and printed into scripts as they stand.

Each function needs `import tensorflow.compat.v1 as tf`, the alias `Function` of
`variables`, and those functions of this package that it names. Tensors are batch first,
channels last. Names, defaults and numbers are Keras's.
"""
