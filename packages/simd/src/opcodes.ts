/**
 * Constants shared by the planner and the kernels. Kernels import this file too, so it holds only integer
 * constants. A program is a list of records: code, record bytes, then the arguments that the kernel's file names.
 */

export const BARRIER = 0;
export const BYTES_FORWARD = 1;
export const BYTES_TRANSPOSE = 2;
export const BYTES_GRADIENT = 3;
export const BYTES_WIDEN = 4;
export const MATMUL = 5;
export const WEIGHT_GRADIENT = 6;
export const BIAS_GRADIENT = 7;
export const ACTIVATION_FORWARD = 8;
export const ACTIVATION_BACKWARD = 9;
export const AFFINE = 10;
export const DROPOUT_FORWARD = 11;
export const DROPOUT_BACKWARD = 12;
export const SOFTMAX_FORWARD = 13;
export const SOFTMAX_BACKWARD = 14;
export const SPARSE_CROSSENTROPY = 15;
export const SOFT_CROSSENTROPY = 16;
export const BINARY_CROSSENTROPY = 17;
export const METRICS = 18;
export const PENALTY = 19;
export const GRADIENT_SQUARES = 20;
export const CLIP_FACTOR = 21;
export const UPDATE = 22;
export const STORE_PREDICTIONS = 23;
export const CONV_PACK = 24;
export const CONV = 25;
export const CONV_WEIGHT_GRADIENT = 26;
export const CHUNKED_GRADIENT = 27;
export const WINOGRAD_PACK = 28;
export const WINOGRAD_FORWARD = 29;
export const WINOGRAD_BACKWARD = 30;
export const BYTES_SUMS = 31;
export const DEPTHWISE_FORWARD = 32;
export const DEPTHWISE_BACKWARD = 33;
export const MAX_POOL_FORWARD = 34;
export const MAX_POOL_BACKWARD = 35;
export const AVERAGE_POOL_FORWARD = 36;
export const AVERAGE_POOL_BACKWARD = 37;
export const GLOBAL_MAX_FORWARD = 38;
export const GLOBAL_MAX_BACKWARD = 39;
export const GLOBAL_AVERAGE_FORWARD = 40;
export const GLOBAL_AVERAGE_BACKWARD = 41;
export const BATCH_NORM_STATISTICS = 42;
export const BATCH_NORM_COMBINE = 43;
export const BATCH_NORM_MOVING = 44;
export const BATCH_NORM_FORWARD = 45;
export const BATCH_NORM_SUMS = 46;
export const BATCH_NORM_GRADIENT = 47;
export const BATCH_NORM_BACKWARD = 48;
export const WIDEN_PICTURES = 49;
export const PAD_PICTURES = 50;
export const RESHAPE = 51;
export const ADD = 52;
export const MOVE_CHANNELS = 53;
export const AVERAGE = 54;
export const MATMUL_SUMS = 55;

/** Parts of a batch that are summed separately, then added in order: the same for any number of threads. */
export const CHUNKS = 8;

/** Parts of a picture's blocks whose sums are taken separately, then added by pairs: the same for any number of threads. */
export const PIXEL_PARTS = 4;
/** Pixels that are compared with the background at a time, the bits of a mask: the blocks that parts take in turns. */
export const PIXEL_BLOCK = 64;

/** Inputs along the side of the largest tile of Winograd's algorithm. */
export const WINOGRAD_MAX_INPUTS = 6;
/** Tiles at a time: for a few dozen channels, their transforms stay in the second-level cache. */
export const WINOGRAD_TILES = 32;
/** Bytes between planes of tiles, a cache line: planes a power of two apart would share one set of the cache. */
export const WINOGRAD_PLANE_GAP = 64;

/** How a kernel's work is split between threads: by samples, by groups of four units, or of four rows of weights. */
export const SPLIT_SAMPLES = 0;
export const SPLIT_UNITS = 1;
export const SPLIT_ROWS = 2;

export const ACTIVATION_RELU = 1;
export const ACTIVATION_LEAKY_RELU = 2;
export const ACTIVATION_ELU = 3;
export const ACTIVATION_TANH = 4;
export const ACTIVATION_SIGMOID = 5;

export const OPTIMIZER_SGD = 0;
export const OPTIMIZER_HEAVY_BALL = 1;
export const OPTIMIZER_NESTEROV = 2;
export const OPTIMIZER_RMSPROP = 3;
export const OPTIMIZER_RMSPROP_MOMENTUM = 4;
export const OPTIMIZER_ADAM = 5;
export const OPTIMIZER_ADAMW = 6;

/** Byte offsets in a parameter's descriptor: where a weight tensor and its slots are. */
export const PARAMETER_WEIGHTS = 0;
export const PARAMETER_SLOT_0 = 4;
export const PARAMETER_SLOT_1 = 8;
/** 0: each part of the gradient is used for the update at once and never stored. */
export const PARAMETER_GRADIENT = 12;
/** f32: the L1 penalty's gradient is this times the weight's sign. */
export const PARAMETER_L1 = 16;
/** f32: the L2 penalty's gradient is twice this times the weight. */
export const PARAMETER_L2 = 20;
export const PARAMETER_BYTES = 32;
