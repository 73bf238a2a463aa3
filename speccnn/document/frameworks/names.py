"""Names of other frameworks that are no layers of theirs, or functions that are like layers.

A word among them is no slip of another word, however near the two are: RAdam is not Adam.
From the documentation of PyTorch (torch.optim, torch.nn.functional, torch.nn.init), Caffe, Darknet,
Lasagne, Keras 1 to 3, TensorFlow 1 and Addons, and timm.
"""

from speccnn.document.foreign import plainly

_OPTIMIZERS = """
Adadelta Adafactor Adagrad Adam AdamW SparseAdam Adamax ASGD LBFGS Muon NAdam RAdam RMSprop Rprop
SGD AdaDelta AdaGrad Nesterov RMSProp Momentum AdagradDA Ftrl Nadam Lamb LAMB Lion Yogi NovoGrad
LazyAdam RectifiedAdam ConditionalGradient ProximalAdagrad ProximalGradientDescent COCOB SGDW
DecoupledWeightDecayExtension Lookahead MovingAverage SWA StochasticAverage CyclicalLearningRate
AdamP SGDP Adan AdaBelief AdaBound AMSBound AMSGrad AdaHessian MADGRAD NvNovoGrad Ranger Ranger21
DiffGrad QHAdam QHM Apollo Shampoo LARS LARC LAMBC NAdamW RAdamW LAdamW SophiaG Sophia Prodigy
DAdapt DAdaptAdam DAdaptSGD Adopt Kron MARS Laprop Lars Rmsprop Nadamw Adamod AdaMod AggMo PID SAM
GSAM ScheduleFreeSGD ScheduleFreeRAdam ScheduleFreeAdamW Gravity Tiger AdEMAMix GradientDescent
TFOptimizer
"""
_SCHEDULES = """
LambdaLR MultiplicativeLR StepLR MultiStepLR ConstantLR LinearLR ExponentialLR PolynomialLR
CosineAnnealingLR CosineAnnealingWarmRestarts ChainedScheduler SequentialLR ReduceLROnPlateau
CyclicLR OneCycleLR SWALR fixed step exp inv multistep poly sigmoid NoisyLinearCosineDecay
LinearCosineDecay NaturalExpDecay TriangularCyclicalLearningRate ExponentialCyclicalLearningRate
LearningRateScheduler WarmUp WarmupCosine WarmupLinear steps sgdr random burn_in Noam
"""
_LOSSES = """
L1Loss NLLLoss NLLLoss2d PoissonNLLLoss GaussianNLLLoss KLDivLoss MSELoss BCELoss
BCEWithLogitsLoss HingeEmbeddingLoss MultiLabelMarginLoss SmoothL1Loss HuberLoss SoftMarginLoss
CrossEntropyLoss MultiLabelSoftMarginLoss CosineEmbeddingLoss MarginRankingLoss MultiMarginLoss
TripletMarginLoss TripletMarginWithDistanceLoss CTCLoss SoftmaxWithLoss EuclideanLoss HingeLoss
InfogainLoss ContrastiveLoss SigmoidCrossEntropyLoss MultinomialLogisticLoss
SigmoidFocalCrossEntropy GIoULoss LiftedStructLoss NpairsLoss NpairsMultilabelLoss PinballLoss
SparsemaxLoss TripletHardLoss TripletSemiHardLoss WeightedKappaLoss FocalLoss DiceLoss JaccardLoss
LovaszLoss TverskyLoss ArcFaceLoss CosFaceLoss CenterLoss IoULoss DIoULoss CIoULoss sse seg smooth
wgan masked cross_entropy nll_loss l1_loss mse_loss smooth_l1_loss huber_loss kl_div
binary_cross_entropy binary_cross_entropy_with_logits hinge_embedding_loss poisson_nll_loss
gaussian_nll_loss margin_ranking_loss multilabel_margin_loss soft_margin_loss triplet_margin_loss
ctc_loss kullback_leibler_divergence logcosh cosine_proximity crossentropy softmax_cross_entropy
sigmoid_cross_entropy l2_loss
"""
_METRICS = """
MatthewsCorrelationCoefficient CohenKappa HammingLoss MultiLabelConfusionMatrix GeometricMean
HarmonicMean RSquare MeanMetricWrapper SumOverBatchSize Dice JaccardIndex ROC AUROC
AveragePrecision ConfusionMatrix Specificity StatScores Perplexity top1 top5 mAP Accuracy5
"""
_ACTIVATIONS = """
relu relu6 relu_ elu elu_ selu celu leaky_relu leaky_relu_ prelu rrelu crelu srelu glu gelu
logsigmoid hardshrink tanhshrink softsign softplus softmin softmax softshrink gumbel_softmax
log_softmax tanh sigmoid hardsigmoid silu mish hardswish hardtanh threshold normalize swiglu geglu
reglu swish quick_gelu gelu_tanh gelu_new hard_mish hardmish hard_silu hardsilu logistic loggy
relie ramp plse leaky stair hardtan lhtan linear rectify leaky_rectify very_leaky_rectify softplus
identity scaled_tanh ScaledTanH elu1 leaky_relu1 lisht lrelu rational penalized_tanh snake aconc
acon metaacon dynamic_relu frelu smu smelu star_relu squared_relu relu_squared relusquared
thresholded_relu maxout erf atan arctan exp exponential sin cos squareplus sparsemax entmax
hard_tanh sparse_plus sparse_sigmoid isru isrlu sqnl phish serf logish gish colu tanhexp
normalize_channels normalize_channels_softmax normalize_channels_softmax_maxval crrelu
parametric_relu abs square sqrt log bent_identity ReLU1 relu1 relun brelu
"""
_INITIALIZERS = """
uniform normal constant ones zeros eye dirac xavier_uniform xavier_normal kaiming_uniform
kaiming_normal trunc_normal orthogonal sparse xavier gaussian msra positive_unitball bilinear
uniform_ normal_ constant_ ones_ zeros_ eye_ dirac_ xavier_uniform_ xavier_normal_
kaiming_uniform_ kaiming_normal_ trunc_normal_ orthogonal_ sparse_ zero one identity lecun_uniform
lecun_normal glorot_uniform glorot_normal he_uniform he_normal variance_scaling random_uniform
random_normal truncated_normal glorot he kaiming lecun msrafill xavierfill fan_in fan_out
convolution_aware stft uniform_unit_scaling delta_orthogonal Identity STFT Sparse Normal Uniform
"""
_REGULARIZERS = """
l1 l2 l1_l2 l1l2 L1L2 orthogonal_regularizer OrthogonalRegularizer activity_l1 activity_l2
activity_l1l2 WeightRegularizer ActivityRegularizer EigenvalueRegularizer weight_decay
"""
_LAYERS = """
ReflectionPad ReplicationPad CReLU AlphaDropout DropBlock DropConnect Mixout SqueezeExcite SEBlock
SELayer CBAM ECA NonLocal ASPP SPPF SPP C3 C2f CSP Bottleneck Focus GhostConv DWConv Detect
Hardmish GRN GlobalResponseNorm FrozenBatchNorm2d BatchNormAct2d Conv2dSame StdConv2d BlurPool
BlurPool2d AntiAlias SelectAdaptivePool2d GeM GlobalContext LayerNorm2d EvoNorm2dB0 Involution
ODConv CondConv2d Conv2dNormActivation ConvNormActivation MLP SqueezeExcitation
FeaturePyramidNetwork Permute DenseLayer InputLayer Conv1DLayer Conv2DLayer Conv3DLayer
TransposedConv2DLayer Deconv2DLayer DilatedConv2DLayer MaxPool1DLayer MaxPool2DLayer Pool1DLayer
Pool2DLayer Upscale2DLayer GlobalPoolLayer FeaturePoolLayer FeatureWTALayer
SpatialPyramidPoolingLayer DropoutLayer GaussianNoiseLayer ReshapeLayer FlattenLayer
DimshuffleLayer PadLayer SliceLayer ConcatLayer ElemwiseMergeLayer ElemwiseSumLayer
LocalResponseNormalization2DLayer BatchNormLayer RecurrentLayer LSTMLayer GRULayer EmbeddingLayer
NonlinearityLayer BiasLayer ScaleLayer ExpressionLayer InverseLayer TransformerLayer
ParametricRectifierLayer RandomizedRectifierLayer FullyConnected
"""

ELSEWHERE: frozenset[str] = frozenset(
    plainly(word)
    for words in (
        _OPTIMIZERS,
        _SCHEDULES,
        _LOSSES,
        _METRICS,
        _ACTIVATIONS,
        _INITIALIZERS,
        _REGULARIZERS,
        _LAYERS,
    )
    for word in words.split()
)
