"""Whole command: trains, tests after every epoch, saves the weights. No figures, no report, no checks of the data."""

import os

import torch
from protocol import configuration, samples, say
from torch import nn
from torch_network import adam, build, train_epoch

config = configuration()
torch.set_num_threads(config["threads"])
torch.manual_seed(config["seed"])
images, labels = map(torch.from_numpy, samples(config["data"], "train"))
test_images, test_labels = map(torch.from_numpy, samples(config["data"], "t10k"))
model = build(config)
optimizer = adam(model, config)
criterion = nn.CrossEntropyLoss()
for epoch in range(config["epochs"]):
    loss = train_epoch(model, optimizer, images, labels, config["batchSize"])
    model.eval()
    with torch.no_grad():
        logits = model(test_images)
        test_loss = float(criterion(logits, test_labels))
        test_accuracy = float((logits.argmax(1) == test_labels).float().mean())
    print(f"epoch {epoch + 1} loss {loss:.4f} test loss {test_loss:.4f} test accuracy {test_accuracy:.4f}")
torch.save(model.state_dict(), os.path.join(config["out"], "weights.pt"))
say({"loss": loss, "testAccuracy": test_accuracy})
