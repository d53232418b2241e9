/** Every text of the page. `zh.ts` has the same keys. */
export const en = {
  otherLanguage: '中文',
  theme: { label: 'Colours', auto: 'Auto', light: 'Light', dark: 'Dark' },
  title: 'Train an image classifier in this page, and watch what it learns.',
  panels: {
    label: 'Parts of the page',
    network: 'Network',
    settings: 'Settings',
    results: 'Results',
    runs: 'Runs',
    data: 'Data',
    classes: 'Own classes',
    keep: 'Keep',
  },
  network: {
    heading: 'Network',
    inside: 'What each layer makes of the picture',
    layer: (number: number) => `Layer ${number}`,
    add: 'Add a layer',
    remove: (layer: string) => `Remove ${layer}`,
    tooLarge: 'This network is larger than the page allows: at most 64 layers, 1024 units, 256 filters.',
    outputs: (title: string, size: string) => `Outputs of ${title}, ${size}`,
    evidence: 'template × picture',
    strongest: (unit: number, among: string) =>
      `Excites unit ${unit} most, of the first ${among} test pictures:`,
    off: (unit: number, among: string) => `None of the first ${among} test pictures excites unit ${unit}.`,
    weights: (count: string) => `${count} weights`,
  },
  skip: 'Skip to training',
  /** Translations of class names; others are shown untranslated. */
  classNames: new Map<string, string>(),

  data: {
    heading: 'The data',
    caption:
      'Fashion-MNIST: ten kinds of clothes. To the network, each picture is 28 × 28 = 784 numbers, from 0 (blank) to 255 (full ink), and the right answer. It is told nothing else.',
    loading: 'Loading pictures',
    progress: (received: string, total: string) => `${received} of ${total} MB`,
    early: (count: string) =>
      `The first ${count} pictures have arrived: you can train on them while the rest loads.`,
    arriving: (count: string, share: string) => `The first ${count} pictures; the rest: ${share}`,
    counts: (train: string, test: string) => `${train} pictures to learn from, ${test} more to be tested on`,
    other: 'Other pictures',
    ownCaption: (name: string) =>
      `Your own data: ${name}. They stay in this page: nothing is sent anywhere, and a reload forgets them. Below is what the network sees.`,
    openFolder: 'Your own: a folder…',
    openFiles: 'Files…',
    back: 'Back to Fashion-MNIST',
    reading: (done: string, total: string) => `Reading your files: ${done} of ${total}`,
    used: (name: string) => `The page now shows ${name}.`,
    refused: (message: string) => `These files are no data set that the page can use: ${message}`,
    gridLabel: (name: string) => `Pictures of class ${name}`,
    failed: {
      unreachable: 'The pictures could not be downloaded.',
      damaged: 'The pictures arrived, but they are not what they should be.',
      insecure: 'This page came over plain HTTP, so the browser refuses to check the pictures.',
    },
    remedy: {
      unreachable:
        'Check the network, and that the server still runs and serves the data folder beside this page, then try again.',
      damaged:
        'The files on the server are damaged or incomplete. Replace them (or clear the browser’s cache), then try again.',
      insecure: 'Open it over HTTPS, or from localhost.',
    },
    retry: 'Try again',
  },

  train: {
    heading: 'Training',
    how: 'How it works',
    steps: [
      [
        'It looks',
        'Softmax regression, the smallest network here, keeps one template of 784 weights for each kind of clothes. It lays a template over the picture, multiplies pixel by pixel, and adds up.',
      ],
      [
        'It decides',
        'Softmax turns the ten sums into ten probabilities that add up to 1. A network with hidden layers does the same several times in a row, and can distinguish what a single template cannot.',
      ],
      [
        'It learns',
        'Training shows it the pictures in small batches. After each batch it nudges every weight a little, so that the right answers become more probable. The learning rate sets how big each nudge is.',
      ],
    ] as readonly (readonly [title: string, text: string])[],
    train: 'Train',
    trainEarly: (count: string) => `Train on ${count}`,
    again: 'Train again',
    pause: 'Pause',
    pausing: 'Pausing…',
    resume: 'Resume',
    step: 'One epoch',
    reset: 'Reset',
    starting: 'Starting…',
  },

  settings: {
    heading: 'Settings',
    caption: 'Of the next run. A link to the page carries what differs from the preset.',
    preset: 'Preset',
    presets: {
      softmax: 'one template per class',
      'mlp-32': '32 hidden units',
      'mlp-128': '128 hidden units',
      'mlp-deep': 'three hidden layers',
      cnn: 'two convolutions',
      resnet: 'residual blocks',
      'resnet-long': 'wider residual blocks',
    },
    layers: 'Layers',
    layersHint: 'conv 16 3x3, pool 2, dense 64',
    hidden: 'Hidden layers',
    hiddenHint: '128,64 or none',
    activation: 'Activation',
    optimizer: 'Optimizer',
    learningRate: 'Learning rate',
    learningRateHint: 'Also during a run',
    rateFrom: (rate: string, epoch: number) => `From epoch ${epoch}: ${rate}`,
    schedule: 'Schedule',
    batchSize: 'Batch size',
    epochs: 'Epochs',
    seed: 'Seed',
    seedHint: 'Same seed and settings: the same numbers, to the last bit',
    more: 'Regularization, augmentation and more',
    dropout: 'Dropout',
    l1: 'L1',
    l2: 'L2',
    loss: 'Loss',
    momentum: 'Momentum',
    nesterov: 'Nesterov momentum',
    rho: 'Rho',
    beta1: 'Beta 1',
    beta2: 'Beta 2',
    epsilon: 'Epsilon',
    weightDecay: 'Weight decay',
    labelSmoothing: 'Label smoothing',
    average: 'Average of weights',
    classWeight: 'Class weights',
    clipNorm: 'Gradient norm limit',
    validation: 'Validation',
    patience: 'Patience (epochs)',
    choosesOnTest:
      'The test pictures choose the best epoch: the test accuracy comes out too high. Validation held-out avoids that.',
    shift: 'Shift (pixels)',
    flip: 'Mirror',
    erase: 'Erase (pixels)',
    images: 'Training pictures',
    sample: 'Which of them',
    range: (min: string, max: string) => `${min} to ${max}`,
    unitsRange: (layers: number, units: number) =>
      `At most ${layers} layers of 1 to ${units} units, as in 128,64; or none`,
    locked: 'A run is in progress. Reset it to change these.',
  },

  stats: {
    epoch: 'Epoch',
    loss: 'Loss',
    accuracy: 'Training accuracy',
    valAccuracy: { test: 'Test accuracy', other: 'Validation accuracy' },
    speed: 'Images per second',
    inSeconds: (seconds: string) => `${seconds} s`,
    progressLabel: 'Progress of the epoch',
  },

  curves: {
    loss: 'Loss',
    accuracy: 'Accuracy',
    epoch: 'epoch',
    training: 'training',
    validation: { test: 'test', other: 'validation' },
    caption:
      'One point per epoch, that is, one pass over all training pictures. Loss is how surprised the network is by the right answers; accuracy is how often its first guess is right. When the test curve stops following the training curve, the network has begun to learn by heart.',
    empty: 'The curve grows with each epoch.',
    goBack: 'Go back to an earlier epoch',
    atEpoch: (epoch: number) => `after epoch ${epoch}`,
    now: 'Latest epoch',
    lost: 'Only the latest is kept',
    backFrom: (epoch: number) => `Epoch ${epoch} → latest`,
    describe: (name: string) => `${name} by epoch`,
  },

  announcements: {
    epoch: (epoch: number) => `epoch ${epoch}`,
    accuracy: {
      test: (accuracy: string) => `test accuracy ${accuracy}`,
      other: (accuracy: string) => `validation accuracy ${accuracy}`,
    },
    separator: ', ',
  },

  runs: {
    learnedNothing: 'learned nothing',
    heading: 'Runs',
    caption:
      'Up to 20 runs keep their models. Choose one by its name to see it again; the box shows it in the curves.',
    continue: (epochs: number) => `Continue to ${epochs}`,
    continueOf: (name: string, epochs: number) => `Continue to ${epochs}: ${name}`,
    empty: 'No runs yet.',
    table: 'Table of runs',
    run: 'Run',
    epochs: 'Epochs',
    best: 'Best validation accuracy',
    loss: 'Last loss',
    seconds: 'Epoch time',
    state: 'State',
    shown: (name: string) => `Show ${name} in the curves`,
    link: 'Link',
    linkOf: (name: string) => `Copy the link to ${name}`,
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${name}`,
    states: {
      running: 'running',
      paused: 'paused',
      completed: 'done',
      stopped: 'stopped',
      'stopped-early': 'stopped early',
      diverged: 'diverged',
      failed: 'failed',
      lost: 'interrupted',
      reloaded: 'interrupted by a reload',
      opened: 'opened',
    },
  },

  learned: {
    heading: 'How it does on the test pictures',
    empty: 'Results show up here as soon as a network is trained.',
    notTested: 'The test pictures are still on their way: results show up here when they have come.',
    templates: 'Templates',
    templatesCaption:
      'One per class. Ink on an orange pixel speaks for the class, ink on a blue one against it.',
    outputCaption: (name: string) =>
      `The only output: ink on an orange pixel speaks for ${name}, ink on a blue one against it.`,
    units: 'First layer',
    filters: 'Filters',
    filtersCaption:
      'The filters of the first convolution. Each is laid over every place of the picture: orange pixels want ink, blue ones want none.',
    unitsCaption: (shown: number, units: number) =>
      `${shown < units ? `The first ${shown} of ${units}` : `The ${units}`} hidden units: each responds to ink on its orange pixels, and is suppressed by ink on blue ones.`,
    unit: (number: number) => `Unit ${number}`,
    noPicture:
      'The first layer of this model does not look at the pixels one by one: it cannot be shown as pictures.',
    pictureOf: (name: string) => `Weights of ${name}`,
    confusion: 'Confusion matrix',
    confusionCaption:
      'Rows are what the test pictures show, columns what the network says. A perfect network has counts only on the diagonal.',
    cell: (count: number, label: string, predicted: string) =>
      `${count} pictures of ${label} are taken for ${predicted}`,
    cellHint: 'Choose a cell to see its pictures.',
    cellPictures: (label: string, predicted: string) =>
      label === predicted ? `${label}, recognized` : `${label}, taken for ${predicted}`,
    shows: 'shows',
    says: 'predicts',
    perClass: 'Accuracy of each class',
    perClassCaption: 'The share of the test pictures of a class that it gets right.',
    overall: (accuracy: string) => `${accuracy} of all test pictures`,
  },

  otherData: (name: string) =>
    `This run was trained on other data (${name}): the test pictures of this page say nothing about it.`,

  says: {
    predictions: 'Predictions',
    caption: 'Test pictures, which it never learned from, with the probability that it gives to each class.',
    other: 'Other pictures',
    keepChanging: 'Change by themselves',
    right: 'right',
    wrong: (name: string) => `wrong: it is ${name}`,
    mistakes: 'Most confident mistakes',
    mistakesCaption: 'The wrong answers that it is most sure of. Some labels are hard to agree with.',
    noMistakes: 'It makes no mistakes on the test pictures.',
    mistake: (label: string, predicted: string, probability: string) =>
      `${label}, taken for ${predicted} at ${probability}`,
    takenFor: (name: string) => `→ ${name}`,
  },

  try: {
    heading: 'Your picture',
    canvas: 'Drawing area',
    canvasHelp:
      'Draw with a pointer, or with the keyboard: arrow keys move, Space draws, Backspace erases. Hold Shift to draw while moving.',
    tools: 'Tool',
    brush: 'Brush',
    fill: 'Fill',
    eraser: 'Eraser',
    brushSize: 'Brush size',
    trace: 'Trace…',
    placed: (width: number, height: number) =>
      `The picture as the network gets it, ${width} by ${height} pixels`,
    gets: 'the network gets',
    clear: 'Clear',
    fromTest: 'Test picture',
    toPad: 'Put it on the pad',
    choose: 'File…',
    dropHint: 'Draw clothes, or drop a picture.',
    notAnImage: (name: string) =>
      `“${name}” is not a picture that this browser can read. PNG, JPEG and WebP work.`,
    from: (size: string) => `From ${size} pixels.`,
    moved: 'Cut out and placed like the training pictures.',
    cluttered: 'Taken whole: it has no plain background, unlike the training pictures.',
    inverted: 'Inverted: the training pictures have the other background.',
    nothingToSee: 'Blank: there is nothing to see.',
    strange: (distance: string) =>
      `Unlike the training pictures (distance ${distance}, theirs below 1): the answer says little.`,
    itIs: {
      training: (name: string) => `A training picture: ${name}.`,
      test: (name: string) => `A test picture: ${name}.`,
    },
    untrained: 'Not trained yet: it guesses.',
    blank: 'Draw something, and the probabilities move.',
    answer: (name: string, probability: string) => `${name}, ${probability}`,
    probabilities: 'The answer',
  },

  ownClasses: {
    heading: 'Your own classes',
    invitation:
      'Show it a few examples of anything, by camera, drawing or files, and it learns to tell them apart in a second or two.',
    open: 'Make classes',
  },
  lessons: 'Lessons',
  lazyFailed: 'This part of the page could not be loaded. Check the network.',

  keep: {
    heading: 'Keep it',
    caption:
      'The model is two files that TensorFlow.js loads anywhere. A run folder of the command line opens here, with its curves; so do a model.json and weights.bin alone.',
    kept: 'Runs survive a reload.',
    notKept: 'This browser did not store the last run: a reload forgets it. Download what you want to keep.',
    model: 'Download the model',
    history: 'Download the history (CSV)',
    card: 'Download the result card',
    exports: {
      onnx: 'Export as ONNX',
      module: 'Export as a JavaScript module',
      page: 'Export as a page',
    },
    exportNeedsRun:
      'An export says what the model was trained on: open it together with its run.json to export it.',
    exportFailed: (message: string) => `The model could not be exported: ${message}`,
    link: 'Copy the link to this run',
    linkCopied: 'The link has been copied. It repeats the run exactly.',
    linkShown: 'Copy this link; it repeats the run exactly:',
    openFolder: 'Open a run folder…',
    open: 'Open files…',
    drop: 'Or drop a run folder here.',
    opened: (name: string) => `Opened ${name}.`,
    openedOther:
      'It was trained on data other than this page’s: it is shown with its own class names, and without test pictures.',
    openedUnknown:
      'What it was trained on is unknown: the class names and test pictures beside it are this page’s.',
    noModelFile:
      'A run is model.json together with weights.bin (and run.json, if you like). Choose the run’s folder, or the files together.',
    notAModel: (message: string) => `This is not a model that the page can use: ${message}`,
    notARun: (name: string) =>
      `${name} is not a run record of Atelier. Leave it out to open the model alone.`,
  },

  notices: {
    noSimd: 'This browser has no WebAssembly SIMD, which training needs.',
    noSimdRemedy:
      'Any current Chrome, Edge, Firefox or Safari (16.4 or later) has it. If WebAssembly was switched off in the settings, switch it on.',
    backend: 'The training engine did not start.',
    backendRemedy:
      'Check the network, then restart the worker. If it happens again, the .wasm files beside the page may be missing.',
    crash: 'Something went wrong in the training worker.',
    crashRemedy: 'Restart it; the curves so far are kept.',
    dead: 'The training worker has stopped: it ran out of memory, or the browser ended it.',
    deadRemedy: 'The run so far is kept. Restart the worker to continue from here.',
    unreachable: 'The training worker could not be loaded.',
    unreachableRemedy:
      'Check the network, and that the server of this page still runs; then restart the worker.',
    restart: 'Restart the worker',
    refused: (parameters: string) => `Parts of the link were not understood and left out: ${parameters}`,
    refusedMore: (count: number) => `and ${count} more`,
    diverged: (epoch: number, loss: string, rate: string) =>
      `The loss became ${loss} in epoch ${epoch}: training has diverged, and was stopped. The weights are back at the last good epoch. Try a lower learning rate than ${rate}.`,
    statisticsBehind: (steps: string, share: string) =>
      `After ${steps} steps, the moving statistics of batch normalization still hold ${share} of their starting values: test and answers may be worse than what was learned. Train for more epochs.`,
    chanceLevel: (accuracy: string, chance: string, rate: string) =>
      `The accuracy, ${accuracy}, is not clearly better than always predicting the most frequent class, ${chance}. Try a learning rate ten times lower, ${rate}.`,
    chanceLevelSlow: (accuracy: string, chance: string, rate: string) =>
      `The accuracy, ${accuracy}, is not clearly better than always predicting the most frequent class, ${chance}. Train for more epochs, or try a learning rate ten times higher, ${rate}.`,
    lossGrew: (first: string, last: string, rate: string) =>
      `The loss grew from ${first} in the first epoch to ${last} in the last. Try a learning rate ten times lower, ${rate}.`,
    failed: (message: string) => `The run failed: ${message}`,
    dismiss: 'Dismiss',
    singleThread: 'one thread',
    threads: (count: number) => `${count} threads`,
    slowStart:
      'The training worker has not started within half a minute. On a busy machine or a slow network it may yet come; if not, restart it.',
    threadsLate:
      'More threads have not started. Training goes on with one: slower, with the same results. Close other tabs or reload to try again.',
    engine: (threads: string) => `Engine simd, ${threads}`,
  },
};

/** The texts in one language. */
export type Texts = Omit<typeof en, 'classNames'> & { readonly classNames: ReadonlyMap<string, string> };
