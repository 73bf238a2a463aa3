"""Types of layers of other frameworks that a spec does not have, and what to say of each.

Each sentence stands before the names that it is about; it follows on the name of the framework.
"""

_IMAGES = (
    "there is no such augmentation; `speccnn layers` lists the others, whose names are Random…"
)

# Words of many scripts, which are no framework's own.
COMMON: dict[str, str] = {
    "slopes differ: `LeakyReLU` has `negative_slope`, 0.3 in Keras's layer, 0.2 in its function, "
    "0.1 in Darknet, 0.01 in PyTorch and ONNX": "leaky_relu leaky lrelu",
    "a spec pads with zeros only: `ZeroPadding2D`": (
        "ReflectionPadding1D ReflectionPadding2D ReflectionPadding3D SymmetricPadding2D "
        "ReplicationPadding2D ConstantPadding2D"
    ),
    "`Dense` is it, behind a `Flatten` where it reads a map": (
        "fc FC FullyConnected fully_connected DenseLayer"
    ),
    "`GlobalAveragePooling2D` is it, with `keepdims = true` where the axes are to stay": (
        "gap GAP GAP2D GlobalPool GlobalPoolLayer global_avg_pool"
    ),
    "`Add` is it: `inputs` names the two that it reads": (
        "Residual residual Shortcut SkipConnection"
    ),
    "`DepthwiseConv2D` is it, where `groups` is the number of channels": "DWConv depthwise dwconv",
}

KERAS: dict[str, str] = {
    "inputs are no layers: name them in `inputs`, such as `image = [28, 28, 1]`": (
        "Input InputLayer InputSpec Placeholder"
    ),
    "layers are read in order anyway: write its layers out, or make it a block": (
        "Sequential Model Functional Pipeline"
    ),
    "a spec holds no code: only the layers that `speccnn layers` lists": (
        "Lambda Layer Wrapper FlaxLayer JaxLayer TFSMLayer TorchModuleWrapper TFOpLambda "
        "SlicingOpLambda TensorFlowOpLayer"
    ),
    "it changes nothing: leave it out": "Identity",
    "there are no recurrent layers: a spec describes convolutional networks": (
        "RNN LSTM GRU SimpleRNN LSTMCell GRUCell SimpleRNNCell StackedRNNCells Bidirectional "
        "TimeDistributed TimeDistributedDense ConvLSTM1D ConvLSTM2D ConvLSTM3D CuDNNLSTM CuDNNGRU "
        "ConvRecurrent2D Masking ESN LayerNormLSTMCell NASCell PeepholeLSTMCell"
    ),
    "there is no attention over a sequence; `Dot` multiplies two tensors along an axis": (
        "Attention AdditiveAttention MultiHeadAttention GroupQueryAttention "
        "GroupedQueryAttention BahdanauAttention LuongAttention"
    ),
    "there are no embeddings: inputs are numbers": (
        "Embedding ReversibleEmbedding EmbeddingBag CategoryEncoding Discretization "
        "HashedCrossing Hashing IntegerLookup StringLookup TextVectorization PolynomialCrossing"
    ),
    "there is no layer with weights for each place": ("LocallyConnected1D LocallyConnected2D"),
    '`Conv2DTranspose` has `padding` "valid" or "same", from which its size follows': (
        "Deconvolution2D Deconvolution3D"
    ),
    "`Adaptive…Pooling2D` takes maps; to 1 place there are `GlobalAveragePooling1D`, `…3D` and "
    "`GlobalMaxPooling1D`, `…3D`": (
        "AdaptiveAveragePooling1D AdaptiveAveragePooling3D AdaptiveMaxPooling1D "
        "AdaptiveMaxPooling3D"
    ),
    "it has no counterpart here; there are `ReLU` (with a `threshold`), `LeakyReLU`, `PReLU`": (
        "ThresholdedReLU SReLU CReLU RReLU ParametricSoftplus ParametricSoftPlus TLU Snake"
    ),
    "it has no counterpart here; the nearest is `Dense`": (
        "MaxoutDense Maxout Highway EinsumDense NoisyDense BilinearDense"
    ),
    "it has no counterpart here; there are `BatchNormalization`, `GroupNormalization`, "
    "`LayerNormalization`": (
        "SpectralNormalization RMSNormalization WeightNormalization FilterResponseNormalization "
        "PoincareNormalize SyncBatchNormalization"
    ),
    "penalties are `kernel_regularizer` of a layer": "ActivityRegularization",
    "it scales what it keeps so that mean and variance stay, which no layer here does; `Dropout` "
    "and `SpatialDropout2D` set numbers to zero": "AlphaDropout",
    "there is no pooling to several sizes; to one there is `AdaptiveAveragePooling2D`": (
        "SpatialPyramidPooling2D"
    ),
    "there is no unpooling by indices; `UpSampling2D` repeats places": (
        "MaxUnpooling2D MaxUnpooling2DV2 MaxPoolingWithArgmax2D"
    ),
    "there is no separable convolution of volumes; there is `SeparableConv2D`": (
        "SeparableConv3D SeparableConvolution3D DepthwiseConv3D"
    ),
    "it has no counterpart here; `speccnn layers` lists the types": (
        "CorrelationCost CRF NetVLAD TransformerEncoder SqueezeAndExcite2D DropBlock2D "
        "STFTSpectrogram MelSpectrogram MaxNumBoundingBoxes"
    ),
    '`activation` has it: `type = "Activation"`, `activation = "sparsemax"`': "Sparsemax",
    '`activation` has it, exact and without tanh: `activation = "gelu"`': "GELU",
    _IMAGES: (
        "AugMix AutoContrast ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization "
        "MixUp RandAugment RandomColorDegeneration RandomColorJitter RandomElasticTransform "
        "RandomErasing RandomGaussianBlur RandomGrayscale RandomHue RandomInvert "
        "RandomPerspective RandomPosterization RandomSaturation RandomSharpness RandomShear "
        "Solarization RandomHeight RandomWidth Grayscale GridMask RandomCutout RandomChannelShift"
    ),
}


TORCH: dict[str, str] = {
    "there are no recurrent layers: a spec describes convolutional networks": (
        "RNN LSTM GRU RNNCell LSTMCell GRUCell RNNBase RNNCellBase"
    ),
    "there is no attention over a sequence; `Dot` multiplies two tensors along an axis": (
        "MultiheadAttention Transformer TransformerEncoder TransformerDecoder "
        "TransformerEncoderLayer TransformerDecoderLayer"
    ),
    "there are no embeddings: inputs are numbers": "Embedding EmbeddingBag",
    "a spec pads with zeros only: `ZeroPadding2D`": (
        "ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d "
        "ReplicationPad3d CircularPad1d CircularPad2d CircularPad3d"
    ),
    "it changes nothing: leave it out": "Identity",
    "layers are read in order anyway: write its layers out, or make it a block": (
        "Sequential ModuleList ModuleDict Module Container ParameterList ParameterDict"
    ),
    "windows that move are not there: the nearest is `Conv2D`": (
        "DeformConv2d DeformableConv2d Fold Unfold"
    ),
    "sizes follow from the layers before: write the layer without `Lazy`": (
        "LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d LazyConvTranspose2d "
        "LazyConvTranspose3d LazyLinear LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d "
        "LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d"
    ),
    "there is no unpooling by indices; `UpSampling2D` repeats places": (
        "MaxUnpool1d MaxUnpool2d MaxUnpool3d"
    ),
    "there is no pooling of powers or of random windows: `MaxPooling2D` and `AveragePooling2D`": (
        "LPPool1d LPPool2d LPPool3d FractionalMaxPool2d FractionalMaxPool3d"
    ),
    "it scales what it keeps so that mean and variance stay, which no layer here does; `Dropout` "
    "and `SpatialDropout2D` set numbers to zero": "AlphaDropout FeatureAlphaDropout",
    "its slopes are random; `LeakyReLU` has a fixed one": "RReLU",
    "it has no counterpart here; `speccnn layers Activation` lists the functions": (
        "Threshold Softmin GLU AdaptiveLogSoftmaxWithLoss"
    ),
    "it interpolates between the corners' centres, which nothing here does; "
    '`UpSampling2D` with `interpolation = "bilinear"` goes by half places': "UpsamplingBilinear2d",
    "`PReLU` has `shared_axes = [1, 2]` for one slope a channel of a map, and starts at 0 unless "
    '`alpha_initializer = { type = "Constant", value = 0.25 }`': "PReLU",
    "it deals the channels of a place out in another order than `PixelShuffle`, which is the same "
    "for channels that a convolution right before has learned": "PixelShuffle",
    "it lays the channels of a block out in another order than `SpaceToDepth`, which is the same "
    "for a convolution right behind that learns": "PixelUnshuffle",
    "it reads channels first, so in another order than `Reshape`; to a vector there is `Flatten`": (
        "View Reshape Unflatten Squeeze Unsqueeze"
    ),
    "it scales by the root of the mean square, which no layer here does; there is "
    "`LayerNormalization`": "RMSNorm",
    "it measures how alike two tensors are: `Dot` with `normalize = true` gives cosines": (
        "CosineSimilarity PairwiseDistance Bilinear"
    ),
    "`drop_path` is `StochasticDepth` with `rate`": "DropPath StochasticDepth",
    "there is no deformation of kernels: the nearest is `BatchNormalization` behind the layer": (
        "SpectralNorm WeightNorm CrossMapLRN2d"
    ),
    "axes are put into another order by `Permute`, whose `dims` count from 1 without the batch": (
        "Permute Transpose"
    ),
    'a merge names what it reads: `type = "Add"`, `inputs = ["a", "b"]`': "Sum",
    "there is no mean over single axes; over all places there is `GlobalAveragePooling2D`": "Mean",
    "the loss is no layer: it stands in `training`": (
        "L1Loss NLLLoss NLLLoss2d PoissonNLLLoss GaussianNLLLoss KLDivLoss MSELoss BCELoss "
        "BCEWithLogitsLoss HingeEmbeddingLoss MultiLabelMarginLoss SmoothL1Loss HuberLoss "
        "SoftMarginLoss CrossEntropyLoss MultiLabelSoftMarginLoss CosineEmbeddingLoss "
        "MarginRankingLoss MultiMarginLoss TripletMarginLoss TripletMarginWithDistanceLoss "
        "CTCLoss"
    ),
    "it is for copies of a model, not for layers: see `distribution` in `training`": (
        "DataParallel DistributedDataParallel"
    ),
    "it belongs to detection: a spec ends at the feature maps": "RoIAlign RoIPool PSRoIAlign",
}


_SHAPES = "it makes or reads shapes and places, which no layer here does"

ONNX: dict[str, str] = {
    "`Permute` has `dims`, which count the channels last and from 1: height 1, width 2, channels "
    "3": "Transpose",
    "there are no recurrent layers: a spec describes convolutional networks": (
        "RNN LSTM GRU Loop Scan If CausalConvWithState LinearAttention"
    ),
    "there is no attention over a sequence; `Dot` multiplies two tensors along an axis": (
        "Attention FlexAttention RotaryEmbedding TensorScatter"
    ),
    "it changes nothing: leave it out": "Identity Cast CastLike BitCast",
    "it sizes what it lays out by `pads`, which cut the output: `Conv2DTranspose` with `padding` "
    '"valid" or "same"': "ConvTranspose",
    "`Dense` multiplies by a learned matrix, and `Dot` two tensors along an axis": "MatMul Einsum",
    "`PReLU` has `shared_axes = [1, 2]` for one slope a channel of a map": "PRelu",
    "`GlobalAveragePooling2D` and `GlobalMaxPooling2D` reduce a map to its channels; there is no "
    "other reduction": (
        "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd "
        "ReduceSum ReduceSumSquare GlobalLpPool LpPool ArgMax ArgMin CumSum CumProd TopK Hardmax"
    ),
    "`UnitNormalization` scales to length 1, along `axis = -1`": "LpNormalization Normalizer",
    "it scales by the root of the mean square, which no layer here does; there is "
    "`LayerNormalization`": "RMSNormalization MeanVarianceNormalization",
    "it reads channels first, so in another order than `Reshape`; to a vector there is `Flatten`": (
        "Reshape Squeeze Unsqueeze"
    ),
    "it takes parts of a tensor: `Cropping2D` cuts maps, `Split` keeps one of equal `sections`": (
        "Slice Split Gather GatherElements GatherND Compress CenterCropPad"
    ),
    '`swish` is `activation = "silu"`, for an `alpha` of 1': "Swish",
    "it has no counterpart here; `speccnn layers Activation` lists the functions": (
        "Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Erf Floor Log Neg Reciprocal Round "
        "Sign Sin Sinh Sqrt Tan ThresholdedRelu SwiGLU IsInf IsNaN Not Trilu Det"
    ),
    "no merge here does it: there are `Add`, `Subtract`, `Multiply`, `Maximum`, `Minimum`, `Dot`": (
        "Div Pow Mod And Or Xor Equal Greater GreaterOrEqual Less LessOrEqual Where BitShift "
        "BitwiseAnd BitwiseNot BitwiseOr BitwiseXor"
    ),
    "it belongs to detection: a spec ends at the feature maps": (
        "MaxRoiPool RoiAlign NonMaxSuppression"
    ),
    "windows that move are not there: the nearest is `Conv2D`": (
        "DeformConv GridSample AffineGrid Col2Im"
    ),
    "there is no unpooling by indices; `UpSampling2D` repeats places": "MaxUnpool",
    "weights are real numbers; LiteRT files are made with `--target litert`": (
        "ConvInteger MatMulInteger QLinearConv QLinearMatMul QuantizeLinear DequantizeLinear "
        "DynamicQuantizeLinear"
    ),
    "the loss is no layer: it stands in `training`": (
        "SoftmaxCrossEntropyLoss NegativeLogLikelihoodLoss"
    ),
    "the optimizer is no layer: it stands in `training`": "Adagrad Adam Momentum Gradient",
    "it makes random numbers; `Dropout` and `GaussianNoise` do so in training": (
        "RandomNormal RandomNormalLike RandomUniform RandomUniformLike Bernoulli Multinomial"
    ),
    _SHAPES: (
        "Constant ConstantOfShape EyeLike Expand NonZero OneHot Range ReverseSequence Scatter "
        "ScatterElements ScatterND Shape Size Tile Unique Optional OptionalGetElement "
        "OptionalHasElement ConcatFromSequence SequenceAt SequenceConstruct SequenceEmpty "
        "SequenceErase SequenceInsert SequenceLength SequenceMap SplitToSequence"
    ),
    "it is for sound and text, or prepares data: data are prepared in `data`": (
        "BlackmanWindow DFT HammingWindow HannWindow MelWeightMatrix STFT ImageDecoder "
        "RegexFullMatch StringConcat StringNormalizer StringSplit TfIdfVectorizer "
        "ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer FeatureVectorizer "
        "Imputer LabelEncoder LinearClassifier LinearRegressor OneHotEncoder SVMClassifier "
        "SVMRegressor Scaler TreeEnsemble TreeEnsembleClassifier TreeEnsembleRegressor ZipMap"
    ),
}


CAFFE: dict[str, str] = {
    "data are no layer: they stand in `data`, and the shape in `inputs`": (
        "Data ImageData DummyData HDF5Data HDF5Output MemoryData WindowData Python Input "
        "AnnotatedData LMDB"
    ),
    "the loss is no layer: it stands in `training`, and what it reads is the output": (
        "SoftmaxWithLoss SOFTMAX_LOSS EuclideanLoss HingeLoss InfogainLoss ContrastiveLoss "
        "SigmoidCrossEntropyLoss MultinomialLogisticLoss"
    ),
    "metrics are no layers: they stand in `training`": "Accuracy",
    "there are no recurrent layers: a spec describes convolutional networks": "RNN LSTM Recurrent",
    "there are no embeddings: inputs are numbers": "Embed",
    "a layer is read by several others by its name, without a copy": "Split",
    "what nobody reads needs no layer: leave it out": "Silence",
    "it has no counterpart here; `speccnn layers Activation` lists the functions": (
        "AbsVal BNLL Exp Log Power Threshold ArgMax BatchReindex Filter Im2col MVN Parameter "
        "Reduction SPP Tile Clip"
    ),
    "it joins cut maps: `Cropping2D` cuts a map, with the numbers of each side": "Crop",
    "it takes a part of the channels: `Split` keeps one of equal `sections`": "Slice",
    "it is what the layer before adds itself: `use_bias = true`": "Bias",
    "it reads channels first, so in another order than `Reshape`; to a vector there is `Flatten`": (
        "Reshape"
    ),
    "`PReLU` has `shared_axes = [1, 2]` for one slope a channel of a map, and starts at 0 unless "
    '`alpha_initializer = { type = "Constant", value = 0.25 }`': "PReLU",
    "it interpolates between the corners' centres, which nothing here does; "
    '`UpSampling2D` with `interpolation = "bilinear"` goes by half places': "Interp",
    "it belongs to detection: a spec ends at the feature maps": (
        "ROIPooling PSROIPooling PriorBox DetectionOutput MultiBoxLoss Proposal SmoothL1Loss"
    ),
    "`GroupNormalization` with `groups = -1` is instance normalisation": "InstanceNorm",
    "in `LayerNormalization` `axis = [1, 2, 3]` takes a whole map, -1 its channels": "Normalize",
    "axes are put into another order by `Permute`, whose `dims` are channels last": "Permute",
    "`DepthwiseConv2D` filters each channel on its own": (
        "ConvolutionDepthwise DepthwiseConvolution"
    ),
    "`ChannelShuffle` deals the channels of `groups` out": "ShuffleChannel",
    "`BatchNormalization` is a layer of its own": "BN",
    "there is no unpooling by indices; `UpSampling2D` repeats places": "Unpooling Upsample",
    "it multiplies each channel by a number that another branch gives: `Multiply` with "
    "`broadcast = true`": "Axpy",
}


_BY_NAME = (
    "a layer is read by its name here: give the layers a `name`, and write "
    '`type = "{}"`, `inputs = ["a", "b"]`'
)

DARKNET: dict[str, str] = {
    _BY_NAME.format("Concatenate"): "route",
    _BY_NAME.format("Add"): "shortcut",
    _BY_NAME.format("Multiply") + ", with `broadcast = true`": "scale_channels sam",
    "it reads memory anew and is no space-to-depth: `SpaceToDepth` gives other numbers": "reorg",
    "`SpaceToDepth` has `block_size` for its `stride`, and an order of channels of its own": (
        "reorg3d reorg_old"
    ),
    "there are no recurrent layers: a spec describes convolutional networks": (
        "rnn gru lstm crnn conv_lstm history"
    ),
    "a detection head is a `Conv2D` with anchors * (5 + classes) filters and `kernel_size = 1`": (
        "yolo region detection gaussian_yolo iseg"
    ),
    "the size of the input stands in `inputs`, and how to train in `training`": "net network",
    "the loss is no layer: it stands in `training`": "cost contrastive",
    "there is no layer with weights for each place": "local",
    "`BatchNormalization` is a layer of its own": "batchnorm",
    "`LocalResponseNormalization` is a layer of its own, with other numbers": "normalization lrn",
    "images are cropped in `data` or by `RandomCrop` and `CenterCrop`": "crop",
    "it has no counterpart here; `speccnn layers` lists the types": (
        "implicit_add implicit_mul empty silence local_avgpool l2norm logxent sqrt"
    ),
    '`Conv2DTranspose` is sized by other rules: `padding` is "valid" or "same"': (
        "deconvolutional deconv"
    ),
    "`activation` of the layer before, or a layer `Activation`, `LeakyReLU`": "activation active",
}
