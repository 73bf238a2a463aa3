"""Layers, functions, optimizers and losses of other frameworks, as their documentation lists them.

PyTorch 2.x (torch.nn, torch.nn.functional, torch.optim, torch.nn.init), Caffe (caffe.proto, both
versions), Darknet (parser.c), Keras 1.2 and 2.x, TensorFlow Addons. What is installed is asked.
"""


def names(text: str) -> list[str]:
    return text.split()


TORCH = names("""
Identity Linear Bilinear LazyLinear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d
ConvTranspose3d LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d LazyConvTranspose2d
LazyConvTranspose3d Unfold Fold MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d
AvgPool1d AvgPool2d AvgPool3d FractionalMaxPool2d FractionalMaxPool3d LPPool1d LPPool2d LPPool3d
AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d
AdaptiveAvgPool3d ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d
ReplicationPad2d ReplicationPad3d ZeroPad1d ZeroPad2d ZeroPad3d ConstantPad1d ConstantPad2d
ConstantPad3d CircularPad1d CircularPad2d CircularPad3d ELU Hardshrink Hardsigmoid Hardtanh
Hardswish LeakyReLU LogSigmoid MultiheadAttention PReLU ReLU ReLU6 RReLU SELU CELU GELU Sigmoid
SiLU Mish Softplus Softshrink Softsign Tanh Tanhshrink Threshold GLU Softmin Softmax Softmax2d
LogSoftmax AdaptiveLogSoftmaxWithLoss BatchNorm1d BatchNorm2d BatchNorm3d LazyBatchNorm1d
LazyBatchNorm2d LazyBatchNorm3d GroupNorm SyncBatchNorm InstanceNorm1d InstanceNorm2d
InstanceNorm3d LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d LayerNorm
LocalResponseNorm RMSNorm RNNBase RNN LSTM GRU RNNCell LSTMCell GRUCell Transformer
TransformerEncoder TransformerDecoder TransformerEncoderLayer TransformerDecoderLayer Dropout
Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout Embedding EmbeddingBag
CosineSimilarity PairwiseDistance L1Loss MSELoss CrossEntropyLoss CTCLoss NLLLoss PoissonNLLLoss
GaussianNLLLoss KLDivLoss BCELoss BCEWithLogitsLoss MarginRankingLoss HingeEmbeddingLoss
MultiLabelMarginLoss HuberLoss SmoothL1Loss SoftMarginLoss MultiLabelSoftMarginLoss
CosineEmbeddingLoss MultiMarginLoss TripletMarginLoss TripletMarginWithDistanceLoss PixelShuffle
PixelUnshuffle Upsample UpsamplingNearest2d UpsamplingBilinear2d ChannelShuffle DataParallel
Flatten Unflatten Module Sequential ModuleList ModuleDict ParameterList ParameterDict
""")
CAFFE = names("""
AbsVal Accuracy ArgMax BatchNorm BatchReindex Bias BNLL Clip Concat ContrastiveLoss Convolution
Crop Data Deconvolution Dropout DummyData ELU Eltwise Embed EuclideanLoss Exp Filter Flatten
HDF5Data HDF5Output HingeLoss Im2col ImageData InfogainLoss InnerProduct Input LRN LSTM Log MVN
MemoryData MultinomialLogisticLoss Parameter Pooling Power PReLU Python Recurrent Reduction ReLU
Reshape RNN SPP Scale Sigmoid SigmoidCrossEntropyLoss Silence Slice Softmax SoftmaxWithLoss Split
Swish TanH Threshold Tile WindowData ABSVAL ACCURACY ARGMAX CONCAT CONTRASTIVE_LOSS CONVOLUTION
DATA DECONVOLUTION DROPOUT DUMMY_DATA ELTWISE EUCLIDEAN_LOSS EXP FLATTEN HDF5_DATA HDF5_OUTPUT
HINGE_LOSS IM2COL IMAGE_DATA INFOGAIN_LOSS INNER_PRODUCT MEMORY_DATA MULTINOMIAL_LOGISTIC_LOSS MVN
POOLING POWER RELU SIGMOID SIGMOID_CROSS_ENTROPY_LOSS SILENCE SLICE SOFTMAX SOFTMAX_LOSS SPLIT
TANH THRESHOLD WINDOW_DATA Interp ROIPooling PriorBox Permute Normalize ShuffleChannel
""")
DARKNET = names("""
net network crop deconvolutional convolutional activation local iseg shortcut softmax lrn
contrastive route region yolo gaussian_yolo detection reorg reorg3d upsample avgpool maxpool
local_avgpool batchnorm rnn gru lstm crnn conv_lstm history connected dropout cost scale_channels
sam implicit_add l2norm logxent empty silence normalization reorg_old
""")
KERAS_OLD = names("""
Convolution1D Convolution2D Convolution3D AtrousConvolution1D AtrousConvolution2D Deconvolution2D
Deconvolution3D SeparableConvolution2D LocallyConnected1D LocallyConnected2D MaxoutDense Highway
TimeDistributedDense Merge ParametricSoftplus SReLU ThresholdedReLU AlphaDropout CuDNNLSTM
CuDNNGRU SeparableConv3D RandomHeight RandomWidth ReflectionPadding2D InstanceNormalization
WeightNormalization Maxout FilterResponseNormalization SpatialPyramidPooling2D CorrelationCost
PolynomialCrossing Sparsemax TLU CRF NetVLAD ESN NoisyDense PoincareNormalize
SpectralNormalization AdaptiveAveragePooling1D AdaptiveAveragePooling3D MaxUnpooling2D
EmbeddingBag DropPath DropBlock2D SqueezeAndExcite2D
""")
FUNCTIONS = names("""
relu relu6 elu selu celu leaky_relu prelu rrelu crelu srelu glu gelu logsigmoid hardshrink
tanhshrink softsign softplus softmin softmax softshrink gumbel_softmax log_softmax tanh sigmoid
hardsigmoid silu mish hardswish hardtanh threshold logistic loggy relie ramp plse leaky stair
hardtan lhtan linear swish hard_mish lisht snake maxout thresholded_relu lrelu swiglu geglu
squared_relu quick_gelu gelu_new rectify very_leaky_rectify isru parametric_relu
""")
OPTIMIZERS = names("""
Adadelta Adafactor Adagrad Adam AdamW SparseAdam Adamax ASGD LBFGS Muon NAdam RAdam RMSprop Rprop
SGD AdaDelta AdaGrad Nesterov RMSProp Momentum Yogi NovoGrad LazyAdam RectifiedAdam
ConditionalGradient ProximalAdagrad COCOB SGDW Lookahead AdamP SGDP Adan AdaBelief AdaBound
MADGRAD Ranger DiffGrad QHAdam Shampoo LARS NAdamW RAdamW Sophia Prodigy AdaMod ScheduleFreeSGD
AggMo Apollo GradientDescent
""")
LOSSES = names("""
L1Loss NLLLoss PoissonNLLLoss GaussianNLLLoss KLDivLoss MSELoss BCELoss BCEWithLogitsLoss
HingeEmbeddingLoss MultiLabelMarginLoss SmoothL1Loss HuberLoss SoftMarginLoss CrossEntropyLoss
MultiLabelSoftMarginLoss CosineEmbeddingLoss MarginRankingLoss MultiMarginLoss TripletMarginLoss
CTCLoss SoftmaxWithLoss EuclideanLoss HingeLoss InfogainLoss ContrastiveLoss
SigmoidCrossEntropyLoss MultinomialLogisticLoss SigmoidFocalCrossEntropy GIoULoss LiftedStructLoss
NpairsLoss PinballLoss SparsemaxLoss TripletHardLoss TripletSemiHardLoss WeightedKappaLoss
FocalLoss DiceLoss TverskyLoss cross_entropy nll_loss l1_loss mse_loss smooth_l1_loss huber_loss
kl_div binary_cross_entropy hinge_embedding_loss poisson_nll_loss cosine_proximity
softmax_cross_entropy l2_loss
""")
INITIALIZERS = names("""
uniform normal constant ones zeros eye dirac xavier_uniform xavier_normal kaiming_uniform
kaiming_normal trunc_normal orthogonal sparse xavier gaussian msra positive_unitball bilinear
xavier_uniform_ kaiming_normal_ orthogonal_ glorot he kaiming lecun identity
""")

# What of these is one of our own words but for capitals and separators, or means one of them.
SAME_FUNCTIONS = {
    "logistic": "sigmoid",
    "logsigmoid": "log_sigmoid",
    "hardshrink": "hard_shrink",
    "tanhshrink": "tanh_shrink",
    "softshrink": "soft_shrink",
    "hardsigmoid": "hard_sigmoid",
    "hardswish": "hard_swish",
    "hardtanh": "hard_tanh",
    "hardtan": "hard_tanh",
    "rectify": "relu",
}
SAME_OPTIMIZERS = {
    "NAdam": "Nadam",
    "AdaDelta": "Adadelta",
    "AdaGrad": "Adagrad",
    "RMSProp": "RMSprop",
}
SAME_LOSSES = {
    "L1Loss": "mean_absolute_error",
    "l1_loss": "mean_absolute_error",
    "MSELoss": "mean_squared_error",
    "mse_loss": "mean_squared_error",
    "BCELoss": "binary_crossentropy",
    "HuberLoss": "huber",
    "huber_loss": "huber",
    "SmoothL1Loss": "huber",
    "smooth_l1_loss": "huber",
    "binary_cross_entropy": "binary_crossentropy",
}
SAME_INITIALIZERS = {
    "xavier_uniform": "glorot_uniform",
    "xavier_uniform_": "glorot_uniform",
    "kaiming_uniform": "he_uniform",
    "orthogonal_": "orthogonal",
}
