"""The model and one epoch of training, as a PyTorch user writes them with the data in memory."""

import torch
from torch import nn


def build(config):
    layers, inputs = [], config["pixels"]
    for units in config["hidden"]:
        layers += [nn.Linear(inputs, units), nn.ReLU()]
        if config["dropout"] > 0:
            layers.append(nn.Dropout(config["dropout"]))
        inputs = units
    layers.append(nn.Linear(inputs, config["classes"]))
    # The same initial distribution as everyone's, so that the losses can be compared.
    for layer in layers:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    return nn.Sequential(*layers)


def adam(model, config):
    optimizer = config["optimizer"]
    return torch.optim.Adam(
        model.parameters(),
        lr=optimizer["learningRate"],
        betas=(optimizer["beta1"], optimizer["beta2"]),
        eps=optimizer["epsilon"],
    )


def train_epoch(model, optimizer, images, labels, batch_size):
    """The mean training loss. No DataLoader, and no loss read out within the epoch: both cost time."""
    criterion = nn.CrossEntropyLoss()
    model.train()
    losses = []
    batches = torch.randperm(len(images)).split(batch_size)
    for batch in batches:
        optimizer.zero_grad()
        loss = criterion(model(images[batch]), labels[batch])
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    sizes = torch.tensor([len(batch) for batch in batches], dtype=torch.float32)
    return float((torch.stack(losses) * sizes).sum() / sizes.sum())
