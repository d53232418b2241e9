"""The model and one epoch of training, as a PyTorch user writes them with the data in memory."""

import torch
from torch import nn


def build(config):
    height, width, channels = config["shape"]
    pictures = is_convolutional(config)
    layers, inputs = [], channels if pictures else height * width * channels
    for layer in config["layers"]:
        kind = layer["kind"]
        if kind == "conv":
            filters, kernel = layer["filters"], tuple(layer["kernel"])
            layers.append(nn.Conv2d(inputs, filters, kernel, padding=layer["padding"], bias=layer["bias"]))
            inputs = filters
        elif kind == "norm":
            layers.append(nn.BatchNorm2d(inputs, eps=0.001, momentum=0.01))
        elif kind == "relu":
            layers.append(nn.ReLU())
        elif kind == "pool":
            layers.append(nn.MaxPool2d(tuple(layer["size"])))
        elif kind == "global-average":
            layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
        elif kind == "flatten":
            layers.append(nn.Flatten())
            inputs = nn.Sequential(*layers)(torch.zeros(2, channels, height, width)).shape[1]
        elif kind == "dense":
            layers.append(nn.Linear(inputs, layer["units"]))
            inputs = layer["units"]
        elif kind == "dropout":
            layers.append(nn.Dropout(layer["rate"]))
        else:
            raise SystemExit(f"PyTorch's contestant has no layer {kind}")
        if layer.get("relu"):
            layers.append(nn.ReLU())
    layers.append(nn.Linear(inputs, config["classes"]))
    # The same initial distribution as everyone's, so that the losses can be compared.
    for layer in layers:
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            nn.init.xavier_uniform_(layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    model = nn.Sequential(*layers)
    return model.to(memory_format=torch.channels_last) if config.get("channelsLast") else model


def is_convolutional(config):
    return any(layer["kind"] == "conv" for layer in config["layers"])


def shaped(images, config):
    """The images as the model takes them: pixels in a row for dense layers, [count, channels, height, width] for others."""
    height, width, channels = config["shape"]
    if not is_convolutional(config):
        return images
    pictures = images.reshape(len(images), height, width, channels).permute(0, 3, 1, 2)
    return pictures if config.get("channelsLast") else pictures.contiguous()


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
