"""Contestant: PyTorch, tensors indexed in memory."""

import torch
from protocol import blas, configuration, samples, serve
from torch_network import adam, build, shaped, train_epoch

config = configuration()
torch.set_num_threads(config["threads"])
torch.manual_seed(config["seed"])
images, labels = map(torch.from_numpy, samples(config["data"], "train", config["images"]))
images = shaped(images, config)
model = build(config)
optimizer = adam(model, config)
serve(
    f"PyTorch {torch.__version__}",
    f"{torch.get_num_threads()} of PyTorch's threads; {blas()}",
    lambda: train_epoch(model, optimizer, images, labels, config["batchSize"]),
)
