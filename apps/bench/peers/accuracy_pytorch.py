"""The test accuracy after each epoch and the seconds until then, with a preset's flips and its cosine after a warm-up of one epoch."""

import math
import time

import torch
from protocol import configuration, samples, say
from torch import nn
from torch_network import adam, build, shaped

config = configuration()
torch.set_num_threads(config["threads"])
torch.manual_seed(config["seed"])
images, labels = map(torch.from_numpy, samples(config["data"], "train", config["images"]))
test_images, test_labels = map(torch.from_numpy, samples(config["data"], "t10k"))
images, test_images = shaped(images, config), shaped(test_images, config)
model = build(config)
optimizer = adam(model, config)
batch_size, epochs = config["batchSize"], config["epochs"]
steps = math.ceil(len(images) / batch_size)


def factor(step):
    """Linear over the first epoch, then half a cosine, as Atelier's schedule `cosine,warmup=1`."""
    if step < steps:
        return min((step + 1) / steps, 1)
    return (1 + math.cos(math.pi * min((step / steps - 1) / (epochs - 1), 1))) / 2


schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
criterion = nn.CrossEntropyLoss()
seconds = 0.0
for _ in range(epochs):
    begin = time.perf_counter()
    model.train()
    for batch in torch.randperm(len(images)).split(batch_size):
        pictures = images[batch]
        flipped = torch.rand(len(batch)) < 0.5
        pictures[flipped] = pictures[flipped].flip(-1)
        optimizer.zero_grad()
        criterion(model(pictures), labels[batch]).backward()
        optimizer.step()
        schedule.step()
    model.eval()
    with torch.no_grad():
        found = torch.cat([model(part).argmax(1) for part in test_images.split(1000)])
    seconds += time.perf_counter() - begin
    say({"seconds": seconds, "testAccuracy": float((found == test_labels).float().mean())})
