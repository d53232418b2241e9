"""Writes reference trajectories of normalized convolutional networks for `pnpm golden`, computed in float64.

    python3 trajectories.py DATA OUT NETWORK SEED COUNT

DATA is a folder with Fashion-MNIST's IDX files, OUT a folder, NETWORK one of `pools`, `maxima` and `residual`; the trajectories have the
seeds from SEED on. The format is that of packages/training/fixtures/golden, where the residual one of seed 95 stands.
"""

import json
import sys

import torch
from protocol import samples
from torch.nn.functional import conv2d, cross_entropy, max_pool2d

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

EPSILON = 1e-3
MOMENTUM = 0.99
CONV = {"type": "conv2d", "kernelSize": 3, "padding": "same", "activation": "linear", "useBias": False}
NORM = {"type": "batchNormalization"}
RELU = {"type": "activation", "activation": "relu"}
POOL = {"type": "maxPooling2d"}
ADAM = {"name": "adam", "learningRate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}
HEAVY_BALL = {"name": "momentum", "learningRate": 0.003, "momentum": 0.9, "nesterov": False}


def normalized(filters):
    return [{**CONV, "filters": filters}, NORM, RELU]


CHAIN = [*normalized(8), POOL, *normalized(16), POOL, *normalized(16)]
BLOCK = [*normalized(8), POOL, *normalized(8), *normalized(8), {"type": "add", "inputs": [3, 9]}]
NETWORKS = {
    "pools": ([*CHAIN, {"type": "globalAveragePooling2d"}], ADAM, 60, 20, 12),
    "maxima": ([*CHAIN, {"type": "globalMaxPooling2d"}], ADAM, 60, 20, 20),
    "residual": ([*BLOCK, *normalized(16), POOL, {"type": "globalAveragePooling2d"}], HEAVY_BALL, 30, 12, 10),
}


def glorot_uniform(seed):
    """Draws kernels, entry by entry in row-major order, as float32."""
    state = seed

    def draw(*shape):
        nonlocal state
        *_, inputs, outputs = shape
        window = 1 if len(shape) == 2 else shape[0] * shape[1]
        limit = (6 / (window * (inputs + outputs))) ** 0.5
        values = []
        for _ in range(window * inputs * outputs):
            state = (1664525 * state + 1013904223) % 2**32
            values.append((2 * state / 2**32 - 1) * limit)
        return torch.tensor(values, dtype=torch.float32).double().reshape(shape).requires_grad_()

    return draw


class Network:
    """Weights by layer, in the order of TensorFlow.js: `(kind, layer, tensor)`."""

    def __init__(self, layers, seed):
        draw = glorot_uniform(seed)
        self.layers, self.trainable, self.moving = layers, [], []
        channels = [1]
        for index, layer in enumerate(layers):
            given = channels[layer.get("inputs", [index - 1])[0] + 1]
            made = given
            if layer["type"] == "conv2d":
                made = layer["filters"]
                self.trainable.append(("kernel", index, draw(3, 3, given, made)))
            elif layer["type"] == "batchNormalization":
                self.trainable.append(("gamma", index, torch.ones(given, requires_grad=True)))
                self.trainable.append(("beta", index, torch.zeros(given, requires_grad=True)))
                self.moving.append(("movingMean", index, torch.zeros(given)))
                self.moving.append(("movingVariance", index, torch.ones(given)))
            elif layer["type"] == "dense":
                made = layer["units"]
                self.trainable.append(("kernel", index, draw(given, made)))
                self.trainable.append(("bias", index, torch.zeros(made, requires_grad=True)))
            channels.append(made)

    def logits(self, pictures, training):
        outputs = [pictures]
        for index, layer in enumerate(self.layers):
            first, *others = [outputs[source + 1] for source in layer.get("inputs", [index - 1])]
            weights = [tensor for _, at, tensor in self.trainable + self.moving if at == index]
            outputs.append(apply_layer(layer["type"], first, others, weights, training))
        return outputs[-1]


def apply_layer(kind, first, others, weights, training):
    if kind == "conv2d":
        return conv2d(first, weights[0].permute(3, 2, 0, 1), padding=1)
    if kind == "batchNormalization":
        gamma, beta, mean, variance = weights
        if training:
            batch_mean, batch_variance = first.mean((0, 2, 3)), first.var((0, 2, 3), unbiased=False)
            mean.lerp_(batch_mean.detach(), 1 - MOMENTUM)
            variance.lerp_(batch_variance.detach(), 1 - MOMENTUM)
            mean, variance = batch_mean, batch_variance
        factor = gamma / torch.sqrt(variance + EPSILON)
        return (first - mean.view(-1, 1, 1)) * factor.view(-1, 1, 1) + beta.view(-1, 1, 1)
    if kind == "dense":
        return first @ weights[0] + weights[1]
    return {
        "activation": lambda: first.relu(),
        "add": lambda: sum(others, first),
        "maxPooling2d": lambda: max_pool2d(first, 2),
        "globalAveragePooling2d": lambda: first.mean((2, 3)),
        "globalMaxPooling2d": lambda: max_pool2d(first, first.shape[2:]).flatten(1),
    }[kind]()


def update(weight, gradient, slots, optimizer, step):
    if optimizer["name"] == "momentum":
        slots[0].mul_(optimizer["momentum"]).add_(gradient)
        weight -= optimizer["learningRate"] * slots[0]
        return
    beta1, beta2 = optimizer["beta1"], optimizer["beta2"]
    slots[0].lerp_(gradient, 1 - beta1)
    slots[1].lerp_(gradient**2, 1 - beta2)
    mean, square = slots[0] / (1 - beta1**step), slots[1] / (1 - beta2**step)
    weight -= optimizer["learningRate"] * mean / (square.sqrt() + optimizer["epsilon"])


def trajectory(name, data, seed):
    hidden, optimizer, count, batch_size, steps = NETWORKS[name]
    layers = [*hidden, {"type": "dense", "units": 10, "activation": "softmax"}]
    images, labels = map(torch.from_numpy, samples(data, "train", count))
    # The bytes, in float64.
    pictures = images.double().mul(255).round().div(255).reshape(count, 1, 28, 28)
    network = Network(layers, seed)
    weights = [tensor for _, _, tensor in network.trainable]
    slots = [(torch.zeros_like(each), torch.zeros_like(each)) for each in weights]
    losses, correct, start = [], [], 0
    for step in range(1, steps + 1):
        batch = slice(start, min(start + batch_size, count))
        start = 0 if batch.stop == count else batch.stop
        logits = network.logits(pictures[batch], training=True)
        loss = cross_entropy(logits, labels[batch])
        losses.append(loss.item())
        correct.append(int((logits.argmax(1) == labels[batch]).sum()))
        gradients = torch.autograd.grad(loss, weights)
        with torch.no_grad():
            for weight, gradient, own in zip(weights, gradients, slots):
                update(weight, gradient, own, optimizer, step)
    with torch.no_grad():
        inference = cross_entropy(network.logits(pictures, training=False), labels).item()
    return {
        "name": f"cnn-normalized-{name}-{seed}",
        "input": [28, 28, 1],
        "classes": 10,
        "data": {"kind": "fashion-mnist-train", "count": count},
        "layers": layers,
        "loss": "sparseCategoricalCrossentropy",
        "l2": 0,
        "optimizer": optimizer,
        "batchSize": batch_size,
        "steps": steps,
        "init": {"kind": "lcg-glorot-uniform", "seed": seed},
        "expected": {
            "lossPerStep": losses,
            "correctPerStep": correct,
            "finalWeights": [summary(*each) for each in network.trainable + network.moving],
            "inferenceLoss": inference,
        },
    }


def summary(kind, layer, tensor):
    flat = tensor.detach().flatten()
    last = len(flat) - 1
    indices = sorted({0, last // 3, last // 2, 2 * last // 3, last})
    return {
        "kind": kind,
        "layer": layer,
        "shape": list(tensor.shape),
        "sum": flat.sum().item(),
        "sumOfSquares": (flat * flat).sum().item(),
        "samples": [[index, flat[index].item()] for index in indices],
    }


if __name__ == "__main__":
    data, out, name, seed, count = sys.argv[1:]
    for each in range(int(seed), int(seed) + int(count)):
        made = trajectory(name, data, each)
        with open(f"{out}/{made['name']}.json", "w", encoding="utf8") as file:
            json.dump(made, file, indent=1)
            file.write("\n")
