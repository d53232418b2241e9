"""Contestant: scikit-learn's MLPClassifier."""

import sklearn
from protocol import blas, configuration, samples, serve
from sklearn.neural_network import MLPClassifier

config = configuration()
layers = config["layers"]
if any(layer["kind"] == "dropout" for layer in layers):
    raise SystemExit("MLPClassifier has no dropout")
images, labels = samples(config["data"], "train", config["images"])
optimizer = config["optimizer"]
model = MLPClassifier(
    hidden_layer_sizes=[layer["units"] for layer in layers if layer["kind"] == "dense"],
    activation="relu",
    solver="adam",
    alpha=0,
    batch_size=config["batchSize"],
    learning_rate_init=optimizer["learningRate"],
    beta_1=optimizer["beta1"],
    beta_2=optimizer["beta2"],
    epsilon=optimizer["epsilon"],
    shuffle=True,
    early_stopping=False,
    random_state=config["seed"],
)


def epoch():
    # One shuffled pass in batches. `fit` with max_iter=1 and warm_start does the same pass, but forgets Adam's moments.
    model.partial_fit(images, labels, classes=range(config["classes"]))
    return model.loss_


serve(f"scikit-learn {sklearn.__version__}", blas(), epoch)
