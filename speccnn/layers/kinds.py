"""The table of layers: where the class of each type is."""

LAYERS = {
    "Conv2D": "speccnn.layers.conv",
    "MaxPooling2D": "speccnn.layers.pool",
    "AveragePooling2D": "speccnn.layers.pool",
    "GlobalMaxPooling2D": "speccnn.layers.pool",
    "GlobalAveragePooling2D": "speccnn.layers.pool",
    "ZeroPadding2D": "speccnn.layers.padding",
    "Flatten": "speccnn.layers.reshape",
    "Dense": "speccnn.layers.dense",
    "Dropout": "speccnn.layers.noise",
    "BatchNormalization": "speccnn.layers.norm",
    "Activation": "speccnn.layers.activation",
    "ReLU": "speccnn.layers.activation",
    "Softmax": "speccnn.layers.activation",
    "Add": "speccnn.layers.merge",
    "Concatenate": "speccnn.layers.merge",
}
